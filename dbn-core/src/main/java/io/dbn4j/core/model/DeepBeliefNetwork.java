package io.dbn4j.core.model;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.ColumnSums;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.dl4j.Stage;
import io.dbn4j.core.json.AtomicFile;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.rbm.DivergedTraining;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Standardization;
import io.dbn4j.core.stack.Dbn;
import io.dbn4j.core.stack.Initialization;
import io.dbn4j.core.training.GreedyPretraining;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * A MultiLayerNetwork whose layers are pretrained one on top of the other.
 *
 * <p>DL4J 1.0.0-M2.1 trains every layer above the first on the raw input of the network; this class trains each layer
 * on the output of the layer below. Everything else is DL4J's. {@link GreedyPretraining} trains a stack faster.
 */
public class DeepBeliefNetwork extends MultiLayerNetwork {

    /** Makes a network from a configuration; call {@link #init()} before use. */
    public DeepBeliefNetwork(MultiLayerConfiguration configuration) {
        super(configuration);
    }

    /**
     * Copies a plain network, such as ModelSerializer restores. The copy has the configuration, the parameters and the
     * updater state of fine-tuning, but no listeners and no state of pretraining.
     */
    public static DeepBeliefNetwork of(MultiLayerNetwork network) {
        DeepBeliefNetwork copy =
                new DeepBeliefNetwork(network.getLayerWiseConfigurations().clone());
        copy.init(network.params(), true);
        @Nullable Updater updater = network.getUpdater(false);
        if (updater != null && updater.getStateViewArray() != null) {
            copy.getUpdater().setStateViewArray(copy, updater.getStateViewArray(), false);
        }
        return copy;
    }

    /**
     * Returns the RBM layers, frozen ones too, from the bottom up to the first layer of another kind. The arrays are
     * the parameters of this network and change with it.
     */
    public List<Rbm> rbms() {
        return Arrays.stream(getLayers())
                .map(Stage::rbm)
                .takeWhile(Optional::isPresent)
                .map(layer -> layer.orElseThrow().rbm())
                .toList();
    }

    /** Returns the stack of {@link #rbms} as a generative model, without the layers above, such as a softmax layer. */
    public Dbn dbn() {
        return new Dbn(rbms());
    }

    /**
     * Returns a DOUBLE network for rows before standardization, to be used and not trained further. Its bottom RBM has
     * visible units with a variance each, see {@link Standardization#unscaled}.
     */
    public DeepBeliefNetwork unscaled(Standardization scale) {
        Rbm bottom = scale.unscaled(((RbmLayerRuntime) getLayer(0)).rbm());
        MultiLayerConfiguration configuration = getLayerWiseConfigurations().clone();
        ((RbmLayer) configuration.getConf(0).getLayer()).setVisibleUnit(Json.toMap(bottom.visibleUnit()));
        configuration.setDataType(DataType.DOUBLE);
        DeepBeliefNetwork unscaled = new DeepBeliefNetwork(configuration);
        unscaled.init();
        Rbm own = ((RbmLayerRuntime) unscaled.getLayer(0)).rbm();
        own.weights().assign(bottom.weights());
        own.visibleBias().assign(bottom.visibleBias());
        own.hiddenBias().assign(bottom.hiddenBias());
        own.visibleParameters().assign(bottom.visibleParameters());
        for (int layer = 1; layer < getnLayers(); layer++) {
            unscaled.getLayer(layer).params().assign(getLayer(layer).params().castTo(DataType.DOUBLE));
        }
        return unscaled;
    }

    /** Copies this network like {@link #of}. */
    @Override
    @SuppressWarnings("MissingSuperCall")
    public DeepBeliefNetwork clone() {
        return of(this);
    }

    /** Initializes the network and connects each RBM to the RBM below. */
    @Override
    public void init(INDArray parameters, boolean cloneParametersArray) {
        super.init(parameters, cloneParametersArray);
        for (int layer = 0; layer < getnLayers(); layer++) {
            if (getLayer(layer) instanceof RbmLayerRuntime rbm) {
                Stage.rbmBelow(this, layer).ifPresent(rbm::standOn);
            }
        }
    }

