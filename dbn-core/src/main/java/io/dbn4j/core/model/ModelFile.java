package io.dbn4j.core.model;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.Npz;
import io.dbn4j.core.json.AtomicFile;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.Dbn;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The RBMs of a model file, on top of each other: the hidden units of each are the visible units of the next.
 *
 * @param name name of the file, for messages
 * @param layers RBMs from the bottom, at least one
 * @param others number of layers of other kinds above the RBMs, such as the output layer of a classifier; RBMs that were
 *     fine-tuned below such a layer are no generative model
 */
public record ModelFile(String name, List<Rbm> layers, int others) {

    public ModelFile {
        layers = List.copyOf(layers);
        Check.require(!layers.isEmpty(), "%s: must have an RBM as its first layer, had none", name);
        requireFinite(name, layers);
    }

    /** Makes a model of RBMs alone. */
    public ModelFile(String name, List<Rbm> layers) {
        this(name, layers, 0);
    }

    /**
     * Reads an {@code .npz} file of one RBM or of a {@link DbnArchive}, or the RBM layers of a {@code .zip} file of
     * DL4J: from the bottom up to the first layer of another kind. Frozen layers count.
     *
     * @throws IllegalArgumentException in one line naming file, rule and value, if the file is not a valid model
     */
    public static ModelFile read(Path file) {
        String ending = file.toString().toLowerCase(Locale.ROOT);
        Check.require(ending.endsWith(".npz") || ending.endsWith(".zip"), "%s: models must end in .npz or .zip", file);
        if (ending.endsWith(".npz")) {
            return new ModelFile(file.toString(), DbnArchive.layers(file));
        }
        DeepBeliefNetwork network = ModelZip.read(file);
        List<Rbm> layers = network.rbms();
        return new ModelFile(file.toString(), layers, network.getnLayers() - layers.size());
    }

    static void requireFinite(String name, List<Rbm> layers) {
        for (int i = 0; i < layers.size(); i++) {
            requireFinite(name, i + 1, layers.get(i));
        }
    }

    private static void requireFinite(String name, int layer, Rbm rbm) {
        for (INDArray array : rbm.arrays()) {
            for (double value : Elements.of(array)) {
                Check.require(
                        Double.isFinite(value), "%s: layer %d: parameters must be finite, was %s", name, layer, value);
            }
        }
        Check.require(
                Double.isFinite(rbm.energyOffset()),
                "%s: energy_offset must be finite, was %s",
                name,
                rbm.energyOffset());
    }

    /**
     * Writes one RBM as an {@code .npz} file, whole or not at all.
     *
     * @param layer layer, counted from 1
     */
    public void export(int layer, Path file) {
        Rbm rbm = layer(layer);
        AtomicFile.write(file, temporary -> Npz.write(temporary, RbmArchive.content(rbm)));
    }

    /**
     * Returns the RBM of one layer.
     *
     * @param layer layer, counted from 1
     */
    public Rbm layer(int layer) {
        Check.require(
                layer >= 1 && layer <= layers.size(),
                "%s: layer must be %s, was %d",
                name,
                layers.size() == 1 ? "1 in a model of one RBM" : "from 1 to " + layers.size(),
                layer);
        return layers.get(layer - 1);
    }

    /**
     * Computes the means of hidden units, each layer given the means of the layer below.
     *
     * @param visible {@code [rows, visible]}; not modified
     * @param layer number of layers to go up, from 0, which returns {@code visible}
     * @return {@code [rows, hidden of that layer]}
     */
    public INDArray up(INDArray visible, int layer) {
        INDArray states = visible;
        for (Rbm rbm : layers.subList(0, layer)) {
            states = rbm.hiddenGivenVisible(states);
        }
        return states;
    }

    /**
     * Draws states of hidden units, each layer given the states of the layer below.
     *
     * @param visible {@code [rows, visible]}; not modified
     * @param layer number of layers to go up, from 0, which returns {@code visible}
     * @return {@code [rows, hidden of that layer]}
     */
    public INDArray drawnUp(INDArray visible, int layer, RandomSource random) {
        INDArray states = visible;
        for (Rbm rbm : layers.subList(0, layer)) {
            states = rbm.hiddenGivenVisible(states);
            rbm.hiddenUnit().draw(rbm.hiddenParameters(), states, states, random);
        }
        return states;
    }

    /**
     * Computes the means of the visible units given the means on top, each layer given the means of the layer above.
     *
     * @param hidden {@code [rows, hidden of the top]}; not modified
     */
    public INDArray down(INDArray hidden) {
        INDArray states = hidden;
        for (int layer = layers.size() - 1; layer >= 0; layer--) {
            states = layers.get(layer).visibleGivenHidden(states);
        }
        return states;
    }

    /**
     * Draws visible states: Gibbs sampling in the top RBM from independent units, then one draw down through each
     * layer.
     *
     * @param steps Gibbs steps of each chain
     * @return {@code [count, visible]}
     */
    public INDArray sample(int count, int steps, RandomSource random) {
        return new Dbn(layers).generate(count, steps, random);
    }
}
