package io.dbn4j.rg.experiment;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stats.LogSumExp;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** All states of a few two-state units with their probabilities, so averages are sums without statistical error. */
final class Ensemble {

    /** Largest number of conditional probabilities held at once. */
    private static final int BLOCK = 1 << 21;

    private final INDArray states;
    private final double[] probability;

    /**
     * Makes an ensemble of states with known probabilities.
     *
     * @param states {@code [states, units]}
     * @param probability probability of each state
     */
    Ensemble(INDArray states, double[] probability) {
        this.states = states;
        this.probability = probability;
    }

    /** Returns the states, {@code [states, units]}. */
    INDArray states() {
        return states;
    }

    /** Returns the probability of each state, in a new array. */
    INDArray probability() {
        return Nd4j.createFromArray(probability);
    }

    /** Returns the Boltzmann distribution of an energy. */
    static Ensemble of(Hamiltonian hamiltonian) {
        INDArray states = all(hamiltonian.unit(), hamiltonian.units());
        return new Ensemble(states, boltzmann(hamiltonian.energy(states)));
    }

    /** Returns the distribution of the visible states of an RBM; the transposed RBM gives its hidden states. */
    static Ensemble of(Rbm rbm) {
        INDArray states = all(rbm.visibleUnit(), rbm.visible());
        return new Ensemble(states, boltzmann(rbm.freeEnergy(states)));
    }

    private static INDArray all(UnitType unit, int units) {
        return StateSpace.states(unit, units, 0, StateSpace.count(unit, units), DataType.DOUBLE);
    }

    private static double[] boltzmann(double[] energy) {
        double[] exponent = Arrays.stream(energy).map(e -> -e).toArray();
        double logPartition = LogSumExp.of(exponent);
        return Arrays.stream(exponent).map(x -> Math.exp(x - logPartition)).toArray();
    }

    /** Returns the mean of a function of the states, given its values. */
    double mean(double[] values) {
        double sum = 0;
        for (int s = 0; s < probability.length; s++) {
            sum += probability[s] * values[s];
        }
        return sum;
    }

    /** Returns the variance of a function of the states, given its values. */
    double variance(double[] values) {
        double mean = mean(values);
        return mean(Arrays.stream(values).map(x -> (x - mean) * (x - mean)).toArray());
    }

    /** Returns {@code KL(this || other)} in nats, for distributions on the same states. */
    double divergence(Ensemble other) {
        double sum = 0;
        for (int s = 0; s < probability.length; s++) {
            sum += probability[s] == 0 ? 0 : probability[s] * Math.log(probability[s] / other.probability[s]);
        }
        return sum;
    }

    /** Returns the entropy in nats. */
    double entropy() {
        double sum = 0;
        for (double p : probability) {
            sum -= p == 0 ? 0 : p * Math.log(p);
        }
        return sum;
    }

    /**
     * Returns the aggregated posterior: the distribution of an RBM's hidden states given these visible states.
     *
     * <pre>
     *   Q(h) = sum_v P(v) p(h | v),     log p(h | v) = h.x - sum_j K(x_j),  x = b + v W
     * </pre>
     */
    Ensemble above(Rbm rbm) {
        INDArray hidden = all(rbm.hiddenUnit(), rbm.hidden());
        int rows = Math.toIntExact(Math.max(1, BLOCK / hidden.size(0)));
        INDArray sum = Nd4j.zeros(DataType.DOUBLE, 1, hidden.size(0));
        for (int first = 0; first < probability.length; first += rows) {
            int last = Math.min(first + rows, probability.length);
            INDArray input = rbm.hiddenInput(states.get(NDArrayIndex.interval(first, last), NDArrayIndex.all()));
            INDArray exponent = input.mmul(hidden.transpose()).subiColumnVector(cumulants(rbm, input));
            INDArray weights = Nd4j.createFromArray(Arrays.copyOfRange(probability, first, last));
            sum.addi(weights.reshape(1, (long) last - first).mmul(Transforms.exp(exponent, false)));
        }
        return new Ensemble(hidden, Elements.of(sum));
    }

    private static INDArray cumulants(Rbm rbm, INDArray input) {
        double[] x = Elements.of(input);
        int columns = rbm.hidden();
        double[] sums = new double[x.length / columns];
        Arrays.setAll(
                sums,
                row -> rbm.hiddenUnit().cumulant(rbm.hiddenParameters(), x, row * columns, (row + 1) * columns, 1));
        return Nd4j.createFromArray(sums);
    }

    /** Draws independent states, {@code [count, units]}. */
    INDArray draws(int count, RandomSource random) {
        double[] cumulative = probability.clone();
        Arrays.parallelPrefix(cumulative, Double::sum);
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++) {
            int at = Arrays.binarySearch(cumulative, random.uniform() * cumulative[cumulative.length - 1]);
            drawn[i] = at < 0 ? -at - 1 : at + 1;
        }
        return Rows.pick(states, drawn);
    }
}
