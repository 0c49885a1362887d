package io.dbn4j.core.rbm;

import io.dbn4j.core.Check;
import io.dbn4j.core.stats.LogSumExp;
import io.dbn4j.core.units.Span;
import io.dbn4j.core.units.UnitType;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * All states of the smaller discrete side of an RBM; the other side is summed out in closed form.
 *
 * <pre>
 *   log Z = log sum_s exp(-F(s)),   p(s) = exp(-F(s)) / Z      over all states s of the smaller side
 * </pre>
 *
 * <p>The sums are exact and cost one row per state. More than {@code 2^}{@value #MAX_UNITS} states, those of
 * {@value #MAX_UNITS} two-state units, are refused. The other side may have units of any kind.
 */
public final class StateSpace implements Summation {

    /** Largest number of two-state units on the smaller side. */
    public static final int MAX_UNITS = 25;

    private static final int BLOCK = 1 << 12;

    private final Rbm rbm;
    private final boolean hiddenSide;

    private StateSpace(Rbm rbm, boolean hiddenSide) {
        this.rbm = rbm;
        this.hiddenSide = hiddenSide;
    }

    /**
     * Returns the states of the smaller discrete side.
     *
     * @throws IllegalArgumentException if both sides have too many states or are continuous
     */
    public static StateSpace of(Rbm rbm) {
        double visibleBits = bits(rbm.visibleUnit(), rbm.visible());
        double hiddenBits = bits(rbm.hiddenUnit(), rbm.hidden());
        boolean hiddenSide = hiddenBits < visibleBits;
        Check.require(
                Math.min(visibleBits, hiddenBits) < Double.POSITIVE_INFINITY,
                "log Z of %s visible and %s hidden units cannot be enumerated (both are continuous);"
                        + " use ais, annealed importance sampling",
                rbm.visibleUnit(),
                rbm.hiddenUnit());
        Check.require(
                Math.min(visibleBits, hiddenBits) <= MAX_UNITS,
                "log Z of %d + %d units cannot be enumerated (at most %d on the smaller side);"
                        + " use ais, annealed importance sampling",
                rbm.visible(),
                rbm.hidden(),
                MAX_UNITS);
        return new StateSpace(hiddenSide ? rbm.transposed() : rbm, hiddenSide);
    }

    /** Returns the {@link #bits} of the side with fewer joint states, over which log Z is summed. */
    public static double smallerSide(Rbm rbm) {
        return Math.min(bits(rbm.visibleUnit(), rbm.visible()), bits(rbm.hiddenUnit(), rbm.hidden()));
    }

    /**
     * Returns the number of two-state units that have the same number of joint states; infinite for continuous units.
     */
    public static double bits(UnitType unit, int units) {
        double bits = 0;
        for (Span span : unit.spans(units)) {
            int states = span.unit().states();
            int groups = span.units() / span.unit().width();
            bits += states == 0 ? Double.POSITIVE_INFINITY : groups * (Math.log(states) / Math.log(2));
        }
        return bits;
    }

    @Override
    public double logPartition() {
        LogSumExp sum = new LogSumExp();
        for (int block = 0; block < blocks(); block++) {
            for (double freeEnergy : rbm.freeEnergy(states(block))) {
                sum.add(-freeEnergy);
            }
        }
        return sum.value();
    }

    @Override
    public void addLogPartitionGradient(double scale, Gradient into) {
        Gradient side = hiddenSide ? into.transposed() : into;
        double logPartition = logPartition();
        for (int block = 0; block < blocks(); block++) {
            INDArray states = states(block);
            double[] weights = rbm.freeEnergy(states);
            for (int row = 0; row < weights.length; row++) {
                weights[row] = -scale * Math.exp(-weights[row] - logPartition);
            }
            INDArray coefficients = Nd4j.createFromArray(weights).castTo(states.dataType());
            rbm.addFreeEnergyGradient(
                    states, rbm.hiddenGivenVisible(states), coefficients.reshape(weights.length, 1), side);
        }
    }

    /** Returns the number of enumerated units. */
    public int units() {
        return rbm.visible();
    }

    private int blocks() {
        return (count(rbm.visibleUnit(), units()) + BLOCK - 1) / BLOCK;
    }

    private INDArray states(int block) {
        int first = block * BLOCK;
        int rows = Math.min(BLOCK, count(rbm.visibleUnit(), units()) - first);
        return states(rbm.visibleUnit(), units(), first, rows, rbm.weights().dataType());
    }

    /** Returns the number of joint states of discrete units. */
    public static int count(UnitType unit, int units) {
        double count = 1;
        for (Span span : unit.spans(units)) {
            int groups = span.units() / span.unit().width();
            count *= Math.pow(span.unit().states(), groups);
        }
        return (int) count;
    }

    /**
     * Returns consecutive states of discrete units. The state of group {@code i} is digit {@code i}, from the right, of
     * the number of the joint state, in the base of {@link UnitType#states} of its kind.
     *
     * @return {@code [count, units]}
     */
    public static INDArray states(UnitType unit, int units, int first, int count, DataType type) {
        List<Span> groups = Span.groups(unit, units);
        List<double[][]> alphabets =
                groups.stream().map(group -> group.unit().alphabet()).toList();
        double[][] states = new double[count][units];
        for (int row = 0; row < count; row++) {
            int digits = first + row;
            for (int i = 0; i < groups.size(); i++) {
                double[][] alphabet = alphabets.get(i);
                System.arraycopy(
                        alphabet[digits % alphabet.length],
                        0,
                        states[row],
                        groups.get(i).from(),
                        groups.get(i).units());
                digits /= alphabet.length;
            }
        }
        return Nd4j.createFromArray(states).castTo(type);
    }
}
