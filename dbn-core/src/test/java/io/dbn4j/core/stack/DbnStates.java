package io.dbn4j.core.stack;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.units.UnitType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Every state of a tiny DBN of discrete units, summed in plain Java: the twin of {@link Dbn} and its estimators. */
final class DbnStates {

    private final Dbn dbn;
    private final List<double[][]> states = new ArrayList<>();

    private DbnStates(Dbn dbn) {
        this.dbn = dbn;
        for (int side = 0; side < dbn.layers().size(); side++) {
            states.add(states(side).toDoubleMatrix());
        }
    }

    static DbnStates of(Dbn dbn) {
        return new DbnStates(dbn);
    }

    /** RBMs without any relation to each other, of two units a side, or a group where units form groups. */
    static Dbn unrelated(UnitType... units) {
        List<Rbm> layers = new ArrayList<>();
        for (int l = 0; l + 1 < units.length; l++) {
            Rbm rbm = SmallRbms.of(units[l], units[l + 1], count(units[l]), count(units[l + 1]));
            rbm.weights().muli(0.5 + 0.2 * l);
            rbm.hiddenBias().subi(0.3 * l);
            layers.add(rbm);
        }
        return new Dbn(layers);
    }

    private static int count(UnitType unit) {
        return Math.max(2, unit.width());
    }

    /** Returns the same network with separate recognition weights. */
    static Dbn withOtherRecognition(Dbn dbn) {
        Dbn untied = dbn.untied();
        untied.recognition().forEach(rbm -> {
            rbm.weights().assign(Transforms.sin(rbm.weights().mul(3), true).muli(0.8));
            rbm.hiddenBias().addi(0.25);
        });
        return untied;
    }

    /** Returns a network of an RBM below the same RBM upside down. */
    static Dbn tied(Rbm bottom) {
        return new Dbn(List.of(bottom, bottom.transposed().copy()));
    }

    /** All states of the units between layers {@code side} and {@code side + 1}: from 0, the visible units. */
    INDArray states(int side) {
        Rbm rbm = dbn.layers().get(side);
        int units = side == 0 ? rbm.visible() : dbn.layers().get(side - 1).hidden();
        int count = StateSpace.count(rbm.visibleUnit(), units);
        return StateSpace.states(rbm.visibleUnit(), units, 0, count, DataType.DOUBLE);
    }

    /** The number of the state in a row. */
    int number(int side, INDArray row) {
        double[][] all = states.get(side);
        double[] state = Elements.of(row);
        return IntStream.range(0, all.length)
                .filter(n -> Arrays.equals(all[n], state))
                .findFirst()
                .orElseThrow();
    }

    /** Probabilities of the states of the top RBM's visible units, labels summed over. */
    double[] top() {
        JointStates joint = JointStates.of(dbn.top());
        double[] all = joint.visibleMarginal(joint.probabilities());
        double[] features = new double[(int) states(dbn.layers().size() - 1).size(0)];
        for (int n = 0; n < all.length; n++) {
            features[n % features.length] += all[n];
        }
        return features;
    }

    /** Probabilities of the visible states of the network. */
    double[] visible() {
        double[] above = top();
        for (int layer = dbn.layers().size() - 2; layer >= 0; layer--) {
            above = product(above, visibleGivenHidden(dbn.layers().get(layer)));
        }
        return above;
    }

    /** {@code log p(v)} for every visible state. */
    double[] logLikelihoods() {
        return Arrays.stream(visible()).map(Math::log).toArray();
    }

    /** The variational bound of {@code log p(v)} for every visible state, by its definition. */
    double[] bounds() {
        double[] bound = Arrays.stream(top()).map(Math::log).toArray();
        for (int layer = dbn.layers().size() - 2; layer >= 0; layer--) {
            double[][] down = visibleGivenHidden(dbn.layers().get(layer));
            double[][] up = hiddenGivenVisible(dbn.recognition().get(layer));
            double[] lower = new double[up.length];
            for (int v = 0; v < up.length; v++) {
                for (int h = 0; h < down.length; h++) {
                    lower[v] += up[v][h] * (Math.log(down[h][v]) - Math.log(up[v][h]) + bound[h]);
                }
            }
            bound = lower;
        }
        return bound;
    }

    /** {@code p(v | h)}, {@code [h][v]}. */
    static double[][] visibleGivenHidden(Rbm rbm) {
        JointStates states = JointStates.of(rbm);
        double[] joint = states.probabilities();
        int count = states.visibleCount();
        double[][] conditional = new double[joint.length / count][];
        for (int h = 0; h < conditional.length; h++) {
            double[] row = Arrays.copyOfRange(joint, h * count, (h + 1) * count);
            double sum = Arrays.stream(row).sum();
            conditional[h] = Arrays.stream(row).map(p -> p / sum).toArray();
        }
        return conditional;
    }

    /** {@code p(h | v)}, {@code [v][h]}. */
    static double[][] hiddenGivenVisible(Rbm rbm) {
        return visibleGivenHidden(rbm.transposed());
    }

    /** A distribution after a step. */
    static double[] product(double[] distribution, double[][] step) {
        double[] after = new double[step[0].length];
        for (int from = 0; from < step.length; from++) {
            for (int to = 0; to < after.length; to++) {
                after[to] += distribution[from] * step[from][to];
            }
        }
        return after;
    }
}
