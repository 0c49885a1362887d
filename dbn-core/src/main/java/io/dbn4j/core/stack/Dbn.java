package io.dbn4j.core.stack;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.Clamped;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.sample.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A deep belief network: an RBM on top, and layers below it that pass its states down to the visible units.
 *
 * <pre>
 *   p(v) = sum_{h_1 ... h_{L-1}} p_1(v | h_1) p_2(h_1 | h_2) ... p_L(h_{L-1})
 *   q(h_1 ... | v) = q_1(h_1 | v) q_2(h_2 | h_1) ...
 * </pre>
 *
 * <p>All {@code p_l} but the last are conditionals of RBMs; {@code p_L} is the distribution of the top RBM's visible
 * units. Recognition {@code q} goes up. After greedy training it uses the RBMs themselves, {@code q_l = p_l(h | v)}, an
 * approximation; {@link UpDown} gives it separate weights. The arrays are views, like the arrays of an {@link Rbm}.
 *
 * <p>The top RBM may have more visible units than the layer below has hidden units: the last ones are label units,
 * which {@code p(v)} sums over.
 *
 * @param layers RBMs from the bottom, at least one
 * @param recognition RBMs whose hidden units given the visible units are {@code q_l}, one for each layer but the top
 */
@Reference(
        authors = "G. E. Hinton, S. Osindero, Y. W. Teh",
        title = "A fast learning algorithm for deep belief nets",
        venue = "Neural Computation 18",
        year = 2006,
        url = "https://doi.org/10.1162/neco.2006.18.7.1527")
public record Dbn(List<Rbm> layers, List<Rbm> recognition) {

    public Dbn {
        layers = List.copyOf(layers);
        recognition = List.copyOf(recognition);
        Check.atLeast(1, layers.size(), "number of layers");
        Check.require(
                recognition.size() == layers.size() - 1,
                "recognition must have %d RBMs, one for each layer but the top, had %d",
                layers.size() - 1,
                recognition.size());
        for (int i = 0; i < recognition.size(); i++) {
            requireFit(i, layers.get(i), layers.get(i + 1), i + 2 == layers.size());
            requireSame(i, layers.get(i), recognition.get(i));
        }
    }

    /** Makes a network as greedy training leaves it: recognition uses the weights of the layers. */
    public Dbn(List<Rbm> layers) {
        this(layers, layers.subList(0, Math.max(0, layers.size() - 1)));
    }

    private static void requireFit(int layer, Rbm below, Rbm above, boolean top) {
        boolean fits = top ? above.visible() >= below.hidden() : above.visible() == below.hidden();
        Check.require(
                fits && above.visibleUnit().equals(below.hiddenUnit()),
                "layer %d must have %d %s visible units, the hidden units of layer %d, had %d %s",
                layer + 2,
                below.hidden(),
                below.hiddenUnit(),
                layer + 1,
                above.visible(),
                above.visibleUnit());
    }

    private static void requireSame(int layer, Rbm generative, Rbm recognition) {
        Check.require(
                recognition.visible() == generative.visible()
                        && recognition.hidden() == generative.hidden()
                        && recognition.visibleUnit().equals(generative.visibleUnit())
                        && recognition.hiddenUnit().equals(generative.hiddenUnit()),
                "recognition of layer %d must have the units of the layer, %d %s and %d %s",
                layer + 1,
                generative.visible(),
                generative.visibleUnit(),
                generative.hidden(),
                generative.hiddenUnit());
    }

    /** Returns the RBM on top. */
    public Rbm top() {
        return layers.get(layers.size() - 1);
    }

    /** Returns the number of label units, the last visible units of the top RBM. */
    public int labels() {
        return layers.size() == 1
                ? 0
                : top().visible() - layers.get(layers.size() - 2).hidden();
    }

    /**
     * Returns this network below another RBM. The new RBM may have further visible units at its end: label units.
     *
     * @param top RBM trained on the hidden units of this network's top, or on {@link #labeledRows}
     */
    public Dbn withTop(Rbm top) {
        return new Dbn(
                Stream.concat(layers.stream(), Stream.of(top)).toList(),
                Stream.concat(recognition.stream(), Stream.of(top())).toList());
    }

    /**
     * Returns the rows on which to train an RBM with label units for {@link #withTop}: the means of the hidden units of
     * the top RBM, then the labels.
     *
     * @param visible {@code [rows, visible]}; not modified
     * @param labels one column for each class, with a single 1 in each row, {@code [rows, labels]}; not modified
     * @return {@code [rows, hidden + labels]}
     */
    public INDArray labeledRows(INDArray visible, INDArray labels) {
        INDArray[] means = Rows.blocks(visible).stream()
                .map(block -> top().hiddenGivenVisible(up(block, layers.size() - 1)))
                .toArray(INDArray[]::new);
        INDArray all = Nd4j.concat(0, means);
        return Nd4j.hstack(all, labels.castTo(all.dataType()));
    }

    /** Tells whether recognition of a layer, counted from 0, is the layer itself. */
    @SuppressWarnings("ReferenceEquality") // other arrays with equal numbers may differ later
    public boolean isTied(int layer) {
        return recognition.get(layer) == layers.get(layer);
    }

    /** Returns a copy in new memory, in which recognition shares no arrays with the layers. */
    public Dbn untied() {
        return new Dbn(
                layers.stream().map(Rbm::copy).toList(),
                recognition.stream().map(Rbm::copy).toList());
    }

    /**
     * Computes the means of hidden units, each layer given the means of the layer below.
     *
     * @param visible {@code [rows, visible]}; not modified
     * @param layer number of layers to go up: from 0, which returns {@code visible}, to the number of layers below the
     *     top
     * @return {@code [rows, hidden of that layer]}
     */
    public INDArray up(INDArray visible, int layer) {
        INDArray states = visible;
        for (Rbm rbm : recognition.subList(0, layer)) {
            states = rbm.hiddenGivenVisible(states);
        }
        return states;
    }

