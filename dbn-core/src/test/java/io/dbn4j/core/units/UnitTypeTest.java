package io.dbn4j.core.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.ExhaustiveRandom;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.SmallRbms;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Tests what is special to units with two states; {@link UnitContractTest} tests what every unit must do. */
class UnitTypeTest {

    private static final double[] INPUTS = {-30, -8, -3, -1, -0.1, 0, 1e-3, 0.5, 2, 5, 12, 30};

    static List<UnitType> units() {
        return SmallRbms.TWO_STATE;
    }

    @ParameterizedTest
    @MethodSource("units")
    void cumulantIsTheLogarithmOfTheSumOverStates(UnitType unit) {
        for (double x : INPUTS) {
            double sum = Math.exp(unit.low() * x) + Math.exp(unit.high() * x);
            assertThat(cumulant(unit, x)).isEqualTo(Math.log(sum), within(1e-14 * Math.max(1, Math.abs(x))));
        }
    }

    @ParameterizedTest
    @MethodSource("units")
    void meanIsTheFirstDerivativeOfTheCumulant(UnitType unit) {
        UnitType other = unit.equals(new Spin()) ? new Bernoulli() : new Spin();

        assertMeanIsDerivative(unit, unit);
        assertThatThrownBy(() -> assertMeanIsDerivative(unit, other)).isInstanceOf(AssertionError.class);
    }

