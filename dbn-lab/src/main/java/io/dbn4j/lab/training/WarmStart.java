package io.dbn4j.lab.training;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.model.PretrainingState;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Standardization;
import io.dbn4j.core.units.UnitType;
import io.dbn4j.lab.data.DataFile;
import io.dbn4j.lab.run.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A saved stack from which training starts.
 *
 * <p>Parameters are always taken. A {@code .zip} file of a run also has the persistent chains, the momentum and the
 * random state; a layer takes them if its objective and its updater are the same. The schedule of the learning rate
 * always starts anew.
 *
 * @param model RBMs of the file
 * @param network network of the file with the state of its pretraining, if it is a {@code .zip} file
 * @param sha256 hash of the file
 */
public record WarmStart(ModelFile model, Optional<DeepBeliefNetwork> network, String sha256) {

    private static final String PREFIX = "start-";

    /**
     * Reads a model file.
     *
     * @throws IllegalArgumentException if it has layers that are no RBMs
     */
    public static WarmStart read(Path file) {
        ModelFile model = ModelFile.read(file);
        Check.require(
                model.others() == 0,
                "%s: must hold RBMs alone to start training from, has an output layer above them; use stack.zip of the"
                        + " same folder if there is one",
                file);
        boolean zip = file.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
        return new WarmStart(
                model, zip ? Optional.of(DeepBeliefNetwork.restore(file.toFile())) : Optional.empty(), hash(file));
    }

    private static String hash(Path file) {
        try {
            return DataFile.sha256(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read, " + e.getMessage(), e);
        }
    }

    /**
     * Returns a number that follows from all parameters. Two files of the same parameters have the same number, though
     * their bytes differ: a {@code .zip} file holds the time at which it was written.
     */
    public int parametersHash() {
        return model.layers().stream()
                .flatMap(rbm -> rbm.arrays().stream())
                .filter(array -> !array.isEmpty())
                .mapToInt(array -> Arrays.hashCode(Elements.of(array)))
                .reduce(1, (all, one) -> 31 * all + one);
    }

    /** Returns the same start for rows on another scale; chains on the former scale are left out. */
    public WarmStart scaled(Standardization scale) {
        double[] mean = new double[scale.mean().length];
        double[] deviation = new double[mean.length];
        for (int i = 0; i < mean.length; i++) {
            double size = scale.isConstant(i) ? 1 : scale.deviation()[i];
            mean[i] = -scale.mean()[i] / size;
            deviation[i] = 1 / size;
        }
        List<Rbm> layers = new ArrayList<>(model.layers());
        layers.set(0, new Standardization(mean, deviation).unscaled(layers.get(0)));
        return new WarmStart(new ModelFile(model.name(), layers), Optional.empty(), sha256);
    }

    /**
     * Checks that the file has the layers of a stack.
     *
     * @param standardize whether the start will be {@link #scaled}, which gives every Gaussian unit a variance
     */
    public void require(StackRecipe stack, boolean standardize) {
        UnitType bottom = model.layers().get(0).visibleUnit();
        Check.require(
                !standardize || bottom.withVariances().filter(bottom::equals).isPresent(),
                "%s: visible units must have variances to start on standardized columns (diagonal-gaussian), were %s",
                model.name(),
                bottom.name());
        int count = stack.layers().size();
        Check.require(
                model.layers().size() == count,
                "%s: must have %d RBMs to start from, had %d",
                model.name(),
                count,
                model.layers().size());
        for (int layer = 0; layer < count; layer++) {
            Rbm rbm = model.layers().get(layer);
            int hidden = stack.layers().get(layer).hidden();
            Check.require(
                    rbm.hidden() == hidden
                            && rbm.visibleUnit().equals(stack.unit(layer))
                            && rbm.hiddenUnit().equals(stack.unit(layer + 1)),
                    "%s: layer %d must have %s visible and %d %s hidden units to start from, had %s and %d %s",
                    model.name(),
                    layer + 1,
                    stack.unit(layer).name(),
                    hidden,
                    stack.unit(layer + 1).name(),
                    rbm.visibleUnit().name(),
                    rbm.hidden(),
                    rbm.hiddenUnit().name());
        }
    }

    /**
     * Copies parameters, and states where they fit, and notes which.
     *
     * @param trained network with the layers of this start; modified
     */
    void into(DeepBeliefNetwork trained, Progress progress) {
        if (trained.getGradientsViewArray() == null) {
            trained.initGradientsView();
        }
        for (int layer = 0; layer < model.layers().size(); layer++) {
            RbmLayerRuntime to = (RbmLayerRuntime) trained.getLayer(layer);
            boolean kept = network.isPresent()
                    && takesState((RbmLayerRuntime) network.get().getLayer(layer), to);
            if (!kept) {
                copy(model.layers().get(layer), to.rbm());
            }
            progress.note("layer " + (layer + 1) + " starts from " + model.name() + ": parameters"
                    + (kept ? ", chains, momentum and random state" : "; chains and momentum start anew"));
        }
    }

    private static void copy(Rbm from, Rbm to) {
        Check.columns(to.visible(), from.visibleBias().reshape(1, from.visible()), "visible units of the start");
        List<INDArray> into = to.arrays();
        List<INDArray> arrays = from.arrays();
        for (int i = 0; i < into.size(); i++) {
            if (!into.get(i).isEmpty()) {
                into.get(i)
                        .assign(arrays.get(i)
                                .castTo(into.get(i).dataType())
                                .reshape(into.get(i).shape()));
            }
        }
    }

    /** Restores parameters and state of a layer if objective, sizes and updater agree. */
    private static boolean takesState(RbmLayerRuntime from, RbmLayerRuntime to) {
        boolean fits = from.started()
                && objective(from).equals(objective(to))
                && from.rbm().visible() == to.rbm().visible()
                && from.params().dataType() == to.params().dataType()
                && length(from) == length(to);
        if (fits) {
            PretrainingState.restore(to, PREFIX, PretrainingState.snapshot(from, PREFIX));
            to.conf().setEpochCount(0);
            to.conf().setIterationCount(0);
        }
        return fits;
    }

    private static Object objective(RbmLayerRuntime layer) {
        return ((RbmLayer) layer.conf().getLayer()).objective();
    }

    /** Returns the length of the updater's state; 0 if it has none. */
    private static long length(RbmLayerRuntime layer) {
        INDArray state = layer.pretrainingUpdater().getStateViewArray();
        return state == null ? 0 : state.length();
    }
}