    /**
     * Draws all hidden layers below the top RBM's hidden units from {@code q(h_1 ... | v)}.
     *
     * @param visible {@code [rows, visible]}; not modified
     * @return {@code visible}, then the states of each hidden layer, up to the visible side of the top RBM
     */
    public List<INDArray> recognized(INDArray visible, RandomSource random) {
        List<INDArray> states = new ArrayList<>(List.of(visible));
        for (Rbm rbm : recognition) {
            INDArray hidden = rbm.hiddenGivenVisible(states.get(states.size() - 1));
            rbm.hiddenUnit().draw(rbm.hiddenParameters(), hidden, hidden, random);
            states.add(hidden);
        }
        return states;
    }

    /**
     * Makes one pass down: a draw from each layer below the top RBM.
     *
     * @param topVisible states of the top RBM's visible units, {@code [rows, top visible]}; not modified
     * @return states of each layer, from the visible units up to the top RBM's visible units without labels
     */
    public List<INDArray> generated(INDArray topVisible, RandomSource random) {
        List<INDArray> states = new ArrayList<>(List.of(withoutLabels(topVisible)));
        for (int layer = layers.size() - 2; layer >= 0; layer--) {
            INDArray visible = layers.get(layer).visibleGivenHidden(states.get(0));
            layers.get(layer).visibleUnit().draw(layers.get(layer).visibleParameters(), visible, visible, random);
            states.add(0, visible);
        }
        return states;
    }

    private INDArray withoutLabels(INDArray topVisible) {
        Check.columns(top().visible(), topVisible, "states of the top RBM");
        return labels() == 0
                ? topVisible
                : columns(topVisible, 0, topVisible.size(1) - labels()).dup('c');
    }

    /**
     * Draws visible states: Gibbs sampling in the top RBM from independent units, then one pass down.
     *
     * <p>The states follow p(v) as far as the Gibbs sampling has forgotten its start. Without Gibbs steps they do not
     * follow p(v).
     *
     * @param gibbsSteps steps of each chain
     * @return {@code [count, visible]}
     */
    public INDArray generate(int count, int gibbsSteps, RandomSource random) {
        Chains chains = new Gibbs().start(top(), count, random);
        move(new Gibbs().kernel(top()), chains, gibbsSteps, random);
        return generated(chains.visible(), random).get(0);
    }

    /**
     * Moves chains of the top RBM, goes down like {@link #generate}, and returns the means of the visible units instead
     * of a draw: pictures rather than states.
     *
     * @param kernel kernel of the top RBM
     * @param chains chains of the top RBM; modified
     * @return {@code [chains, visible]}, with the expectation of {@link #generate}
     */
    public INDArray means(Kernel kernel, Chains chains, int gibbsSteps, RandomSource random) {
        move(kernel, chains, gibbsSteps, random);
        if (layers.size() == 1) {
            return top().visibleGivenHidden(chains.hidden());
        }
        INDArray lowestHidden = generated(chains.visible(), random).get(1);
        return layers.get(0).visibleGivenHidden(lowestHidden);
    }

    /**
     * Makes pictures of one class: {@link #means} from independent units, with the label unit of the class held at its
     * high state and all other label units at their low state.
     *
     * @param label class, counted from 0
     * @throws IllegalArgumentException if the top RBM has no label units, like a stack below a softmax layer
     */
    public INDArray meansOfClass(int label, int count, int gibbsSteps, RandomSource random) {
        requireLabels();
        Check.require(label >= 0 && label < labels(), "label must be in [0, %d), was %d", labels(), label);
        Rbm top = top();
        int first = top.visible() - labels();
        INDArray visible = new Gibbs().start(top, count, random).visible();
        INDArray held = Nd4j.zeros(visible.dataType(), top.visible());
        columns(held.reshape(1, top.visible()), first, top.visible()).assign(1);
        columns(visible, first, top.visible()).assign(top.visibleUnit().low());
        columns(visible, (long) first + label, (long) first + label + 1)
                .assign(top.visibleUnit().high());
        return means(new Clamped(top, held), Chains.at(visible, top, random), gibbsSteps, random);
    }

    /**
     * Computes the free energy F of the top RBM for every label, in nats, given the means of the units below.
     *
     * <p>For states {@code h} of these units, {@code exp(-F)} is exactly proportional to {@code p(label | h)} among
     * states with one label. Hinton et al. (2006) classify by it.
     *
     * @param visible {@code [rows, visible]}; not modified
     * @return free energies by label, then by row
     * @throws IllegalArgumentException if the top RBM has no label units
     */
    public double[][] labelFreeEnergies(INDArray visible) {
        requireLabels();
        INDArray features = up(visible, layers.size() - 1);
        double[][] energies = new double[labels()][];
        for (int label = 0; label < energies.length; label++) {
            INDArray held = Nd4j.createUninitialized(features.dataType(), visible.size(0), labels())
                    .assign(top().visibleUnit().low());
            columns(held, label, label + 1L).assign(top().visibleUnit().high());
            energies[label] = top().freeEnergy(Nd4j.hstack(features, held));
        }
        return energies;
    }

    private void requireLabels() {
        Check.require(
                labels() > 0,
                "the top RBM must have label units, had none: train one on labeledRows and add it with withTop;"
                        + " a softmax layer has no free energies");
    }

    private static INDArray columns(INDArray matrix, long from, long to) {
        return matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
    }

    private static void move(Kernel kernel, Chains chains, int steps, RandomSource random) {
        for (int step = 0; step < steps; step++) {
            kernel.step(chains, random);
        }
    }
}
