package io.dbn4j.core.rbm;

import io.dbn4j.core.random.Seed;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Small RBMs in DOUBLE, with an energy offset and with parameters that are irregular, so that no symmetry hides a
 * mistake, and strong, so that no broken kernel passes for lack of couplings.
 */
public final class SmallRbms {

    /** An example of every kind of unit. */
    public static final List<UnitType> UNITS = List.of(new Bernoulli(), new Spin());

    private SmallRbms() {}

    /** The kinds of units on the two sides: every pair. */
    public static Stream<Arguments> unitPairs() {
        return UNITS.stream().flatMap(visible -> UNITS.stream().map(hidden -> Arguments.of(visible, hidden)));
    }

    public static Rbm bernoulli(int visible, int hidden) {
        return of(new Bernoulli(), new Bernoulli(), visible, hidden);
    }

    /** Weights up to 1.5 for spins and up to 3 for Bernoulli units, whose states are half as far apart. */
    public static Rbm of(UnitType visibleUnit, UnitType hiddenUnit, int visible, int hidden) {
        Rbm rbm = Rbm.zero(visibleUnit, hiddenUnit, visible, hidden, DataType.DOUBLE);
        double scale = 6 / ((visibleUnit.high() - visibleUnit.low() + 1) * (hiddenUnit.high() - hiddenUnit.low()));
        for (int i = 0; i < visible; i++) {
            for (int j = 0; j < hidden; j++) {
                rbm.weights().putScalar(i, j, scale * Math.sin(1.7 + 3.1 * i + 5.3 * j + 2.7 * i * j));
            }
            rbm.visibleBias().putScalar(i, 0.8 * Math.cos(2.3 * i + 1));
        }
        for (int j = 0; j < hidden; j++) {
            rbm.hiddenBias().putScalar(j, 0.9 * Math.sin(2.9 * j + 2) - 0.4);
        }
        return withOffset(rbm, 0.3);
    }

    /**
     * Normal weights, strong enough for correlations all over the model and too weak to freeze it. All kinds of units
     * give the same distribution, in other states.
     */
    public static Rbm strong(UnitType visibleUnit, UnitType hiddenUnit, int visible, int hidden) {
        Rbm spins = Rbm.random(
                new Spin(), new Spin(), visible, hidden, 0.5, DataType.DOUBLE, new Seed(5).stream("weights"));
        spins.visibleBias().assign(0.15);
        spins.hiddenBias().assign(0.25);
        return Alphabet.convert(spins, visibleUnit, hiddenUnit);
    }

    /** The same arrays with another energy offset. */
    public static Rbm withOffset(Rbm rbm, double energyOffset) {
        return new Rbm(
                rbm.visibleUnit(), rbm.hiddenUnit(), rbm.weights(), rbm.visibleBias(), rbm.hiddenBias(), energyOffset);
    }

    /** The same numbers laid out as DL4J lays out parameters: weights column by column, biases as rows. */
    public static Rbm asInDl4j(Rbm rbm) {
        return new Rbm(
                rbm.visibleUnit(),
                rbm.hiddenUnit(),
                rbm.weights().dup('f'),
                rbm.visibleBias().dup().reshape(1, rbm.visible()),
                rbm.hiddenBias().dup().reshape(1, rbm.hidden()),
                rbm.energyOffset());
    }

    /** The same numbers in another data type. */
    public static Rbm as(DataType type, Rbm rbm) {
        return new Rbm(
                rbm.visibleUnit(),
                rbm.hiddenUnit(),
                rbm.weights().castTo(type),
                rbm.visibleBias().castTo(type),
                rbm.hiddenBias().castTo(type),
                rbm.energyOffset());
    }

    /** States of visible units: rows from all over the state space, some more than once. */
    public static INDArray data(Rbm rbm, int rows) {
        double[][] data = new double[rows][rbm.visible()];
        UnitType unit = rbm.visibleUnit();
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < rbm.visible(); i++) {
                data[row][i] = Math.sin(1.3 * row * row + 2.1 * i) > -0.3 ? unit.high() : unit.low();
            }
        }
        return Nd4j.createFromArray(data);
    }
}
