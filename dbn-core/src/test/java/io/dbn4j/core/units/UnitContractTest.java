package io.dbn4j.core.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.Registered;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.random.ExhaustiveRandom;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Integrals.Nodes;
import io.dbn4j.core.rbm.SmallRbms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Tests every kind of unit against sums over its states or integrals over its density, with the parameters of
 * {@link SmallRbms#parameters} where it has some. {@link UnitParametersTest} tests the parameters themselves.
 */
class UnitContractTest {

    private static final double[] LEVELS = {-4, -1.5, -0.3, 0, 0.7, 2, 5};

    /** Inputs, cumulants, means and variances of rectified units, by mpmath 1.3 with 60 digits and rounded. */
    private static final double[][] RECTIFIED = {
        {-1e4, -9.210340381976183, 9.99999980000001e-05, 9.99999940000005e-09},
        {-1e3, -6.907756278979637, 0.00099999800001, 9.999940000499995e-07},
        {-100, -4.605270161000416, 0.009998000999260705, 9.994004994826346e-05},
        {-30, -3.4023054231385244, 0.03325966743367704, 0.001103771511890091},
        {-5, -1.646059860784053, 0.1865039671258421, 0.032696434617112226},
        {-1, -0.42208311180459074, 0.5251352761609812, 0.1990976655703488},
        {0, 0.22579135264472744, 0.7978845608028654, 0.3633802276324187},
        {0.5, 0.6749921179160163, 1.0091604338370335, 0.4861754356963671},
        {3, 5.417587723239925, 3.004437839042126, 0.9866667884582592},
        {9, 41.418938533204674, 9.0, 1.0},
        {40, 800.9189385332047, 40.0, 1.0},
        {1e4, 50000000.91893853, 10000.0, 1.0}
    };

    /** The log variance of the first unit in {@link SmallRbms#parameters}. */
    private static final double LOG_VARIANCE = 0.6;

    static List<UnitType> units() {
        List<UnitType> units = new ArrayList<>(SmallRbms.UNITS);
        units.add(3, new DiagonalGaussian());
        units.add(Mixed.of(List.of(new DiagonalGaussian(), new Spin(), new DiagonalGaussian())));
        return units;
    }

    static Stream<UnitType> ofOneKind() {
        return units().stream().filter(UnitType::hasOneKind);
    }

    private static boolean isGaussian(UnitType unit) {
        return unit instanceof Gaussian || unit instanceof DiagonalGaussian;
    }

    private static double variance(UnitType unit) {
        return unit instanceof DiagonalGaussian ? Math.exp(LOG_VARIANCE) : 1;
    }

    private static INDArray parametersOfGroup(UnitType unit, int units, int group) {
        INDArray all = SmallRbms.parameters(unit, units);
        int width = unit.width();
        return all.isEmpty()
                ? all
                : all.get(NDArrayIndex.all(), NDArrayIndex.interval(group * width, (group + 1) * width))
                        .dup();
    }

    static Stream<UnitType> continuous() {
        return ofOneKind().filter(unit -> unit.alphabet().length == 0);
    }

    @ParameterizedTest
    @MethodSource("ofOneKind")
    void theNameForPeopleIsTheTypeInJsonAndTheWidth(UnitType unit) {
        String type = String.valueOf(Json.toMap(unit).get("type"));

        assertThat(unit.name()).isEqualTo(unit.width() > 1 ? type + "-" + unit.width() : type);
    }

    @Test
    void everyRegisteredUnitIsTested() {
        assertThat(units()).extracting(UnitType::getClass).isEqualTo(Registered.on(UnitType.class));
    }

    /** Inputs of one group: the level, and lower ones for the other members of the group. */
    private static double[] input(UnitType unit, double level) {
        return IntStream.range(0, unit.width())
                .mapToDouble(i -> level * (1 - 0.7 * i) + 0.3 * i)
                .toArray();
    }

    private static double[] mean(UnitType unit, double[] input) {
        return mean(unit, SmallRbms.parameters(unit, input.length), input);
    }

    private static double[] mean(UnitType unit, INDArray parameters, double[] input) {
        INDArray mean = Nd4j.createFromArray(input);
        unit.mean(parameters, mean);
        return mean.toDoubleVector();
    }

    private static double cumulant(UnitType unit, double... input) {
        return cumulant(unit, SmallRbms.parameters(unit, input.length), input);
    }

    private static double cumulant(UnitType unit, INDArray parameters, double[] input) {
        return unit.cumulant(parameters, input, 0, input.length, 1);
    }

    private static double differentiated(ToDoubleFunction<double[]> function, double[] input, int i) {
        double[] above = input.clone();
        double[] below = input.clone();
        above[i] += 1e-5;
        below[i] -= 1e-5;
        return (function.applyAsDouble(above) - function.applyAsDouble(below)) / 2e-5;
    }

    @ParameterizedTest
    @MethodSource("units")
    void densitiesAreNormalizedByTheCumulant(UnitType unit) {
        assertNormalized(unit, unit);
        assertThatThrownBy(() -> assertNormalized(unit, SmallRbms.other(unit))).isInstanceOf(AssertionError.class);
    }

    private static void assertNormalized(UnitType densities, UnitType cumulants) {
        Nodes nodes = Nodes.of(densities, SmallRbms.parameters(densities, densities.width()));
        for (double level : LEVELS) {
            double[] input = input(densities, level);
            double cumulant = cumulant(cumulants, input);
            double sum = 0;
            for (int n = 0; n < nodes.states().size(); n++) {
                double product = 0;
                for (int i = 0; i < input.length; i++) {
                    product += input[i] * nodes.states().get(n)[i];
                }
                sum += Math.exp(nodes.logWeights().get(n) + product - cumulant);
            }
            assertThat(sum).as("level %s", level).isEqualTo(1, within(1e-11));
        }
    }

    @ParameterizedTest
    @MethodSource("ofOneKind")
    void theBaseMeasureIsThatOfTheDensity(UnitType unit) {
        double[] states = {-1, 0, 0.5, 2};
        double[] expected = isGaussian(unit)
                ? new double[] {-0.5, 0, -0.125, -2}
                : unit instanceof Rectified ? new double[] {Double.NEGATIVE_INFINITY, 0, -0.125, -2} : new double[4];

        INDArray all = SmallRbms.parameters(unit, 3);
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            double found = unit.logMeasure(parametersOfGroup(unit, 4, i), states, i, i + 1);
            double variance = unit instanceof DiagonalGaussian
                    ? Math.exp(parametersOfGroup(unit, 4, i).getDouble(0))
                    : 1;
            assertThat(found == expected[i] || Math.abs(found - expected[i] / variance) < 1e-15)
                    .isTrue();
        }
        for (int i = 0; i < 3; i++) {
            sum += unit.logMeasure(parametersOfGroup(unit, 3, i), states, i + 1, i + 2);
        }
        assertThat(unit.logMeasure(all, states, 1, 4)).isEqualTo(sum, within(1e-15));
    }

    @ParameterizedTest
    @MethodSource("units")
    void meansAreDerivativesOfTheCumulant(UnitType unit) {
        assertMeans(unit, unit);
        assertThatThrownBy(() -> assertMeans(unit, SmallRbms.other(unit))).isInstanceOf(AssertionError.class);
    }

    private static void assertMeans(UnitType cumulants, UnitType means) {
        for (double level : LEVELS) {
            double[] input = input(cumulants, level);
            double[] slopes = IntStream.range(0, input.length)
                    .mapToDouble(i -> differentiated(x -> cumulant(cumulants, x), input, i))
                    .toArray();
            assertThat(mean(means, input)).containsExactly(slopes, within(1e-9));
        }
    }

    @ParameterizedTest
    @MethodSource("units")
    void derivativesGoBackThroughTheSlopesOfTheMeans(UnitType unit) {
        assertBackpropagates(unit, unit);
        assertThatThrownBy(() -> assertBackpropagates(unit, SmallRbms.other(unit)))
                .isInstanceOf(AssertionError.class);
    }

    /** The loss is a weighted sum of means. */
    private static void assertBackpropagates(UnitType means, UnitType slopes) {
        for (double level : LEVELS) {
            double[] input = input(means, level);
            double[] weights = IntStream.range(0, input.length)
                    .mapToDouble(i -> 1.3 - 0.6 * i)
                    .toArray();
            double[] expected = IntStream.range(0, input.length)
                    .mapToDouble(i -> differentiated(x -> dot(weights, mean(means, x)), input, i))
                    .toArray();
            INDArray actual = Nd4j.createFromArray(mean(means, input));
            slopes.backpropagate(SmallRbms.parameters(slopes, input.length), actual, Nd4j.createFromArray(weights));
            assertThat(actual.toDoubleVector()).containsExactly(expected, within(1e-9));
        }
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    @ParameterizedTest
    @MethodSource("units")
    void inputsFoundFromMeansHaveThem(UnitType unit) {
        for (double level : LEVELS) {
            double[] mean = mean(unit, input(unit, level));
            INDArray given = Nd4j.createFromArray(mean);

            INDArray input = unit.inputFromMean(SmallRbms.parameters(unit, mean.length), given);

            assertThat(mean(unit, input.toDoubleVector())).containsExactly(mean, within(1e-13));
            assertThat(given.toDoubleVector()).containsExactly(mean);
        }
    }

    @ParameterizedTest
    @MethodSource("units")
    void partsOfAnArrayAreSummedWithTheirScale(UnitType unit) {
        double[] inputs =
                IntStream.range(0, 60).mapToDouble(i -> 9 * Math.sin(i)).toArray();
        int width = unit.width();
        INDArray parameters = SmallRbms.parameters(unit, 14 * width);
        for (double scale : new double[] {0, 0.3, 1, 2}) {
            double expected = IntStream.range(1, 15)
                    .mapToDouble(group -> cumulant(
                            unit,
                            parametersOfGroup(unit, 14 * width, group - 1),
                            Arrays.stream(inputs, group * width, (group + 1) * width)
                                    .map(x -> scale * x)
                                    .toArray()))
                    .sum();

            assertThat(unit.cumulant(parameters, inputs, width, 15 * width, scale))
                    .isEqualTo(expected, within(1e-10));
        }
        if (unit.parameters() == 0) {
            assertThat(unit.cumulant(parameters, inputs, width, width, 1)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("units")
    void groupsOfAMatrixAreIndependent(UnitType unit) {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            for (char order : new char[] {'c', 'f'}) {
                double[][] inputs = new double[2][];
                inputs[0] = concatenated(input(unit, -1), input(unit, 0.3));
                inputs[1] = concatenated(input(unit, 2), input(unit, -4));
                INDArray means = Nd4j.createFromArray(inputs).castTo(type).dup(order);
                int units = 2 * unit.width();
                unit.mean(SmallRbms.parameters(unit, units).castTo(type), means);
                INDArray first = parametersOfGroup(unit, units, 0);
                INDArray second = parametersOfGroup(unit, units, 1);

                double[][] actual = means.toDoubleMatrix();
                double[][] expected = {
                    concatenated(mean(unit, first, input(unit, -1)), mean(unit, second, input(unit, 0.3))),
                    concatenated(mean(unit, first, input(unit, 2)), mean(unit, second, input(unit, -4)))
                };
                double error = type == DataType.FLOAT ? 1e-6 : 1e-14;
                assertThat(actual[0]).containsExactly(expected[0], within(error));
                assertThat(actual[1]).containsExactly(expected[1], within(error));
            }
        }
    }

    private static double[] concatenated(double[] a, double[] b) {
        return Stream.of(a, b).flatMapToDouble(Arrays::stream).toArray();
    }

    @ParameterizedTest
    @MethodSource("units")
    void notANumberIsNotHidden(UnitType unit) {
        double[] input = input(unit, 1);
        input[0] = Double.NaN;

        assertThat(cumulant(unit, input)).isNaN();
        assertThat(mean(unit, input)[0]).isNaN();
    }

    @Test
    void rectifiedUnitsAreAccurateFromMinusToPlusTenThousand() {
        for (double[] row : RECTIFIED) {
            double x = row[0];
            INDArray slope = Nd4j.createFromArray(row[2]);
            new Rectified().backpropagate(UnitParameters.NONE, slope, Nd4j.onesLike(slope));

            assertThat(cumulant(new Rectified(), x)).isEqualTo(row[1], within(2e-15 * Math.max(1, Math.abs(row[1]))));
            assertThat(mean(new Rectified(), new double[] {x})[0]).isEqualTo(row[2], within(2e-15 * row[2]));
            assertThat(slope.getDouble(0)).as("at %s", x).isEqualTo(row[3], within(1e-9 * row[3]));
            assertThat(new Rectified()
                            .inputFromMean(UnitParameters.NONE, Nd4j.createFromArray(row[2]))
                            .getDouble(0))
                    .isEqualTo(x, within(1e-12 * Math.max(1, Math.abs(x))));
        }
    }

    @Test
    void softmaxUnitsSaturateWithoutOverflow() {
        double[] input = {1e4, -1e4, 0, -1e300, 1e300, 1e300};

        assertThat(mean(new Softmax(3), input)).containsExactly(1, 0, 0, 0, 0.5, 0.5);
        assertThat(cumulant(new Softmax(3), 1e4, -1e4, 0)).isEqualTo(1e4);
        assertThat(cumulant(new Softmax(2), 1e4, 1e4)).isEqualTo(1e4 + Math.log(2), within(1e-11));
    }

    /** Two softmax units are one Bernoulli unit, whose input is the difference of theirs. */
    @Test
    void softmaxUnitsOfTwoStatesAreBernoulliUnits() {
        double[] two = mean(new Softmax(2), new double[] {0.4, 1.9});

        assertThat(two[1]).isEqualTo(mean(new Bernoulli(), new double[] {1.5})[0], within(1e-15));
    }

    @Test
    void softmaxStatesAreOneOfEachGroupWithTheGivenMeans() {
        double[] means = concatenated(mean(new Softmax(3), input(new Softmax(3), 1)), new double[] {0, 1, 0});

        assertDrawnMeans(means, drawing(new Softmax(3), UnitParameters.NONE));
        assertThatThrownBy(() -> assertDrawnMeans(means, (mean, state, random) -> {
                    // Broken: each state is drawn with its own probability, not with the conditional one.
                    random.bernoulli(mean, state);
                }))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertDrawnMeans(double[] means, Drawing drawing) {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            INDArray given = Nd4j.createFromArray(means).castTo(type).reshape(2, 3);
            double[] drawn = ExhaustiveRandom.mean(random -> {
                INDArray states = given.ulike();
                drawing.draw(given, states, random);
                assertThat(states.sum(1).toDoubleVector()).containsOnly(1);
                assertThat(Arrays.stream(states.dup().reshape(6).toDoubleVector())
                                .boxed())
                        .isSubsetOf(0.0, 1.0);
                return states.dup().reshape(6).toDoubleVector();
            });

            assertThat(drawn).containsExactly(means, within(type == DataType.FLOAT ? 1e-6 : 1e-15));
        }
    }

    private interface Drawing {
        void draw(INDArray mean, INDArray state, RandomSource random);
    }

    private static Drawing drawing(UnitType unit, INDArray parameters) {
        return (mean, state, random) -> unit.draw(parameters, mean, state, random);
    }

    /** The parameters of 200 units that are all like the first one of {@link SmallRbms#parameters}. */
    private static INDArray equalParameters(UnitType unit) {
        INDArray parameters = UnitParameters.zero(unit, 200, DataType.DOUBLE);
        return parameters.isEmpty() ? parameters : parameters.addi(LOG_VARIANCE);
    }

    static Stream<Arguments> densities() {
        return continuous()
                .flatMap(unit -> Stream.of(DataType.FLOAT, DataType.DOUBLE)
                        .flatMap(type -> Stream.of(-1e3, -3.0, -0.5, 0.0, 1.0, 30.0)
                                .map(input -> Arguments.of(unit, type, input))));
    }

    /**
     * Kolmogorov's statistic of 20 000 draws: {@code sqrt(n) D} is above 2.9 with a probability of 2 exp(-2 2.9^2) = 1e-7,
     * 4e-6 in all 36 cases.
     */
    @ParameterizedTest
    @MethodSource("densities")
    void drawsFollowTheDensity(UnitType unit, DataType type, double input) {
        Drawing drawing = drawing(unit, equalParameters(unit));
        assertDensity(unit, type, input, drawing);
        if (unit instanceof Rectified && Math.abs(input) < 2) {
            assertThatThrownBy(() -> assertDensity(unit, type, input, UnitContractTest::drawNoisyRectified))
                    .isInstanceOf(AssertionError.class);
        }
        assertThatThrownBy(() -> assertDensity(unit, type, input, (mean, state, random) -> {
                    drawing.draw(mean, state, random);
                    state.subi(mean).muli(1.2).addi(mean);
                }))
                .isInstanceOf(AssertionError.class);
    }

    /** {@code max(0, theta + noise)}, with an atom at zero. */
    private static void drawNoisyRectified(INDArray mean, INDArray state, RandomSource random) {
        new Gaussian()
                .draw(UnitParameters.NONE, new Rectified().inputFromMean(UnitParameters.NONE, mean), state, random);
        state.assign(Transforms.max(state, 0.0, true));
    }

    private static void assertDensity(UnitType unit, DataType type, double input, Drawing drawing) {
        INDArray mean = Nd4j.valueArrayOf(new long[] {100, 200}, input, type);
        unit.mean(equalParameters(unit), mean);
        INDArray before = mean.dup();
        INDArray state = mean.ulike();
        drawing.draw(mean, state, TestSeed.stream("density"));
        double[] drawn = state.reshape(20_000).toDoubleVector();
        Arrays.sort(drawn);
        double[] distribution = distribution(unit, input, drawn);

        double distance = IntStream.range(0, drawn.length)
                .mapToDouble(i -> Math.max(
                        Math.abs(distribution[i] - i / 20_000.0), Math.abs(distribution[i] - (i + 1) / 20_000.0)))
                .max()
                .orElseThrow();
        assertThat(distance * Math.sqrt(20_000))
                .as("%s at %s, seed %d", unit, input, TestSeed.VALUE)
                .isLessThan(2.9);
        assertThat(mean).isEqualTo(before);
    }

    /** The distribution function at sorted points, by trapezoidal sums between them and normalized by its own end. */
    private static double[] distribution(UnitType unit, double input, double[] points) {
        boolean whole = isGaussian(unit) || input > 0;
        double variance = variance(unit);
        double reach = 12 * Math.sqrt(variance);
        double start = Math.max(unit.low(), input * variance - reach);
        double end = whole ? input * variance + reach : 40 / Math.max(1, -input);
        int steps = 200_000;
        double step = (end - start) / steps;
        double[] sums = new double[steps + 1];
        for (int i = 1; i <= steps; i++) {
            double x = start + i * step;
            sums[i] =
                    sums[i - 1] + (density(x - step, input, variance, whole) + density(x, input, variance, whole)) / 2;
        }
        return Arrays.stream(points)
                .map(x -> {
                    double place = Math.min(Math.max((x - start) / step, 0), steps - 1e-9);
                    int i = (int) place;
                    return (sums[i] + (place - i) * (sums[i + 1] - sums[i])) / sums[steps];
                })
                .toArray();
    }

    private static double density(double x, double input, double variance, boolean whole) {
        return Math.exp(input * x - x * x / (2 * variance) - (whole ? variance * input * input / 2 : 0));
    }

    @Test
    void unitsAreWrittenWithShortNames() {
        assertThat(units().stream().map(Json::line))
                .containsExactly(
                        "{\"type\":\"bernoulli\"}",
                        "{\"type\":\"spin\"}",
                        "{\"type\":\"gaussian\"}",
                        "{\"type\":\"diagonal-gaussian\"}",
                        "{\"type\":\"rectified\"}",
                        "{\"type\":\"softmax\",\"states\":3}",
                        "{\"type\":\"mixed\",\"blocks\":[{\"unit\":{\"type\":\"diagonal-gaussian\"},\"units\":1},"
                                + "{\"unit\":{\"type\":\"spin\"},\"units\":1},"
                                + "{\"unit\":{\"type\":\"diagonal-gaussian\"},\"units\":1}]}");
        for (UnitType unit : units()) {
            assertThat(Json.read(Json.line(unit), UnitType.class)).isEqualTo(unit);
        }
    }

    @Test
    void unitsKnowTheirTwoStates() {
        assertThat(units().stream().filter(unit -> unit.hasStates(0, 1))).containsExactly(new Bernoulli());
        assertThat(units().stream().filter(unit -> unit.hasStates(-1, 1))).containsExactly(new Spin());
    }

    /**
     * Softmax units come as a whole group, since the softmax of one unit is 1. DL4J has no function for rectified
     * units, and none for several kinds.
     */
    @ParameterizedTest
    @MethodSource("units")
    void theActivationShowsTheMeansAtParametersZero(UnitType unit) {
        INDArray input = Nd4j.createFromArray(new double[][] {input(unit, 0.7)});
        INDArray mean = input.dup();
        unit.mean(UnitParameters.zero(unit, unit.width(), DataType.DOUBLE), mean);

        INDArray shown = unit.activation().getActivationFunction().getActivation(input, false);

        assertThat(shown.equalsWithEps(mean, 1e-6)).isEqualTo(unit.hasOneKind() && !(unit instanceof Rectified));
    }

    @Test
    void aGroupOfOneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Softmax(1))
                .withMessage("states must be at least 2, was 1");
    }
}
