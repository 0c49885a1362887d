package io.dbn4j.core.rbm;

import io.dbn4j.core.Check;
import io.dbn4j.core.stats.LogSumExp;
import io.dbn4j.core.units.UnitType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * All states of the smaller side of an RBM; the other side is summed out in closed form.
 *
 * <pre>
 *   log Z = log sum_s exp(-F(s)),   p(s) = exp(-F(s)) / Z      over all states s of the smaller side
 * </pre>
 *
 * <p>Exact, at a cost of {@code 2^units} rows; refused above {@value #MAX_UNITS} units.
 */
public final class StateSpace {

    /** Largest number of units on the smaller side. */
    public static final int MAX_UNITS = 25;

    private static final int BLOCK = 1 << 12;

    private final Rbm rbm;
    private final boolean hiddenSide;

    private StateSpace(Rbm rbm, boolean hiddenSide) {
        this.rbm = rbm;
        this.hiddenSide = hiddenSide;
    }

    /**
     * The states of this RBM.
     *
     * @throws IllegalArgumentException if both sides have more than {@value #MAX_UNITS} units
     */
    public static StateSpace of(Rbm rbm) {
        boolean hiddenSide = rbm.hidden() < rbm.visible();
        Check.require(
                Math.min(rbm.hidden(), rbm.visible()) <= MAX_UNITS,
                "log Z of %d + %d units cannot be enumerated (at most %d on the smaller side);"
                        + " use annealed-importance-sampling",
                rbm.visible(),
                rbm.hidden(),
                MAX_UNITS);
        return new StateSpace(hiddenSide ? rbm.transposed() : rbm, hiddenSide);
    }

    /** Log partition function, in nats. */
    public double logPartition() {
        LogSumExp sum = new LogSumExp();
        for (int block = 0; block < blocks(); block++) {
            for (double freeEnergy : rbm.freeEnergy(states(block))) {
                sum.add(-freeEnergy);
            }
        }
        return sum.value();
    }

    /**
     * Adds the derivatives of {@code scale * log Z}: the model means of {@code v, h, v h}, times the scale.
     *
     * @param into modified
     */
    public void addLogPartitionGradient(double scale, Gradient into) {
        Gradient side = hiddenSide ? into.transposed() : into;
        double logPartition = logPartition();
        for (int block = 0; block < blocks(); block++) {
            INDArray states = states(block);
            double[] weights = rbm.freeEnergy(states);
            for (int row = 0; row < weights.length; row++) {
                weights[row] = scale * Math.exp(-weights[row] - logPartition);
            }
            addMeans(states, Nd4j.createFromArray(weights).castTo(states.dataType()), side);
        }
    }

    private void addMeans(INDArray states, INDArray weights, Gradient into) {
        INDArray column = weights.reshape(weights.length(), 1);
        INDArray weighted = states.mulColumnVector(column);
        INDArray mean = rbm.hiddenGivenVisible(states);
        into.weights().addi(weighted.transpose().mmul(mean));
        into.visibleBias().addi(weighted.sum(0));
        into.hiddenBias().addi(mean.muliColumnVector(column).sum(0));
    }

    /** Number of units that are enumerated. */
    public int units() {
        return rbm.visible();
    }

    private int blocks() {
        return Math.max(1, (1 << units()) / BLOCK);
    }

    private INDArray states(int block) {
        int rows = Math.min(BLOCK, 1 << units());
        return states(
                rbm.visibleUnit(), units(), block * rows, rows, rbm.weights().dataType());
    }

    /**
     * Consecutive states of two-state units: unit {@code i} of state number {@code n} is bit {@code i} of {@code n}.
     *
     * @return {@code [count, units]}
     */
    public static INDArray states(UnitType unit, int units, int first, int count, DataType type) {
        double[][] states = new double[count][units];
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < units; i++) {
                states[row][i] = (first + row) >> i & 1;
            }
        }
        INDArray bits = Nd4j.createFromArray(states).castTo(type);
        return bits.muli(unit.high() - unit.low()).addi(unit.low());
    }
}
