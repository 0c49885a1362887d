package io.dbn4j.core.sample;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Independent draws of the visible units of an RBM with few of them, from their enumerated distribution. */
public final class ExactDraws {

    private final INDArray states;
    private final double[] probabilities;
    private final double[] cumulative;

    public ExactDraws(Rbm rbm) {
        states = StateSpace.states(
                rbm.visibleUnit(),
                rbm.visible(),
                0,
                StateSpace.count(rbm.visibleUnit(), rbm.visible()),
                rbm.weights().dataType());
        double logPartition = StateSpace.of(rbm).logPartition();
        probabilities = Arrays.stream(rbm.freeEnergy(states))
                .map(freeEnergy -> Math.exp(-freeEnergy - logPartition))
                .toArray();
        cumulative = probabilities.clone();
        Arrays.parallelPrefix(cumulative, Double::sum);
    }

    /** Every visible state, a row each. */
    public INDArray states() {
        return states;
    }

    /** The probability of each row of {@link #states}. */
    public double[] probabilities() {
        return probabilities;
    }

    /** Draws so many rows. */
    public INDArray visible(int rows, RandomSource random) {
        double[][] all = states.toDoubleMatrix();
        double[][] drawn = IntStream.range(0, rows)
                .map(i -> Arrays.binarySearch(cumulative, random.uniform()))
                .map(found -> found < 0 ? -found - 1 : found + 1)
                .mapToObj(place -> all[Math.min(place, all.length - 1)])
                .toArray(double[][]::new);
        return Nd4j.createFromArray(drawn).castTo(states.dataType());
    }
}