    /**
     * Pretrains one RBM layer of this network. A new RBM first starts at the means of its input, like in
     * {@link GreedyPretraining}; this takes an additional pass over the data, and is left out if the data cannot be
     * reset.
     *
     * <p>DL4J counts a single epoch whatever their number; here EPOCH schedules see every epoch.
     *
     * @throws ArithmeticException after an epoch in which training has diverged, naming layer, epoch and what to do
     * @throws java.util.concurrent.CancellationException between two updates, if the thread was interrupted; it stays
     *     interrupted, and the network is as the last update left it
     */
    @Override
    public void pretrainLayer(int layer, DataSetIterator data, int epochs) {
        Check.atLeast(1, epochs, "epochs");
        Check.require(epochs == 1 || data.resetSupported(), "data must support reset for %d epochs", epochs);
        Optional<Stage> stage = Stage.of(this).stream()
                .filter(of -> of.rbm().getIndex() == layer)
                .findFirst();
        if (data.resetSupported()) {
            stage.filter(Stage::isNew)
                    .ifPresent(fresh -> fresh.initialize(Initialization.DATA_MEANS, inputMean(fresh, data)));
        }
        for (int epoch = 1; epoch <= epochs; epoch++) {
            super.pretrainLayer(layer, data, 1);
            if (stage.isPresent()) {
                requireFinite(stage.get(), data, epoch);
            }
        }
    }

    private static void requireFinite(Stage stage, DataSetIterator data, int epoch) {
        Rbm rbm = stage.rbm().rbm();
        DivergedTraining.sign(rbm).ifPresent(sign -> {
            String advice = DivergedTraining.LOWER_RATE;
            if (data.resetSupported()) {
                data.reset();
                INDArray some = stage.input(data.next().getFeatures());
                advice = DivergedTraining.advice(rbm.visibleUnit(), some);
            }
            throw new ArithmeticException(
                    String.format(Locale.ROOT, "%s diverged in epoch %d: %s; %s", stage.title(), epoch, sign, advice));
        });
    }

    /** Computes the mean of a layer's input over all rows, in one pass. */
    private static double[] inputMean(Stage stage, DataSetIterator data) {
        double[] mean = new double[stage.rbm().rbm().visible()];
        int rows = 0;
        for (data.reset(); data.hasNext(); ) {
            INDArray input = stage.input(data.next().getFeatures());
            int count = input.rows();
            rows += count;
            double[] ofBatch = ColumnSums.means(input);
            for (int unit = 0; unit < mean.length; unit++) {
                mean[unit] += (ofBatch[unit] - mean[unit]) * count / rows;
            }
        }
        data.reset();
        Check.require(rows > 0, "data must have rows, had none");
        return mean;
    }

    /**
     * Updates one layer once; all {@code pretrain} methods of DL4J call this method. It does not initialize a new
     * layer, because one batch does not tell the means of the data: the layer starts at the biases of its
     * configuration. It does not look for divergence.
     *
     * @param layer index of the layer; a layer that cannot be pretrained stays unchanged
     * @param features input of the whole network, {@code [batch, visible]}
     * @throws java.util.concurrent.CancellationException if the thread was interrupted; nothing is changed
     */
    @Override
    public void pretrainLayer(int layer, INDArray features) {
        // DL4J forwards to the layer below its field layerIndex, not below the argument.
        int before = getIndex();
        setIndex(layer);
        try {
            if (getLayer(layer) instanceof RbmLayerRuntime rbm) {
                Stage.requireNoInterrupt(rbm);
                rbm.withInputFromBelow(() -> super.pretrainLayer(layer, features));
            } else {
                super.pretrainLayer(layer, features);
            }
        } finally {
            setIndex(before);
        }
    }

    /**
     * Saves the network, whole or not at all.
     *
     * @param saveUpdater whether to save the state that training needs to continue: the updaters of fine-tuning and
     *     pretraining, the states of the objectives and the random states
     */
    @Override
    public void save(File file, boolean saveUpdater) throws IOException {
        AtomicFile.write(file.toPath(), temporary -> {
            super.save(temporary.toFile(), saveUpdater);
            if (saveUpdater) {
                PretrainingState.write(this, temporary);
            }
        });
    }

    /**
     * Restores a network; pretraining continues as if it had never stopped.
     *
     * <p>The file may be untrusted: it can create only objects of configuration classes, and no serialized Java object
     * is read.
     *
     * @throws IllegalArgumentException with the reason in one line, if the file does not hold such a network
     */
    public static DeepBeliefNetwork restore(File file) {
        DeepBeliefNetwork network = ModelZip.read(file.toPath());
        PretrainingState.read(network, file.toPath());
        return network;
    }
}