    private static void assertMeanIsDerivative(UnitType cumulants, UnitType means) {
        double[] slopes = Arrays.stream(INPUTS)
                .map(x -> (cumulant(cumulants, x + 1e-5) - cumulant(cumulants, x - 1e-5)) / 2e-5)
                .toArray();

        assertThat(mean(means, INPUTS)).containsExactly(slopes, within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("units")
    void varianceIsTheSecondDerivativeOfTheCumulant(UnitType unit) {
        UnitType other = unit.equals(new Spin()) ? new Bernoulli() : new Spin();

        assertVarianceIsDerivative(unit, unit);
        assertThatThrownBy(() -> assertVarianceIsDerivative(unit, other)).isInstanceOf(AssertionError.class);
    }

    private static void assertVarianceIsDerivative(UnitType means, UnitType variances) {
        double[] above = mean(means, Arrays.stream(INPUTS).map(x -> x + 1e-5).toArray());
        double[] below = mean(means, Arrays.stream(INPUTS).map(x -> x - 1e-5).toArray());
        INDArray variance = Nd4j.createFromArray(mean(means, INPUTS));
        variances.backpropagate(UnitParameters.NONE, variance, Nd4j.onesLike(variance));

        double[] slopes = IntStream.range(0, INPUTS.length)
                .mapToDouble(i -> (above[i] - below[i]) / 2e-5)
                .toArray();
        assertThat(variance.toDoubleVector()).containsExactly(slopes, within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("units")
    void inputFromMeanInvertsTheMean(UnitType unit) {
        double[] inputs = {-6, -2, -0.5, 0, 0.1, 1, 4, 6};
        INDArray means = Nd4j.createFromArray(mean(unit, inputs));
        INDArray before = means.dup();

        assertThat(unit.inputFromMean(UnitParameters.NONE, means).toDoubleVector())
                .containsExactly(inputs, within(1e-9));
        assertThat(means).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("units")
    void statesAreTheTwoOfTheUnitAndHaveTheGivenMean(UnitType unit) {
        assertDrawnMeans(unit, (mean, state, random) -> unit.draw(UnitParameters.NONE, mean, state, random));
        assertThatThrownBy(() -> assertDrawnMeans(unit, (mean, state, random) -> {
                    // As if means were probabilities of the higher state, squared.
                    new Bernoulli().draw(UnitParameters.NONE, mean.mul(mean), state, random);
                    state.muli(unit.high() - unit.low()).addi(unit.low());
                }))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertDrawnMeans(UnitType unit, Drawing drawing) {
        double[] means = mean(unit, new double[] {-1, 0.3, 2});
        INDArray given = Nd4j.createFromArray(means);

        double[] drawn = ExhaustiveRandom.mean(random -> {
            INDArray states = given.ulike();
            drawing.draw(given, states, random);
            assertThat(Arrays.stream(states.toDoubleVector()).boxed()).isSubsetOf(unit.low(), unit.high());
            return states.toDoubleVector();
        });

        assertThat(drawn).containsExactly(means, within(1e-14));
        assertThat(given.toDoubleVector()).containsExactly(means);
    }

    private interface Drawing {
        void draw(INDArray mean, INDArray state, RandomSource random);
    }

    @ParameterizedTest
    @MethodSource("units")
    void statesMayReplaceTheirMeans(UnitType unit) {
        double[] means = mean(unit, new double[] {-1, 0.3, 2});

        double[] drawn = ExhaustiveRandom.mean(random -> {
            INDArray states = Nd4j.createFromArray(means);
            unit.draw(UnitParameters.NONE, states, states, random);
            return states.toDoubleVector();
        });

        assertThat(drawn).containsExactly(means, within(1e-14));
    }

    @ParameterizedTest
    @MethodSource("units")
    void saturatedUnitsAreCertain(UnitType unit) {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            INDArray means = Nd4j.createFromArray(-1e4, 1e4).castTo(type);
            unit.mean(UnitParameters.NONE, means);
            assertThat(means.toDoubleVector()).containsExactly(unit.low(), unit.high());

            ExhaustiveRandom.walk(
                    random -> {
                        INDArray states = means.ulike();
                        unit.draw(UnitParameters.NONE, means, states, random);
                        return states;
                    },
                    (states, p) -> assertThat(states).isEqualTo(means));
        }
    }

    /**
     * Compares with the log1p forms. The relative error is 1e-12 where the cumulant is above 1e-4. Below, where a unit
     * is off, the absolute error is that of a few additions to 1, which sums of free energies do not notice.
     */
    @ParameterizedTest
    @MethodSource("units")
    void cumulantsAreAccurateForSmallAndHugeInputs(UnitType unit) {
        double[] inputs = {-1e300, -1e4, -745, -100, -40, -20, -9, -1e-9, 1e-300, 1e-9, 9, 20, 40, 100, 745, 1e4, 1e300
        };
        for (double x : inputs) {
            double expected = reference(unit, x);
            assertThat(cumulant(unit, x)).isEqualTo(expected, within(Math.max(1e-15, 1e-12 * expected)));
        }
    }

    @ParameterizedTest
    @MethodSource("units")
    void partsOfAnArrayAreSummedWithTheirScale(UnitType unit) {
        double[] inputs =
                IntStream.range(0, 200).mapToDouble(i -> 40 * Math.sin(i)).toArray();
        for (int[] part : new int[][] {{0, 0}, {0, 1}, {3, 34}, {3, 35}, {3, 36}, {1, 65}, {0, 200}}) {
            for (double scale : new double[] {0, 0.3, 1, 2}) {
                double expected = IntStream.range(part[0], part[1])
                        .mapToDouble(i -> reference(unit, scale * inputs[i]))
                        .sum();
                assertThat(unit.cumulant(UnitParameters.NONE, inputs, part[0], part[1], scale))
                        .isEqualTo(expected, within(1e-13 * Math.max(1, expected)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("units")
    void manyHugeInputsDoNotOverflow(UnitType unit) {
        double[] inputs = new double[10_000];
        Arrays.fill(inputs, 1e4);
        assertThat(unit.cumulant(UnitParameters.NONE, inputs, 0, inputs.length, 1))
                .isEqualTo(1e8, within(1e-6));

        Arrays.fill(inputs, 0);
        assertThat(unit.cumulant(UnitParameters.NONE, inputs, 0, inputs.length, 1))
                .isEqualTo(1e4 * Math.log(2), within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("units")
    void notANumberIsNotHidden(UnitType unit) {
        assertThat(cumulant(unit, Double.NaN)).isNaN();
    }

    private static double reference(UnitType unit, double x) {
        return unit.equals(new Spin())
                ? Math.abs(x) + Math.log1p(Math.exp(-2 * Math.abs(x)))
                : Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double cumulant(UnitType unit, double input) {
        return unit.cumulant(UnitParameters.NONE, new double[] {input}, 0, 1, 1);
    }

    private static double[] mean(UnitType unit, double[] inputs) {
        INDArray means = Nd4j.createFromArray(inputs);
        unit.mean(UnitParameters.NONE, means);
        return means.toDoubleVector();
    }
}
