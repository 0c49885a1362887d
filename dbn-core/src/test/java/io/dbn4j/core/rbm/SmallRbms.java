package io.dbn4j.core.rbm;

import io.dbn4j.core.random.Seed;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.Mixed;
import io.dbn4j.core.units.Rectified;
import io.dbn4j.core.units.Softmax;
import io.dbn4j.core.units.Span;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitParameters;
import io.dbn4j.core.units.UnitType;
import java.util.List;
import java.util.Map;
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

    /** Every kind of unit that has two states. */
    public static final List<UnitType> TWO_STATE = List.of(new Bernoulli(), new Spin());

    /** An example of every kind of unit. */
    public static final List<UnitType> UNITS =
            List.of(new Bernoulli(), new Spin(), new Gaussian(), new Rectified(), new Softmax(3));

    /** Units of two kinds on one side, for the visible side. */
    public static final UnitType MIXED =
            new Mixed(List.of(new Mixed.Block(new Gaussian(), 1), new Mixed.Block(new Softmax(2), 2)));

    private SmallRbms() {}

    /** Irregular parameters of units that have some, {@code [parameters, units]}, with a first one of 0.6. */
    public static INDArray parameters(UnitType unit, int units) {
        INDArray parameters = UnitParameters.zero(unit, units, DataType.DOUBLE);
        for (int k = 0; k < unit.parameters(); k++) {
            for (int i = 0; i < units; i++) {
                parameters.putScalar(k, i, 0.6 * Math.cos(2.1 * i + 0.9 * k));
            }
        }
        return parameters;
    }

    /** The kinds of two-state units on the two sides: every pair. */
    public static Stream<Arguments> unitPairs() {
        return pairs(TWO_STATE);
    }

    /** All kinds of units on the two sides: every pair; and mixed visible units. */
    public static Stream<Arguments> allPairs() {
        return Stream.concat(pairs(UNITS), Stream.of(Arguments.of(MIXED, new Bernoulli())));
    }

    /** Pairs of kinds of units with a discrete side, whose states can be enumerated. */
    public static Stream<Arguments> enumerablePairs() {
        return allPairs().filter(units -> !Coupling.continuous((UnitType) units.get()[0], (UnitType) units.get()[1]));
    }

    private static Stream<Arguments> pairs(List<UnitType> units) {
        return units.stream().flatMap(visible -> units.stream().map(hidden -> Arguments.of(visible, hidden)));
    }

    /** A unit of another kind and the same width, for what must be told apart. */
    public static UnitType other(UnitType unit) {
        return Map.<UnitType, UnitType>of(
                        new Bernoulli(), new Spin(),
                        new Spin(), new Bernoulli(),
                        new Gaussian(), new Rectified(),
                        new Rectified(), new Gaussian())
                .getOrDefault(unit, new Bernoulli());
    }

    /** Two units or groups of units on each side, coupled weakly enough for two continuous sides. */
    public static Rbm pair(UnitType visibleUnit, UnitType hiddenUnit) {
        Rbm rbm = of(new Bernoulli(), new Bernoulli(), 2 * visibleUnit.width(), 2 * hiddenUnit.width());
        double scale = Coupling.continuous(visibleUnit, hiddenUnit) ? 0.1 : 0.4;
        return new Rbm(visibleUnit, hiddenUnit, rbm.weights().muli(scale), rbm.visibleBias(), rbm.hiddenBias(), 0.3);
    }

    /** States that the visible units can have, from all over their range. */
    public static INDArray states(Rbm rbm, int rows) {
        UnitType unit = rbm.visibleUnit();
        INDArray states = Nd4j.zeros(rbm.weights().dataType(), rows, rbm.visible());
        for (int row = 0; row < rows; row++) {
            for (Span group : Span.groups(unit, rbm.visible())) {
                int i = group.from();
                double x = 1.4 * Math.sin(1.3 * row * row + 2.1 * i + 0.4) + 0.2;
                double[][] alphabet = group.unit().alphabet();
                double[] state = alphabet.length == 0
                        ? new double[] {Math.max(x, group.unit().low())}
                        : alphabet[(int) ((x + 1.2) / 2.81 * alphabet.length)];
                for (int k = 0; k < state.length; k++) {
                    states.putScalar(row, i + k, state[k]);
                }
            }
        }
        return states;
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
        return rbm.withEnergyOffset(0.3);
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
