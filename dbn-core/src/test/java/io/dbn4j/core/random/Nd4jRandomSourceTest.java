package io.dbn4j.core.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Nd4jRandomSourceTest {

    private final Nd4jRandomSource random = TestSeed.stream("random");

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, 0xFFFFFFFFL})
    void streamsOfOneNameAreEqual(long seed) {
        assertThat(draws(new Seed(seed).stream("chains"))).containsExactly(draws(new Seed(seed).stream("chains")));
    }

    @Test
    void streamsOfDifferentNamesDiffer() {
        String[] names = {"", "a", "b", "ab", "ba", "layer-1", "layer-11", "layer-2", "\u0000", "A"};

        assertThat(Arrays.stream(names).map(name -> Arrays.toString(draws(new Seed(1).stream(name)))))
                .doesNotHaveDuplicates();
    }

    @Test
    void streamsOfDifferentSeedsDiffer() {
        assertThat(IntStream.range(-20, 20).mapToObj(seed -> Arrays.toString(draws(new Seed(seed).stream("a")))))
                .doesNotHaveDuplicates();
    }

    /** Half of 64 000 pairs agree; 4.5 standard deviations: false-alarm rate 7e-6 for each of the two. */
    @Test
    void streamsAndCallsAreIndependent() {
        double[] here = bits(random);
        double[] later = bits(random);
        double[] there = bits(TestSeed.stream("another"));

        assertThat(deviationOfAgreement(here, later))
                .as("seed %d", TestSeed.VALUE)
                .isLessThan(4.5);
        assertThat(deviationOfAgreement(here, there))
                .as("seed %d", TestSeed.VALUE)
                .isLessThan(4.5);
        assertThat(deviationOfAgreement(here, here)).isGreaterThan(4.5);
    }

    @Test
    void aRestoredStateContinuesBitEqual() {
        draws(random);
        long[] state = random.state();
        double[] expected = draws(random);
        Nd4jRandomSource another = new Seed(99).stream("other");

        another.restore(state);
        random.restore(state);

        assertThat(draws(another)).containsExactly(expected);
        assertThat(draws(random)).containsExactly(expected);
    }

    @Test
    void everyKindOfDrawMovesTheState() {
        INDArray array = Nd4j.valueArrayOf(3, 0.5);
        long[][] states = new long[6][];

        states[0] = random.state();
        random.uniform();
        states[1] = random.state();
        random.permutation(3);
        states[2] = random.state();
        random.bernoulli(array, array);
        states[3] = random.state();
        random.gaussian(array);
        states[4] = random.state();
        random.bits();
        states[5] = random.state();

        assertThat(Arrays.stream(states).map(Arrays::toString)).doesNotHaveDuplicates();
    }

    @Test
    void theGlobalGeneratorIsNotTouched() {
        long before = Nd4j.getRandom().nodeState();

        draws(random);

        assertThat(Nd4j.getRandom().nodeState()).isEqualTo(before);
    }

    /** 60 million draws: the operation of ND4J alone draws 1 seven times on average. */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void probabilityZeroNeverGivesOneAndProbabilityOneAlways(DataType type) {
        INDArray zero = Nd4j.zeros(type, 1_000_000);
        INDArray one = Nd4j.ones(type, 1_000_000);
        INDArray states = Nd4j.createUninitialized(type, 1_000_000);

        for (int repeat = 0; repeat < 60; repeat++) {
            random.bernoulli(zero, states);
            assertThat(states.maxNumber().doubleValue())
                    .as("seed %d", TestSeed.VALUE)
                    .isZero();
        }
        random.bernoulli(one, states);
        assertThat(states.minNumber().doubleValue()).isEqualTo(1);
    }

    /** 4.5 standard deviations: false-alarm rate 7e-6 for each of the eight cases. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 0.1, 0.5, 0.999})
    void frequenciesAreTheProbabilities(double p) {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            assertThat(deviationOfFrequency(type, p, p))
                    .as("seed %d", TestSeed.VALUE)
                    .isLessThan(4.5);
            assertThat(deviationOfFrequency(type, p, 0.98 * p - 1e-4)).isGreaterThan(4.5);
        }
    }

    @Test
    void drawsFollowLogicalPlacesWhateverTheMemoryLayout() {
        INDArray certain = Nd4j.createFromArray(new double[][] {{0, 1, 0}, {1, 1, 0}});
        INDArray wide = Nd4j.createFromArray(new double[][] {{0, 1, 0, 0.5}, {1, 1, 0, 0.5}});
        INDArray view = wide.get(org.nd4j.linalg.indexing.NDArrayIndex.all(), interval(3));
        INDArray expected = certain.dup();

        for (INDArray probabilities : new INDArray[] {certain, certain.dup('f'), view}) {
            for (char order : new char[] {'c', 'f'}) {
                INDArray into = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {2, 3}, order);
                random.bernoulli(probabilities, into);
                assertThat(into).isEqualTo(expected);
            }
        }
        assertThat(certain).isEqualTo(expected);
    }

    @Test
    void probabilitiesAreKeptUnlessTheyReceiveTheStates() {
        INDArray probabilities = Nd4j.valueArrayOf(100, 0.3);
        INDArray states = probabilities.ulike();

        random.bernoulli(probabilities, states);
        assertThat(probabilities).isEqualTo(Nd4j.valueArrayOf(100, 0.3));

        random.bernoulli(probabilities, probabilities);
        assertThat(probabilities.toDoubleVector()).containsOnly(0, 1);
    }

    /** Chi-squared with 19 degrees of freedom exceeds 60 with probability 4e-6. */
    @Test
    void uniformNumbersFillTheUnitInterval() {
        assertThatCode(() -> assertUniform(u -> u)).doesNotThrowAnyException();
        assertThatThrownBy(() -> assertUniform(u -> u / 2)).isInstanceOf(AssertionError.class);
    }

    /**
     * Each of the 64 bits, and each pair of neighbors (the ends included) that agrees, half of the time: 4.5 standard
     * deviations of 40 000 words, false-alarm rate 9e-4 for the 128 together.
     */
    @Test
    void wordsHaveIndependentBits() {
        assertThatCode(() -> assertBits(random::bits)).doesNotThrowAnyException();
        assertThatThrownBy(() -> assertBits(() -> random.bits() >>> 1)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertBits(() -> (random.bits() & ~1L) | 1L)).isInstanceOf(AssertionError.class);
    }

    private static void assertBits(LongSupplier words) {
        int n = 40_000;
        int[] ones = new int[64];
        int[] agreements = new int[64];
        for (int i = 0; i < n; i++) {
            long word = words.getAsLong();
            for (int bit = 0; bit < 64; bit++) {
                ones[bit] += (int) (word >>> bit & 1);
                agreements[bit] += (int) (~(word ^ Long.rotateLeft(word, 1)) >>> bit & 1);
            }
        }
        for (int bit = 0; bit < 64; bit++) {
            double deviation = Math.max(Math.abs(ones[bit] - n / 2.0), Math.abs(agreements[bit] - n / 2.0));
            assertThat(deviation / Math.sqrt(n / 4.0))
                    .as("bit %d, seed %d", bit, TestSeed.VALUE)
                    .isLessThan(4.5);
        }
    }

    private void assertUniform(DoubleUnaryOperator broken) {
        double[] counts = new double[20];
        for (int i = 0; i < 40_000; i++) {
            counts[(int) (20 * broken.applyAsDouble(random.uniform()))]++;
        }
        assertThat(chiSquared(counts, 40_000)).as("seed %d", TestSeed.VALUE).isLessThan(60);
    }

    /** 4.5 standard deviations for the mean and the variance: false-alarm rate 7e-6 each. */
    @Test
    void gaussianNumbersHaveMeanZeroAndVarianceOne() {
        INDArray numbers = Nd4j.createUninitialized(DataType.DOUBLE, 100_000);

        random.gaussian(numbers);

        double n = numbers.length();
        double mean = numbers.sumNumber().doubleValue() / Math.sqrt(n);
        double variance = (numbers.mul(numbers).sumNumber().doubleValue() - n) / Math.sqrt(2 * n);
        assertThat(Math.abs(mean)).as("seed %d", TestSeed.VALUE).isLessThan(4.5);
        assertThat(Math.abs(variance)).as("seed %d", TestSeed.VALUE).isLessThan(4.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 10, 1000})
    void permutationsHoldEveryNumberOnce(int n) {
        int[] sorted = random.permutation(n);
        Arrays.sort(sorted);

        assertThat(sorted).containsExactly(IntStream.range(0, n).toArray());
    }

    /** Chi-squared with 5 degrees of freedom exceeds 35 with probability 1.5e-6. */
    @Test
    void allPermutationsOfThreeAreEquallyLikely() {
        double[] counts = new double[6];
        double[] naive = new double[6];
        for (int i = 0; i < 6000; i++) {
            counts[number(random.permutation(3))]++;
            naive[number(naiveShuffle())]++;
        }

        assertThat(chiSquared(counts, 6000)).as("seed %d", TestSeed.VALUE).isLessThan(35);
        assertThat(chiSquared(naive, 6000)).isGreaterThan(35);
    }

    /** Swaps every place with any other: 27 outcomes cannot fall evenly on 6 permutations. */
    private int[] naiveShuffle() {
        int[] order = {0, 1, 2};
        for (int i = 0; i < 3; i++) {
            int j = (int) (3 * random.uniform());
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /** The number, 0 to 5, of a permutation of three. */
    private static int number(int[] order) {
        return 2 * order[0] + (order[1] > order[2] ? 1 : 0);
    }

    private static double chiSquared(double[] counts, double draws) {
        double expected = draws / counts.length;
        return Arrays.stream(counts)
                .map(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }

    private double deviationOfFrequency(DataType type, double p, double claimed) {
        INDArray states = Nd4j.valueArrayOf(new long[] {1_000_000}, p, type);
        random.bernoulli(states, states);
        double n = states.length();
        return Math.abs(states.sumNumber().doubleValue() - n * claimed) / Math.sqrt(n * p * (1 - p));
    }

    private static double deviationOfAgreement(double[] a, double[] b) {
        long agree = IntStream.range(0, a.length).filter(i -> a[i] == b[i]).count();
        return Math.abs(agree - a.length / 2.0) / Math.sqrt(a.length / 4.0);
    }

    private static double[] bits(Nd4jRandomSource random) {
        INDArray states = Nd4j.valueArrayOf(64_000, 0.5);
        random.bernoulli(states, states);
        return states.toDoubleVector();
    }

    private static double[] draws(Nd4jRandomSource random) {
        INDArray states = Nd4j.valueArrayOf(new long[] {50}, 0.5, DataType.DOUBLE);
        random.bernoulli(states, states);
        INDArray normal = Nd4j.createUninitialized(DataType.DOUBLE, 5);
        random.gaussian(normal);
        INDArray all = Nd4j.concat(0, states, normal, Nd4j.createFromArray(random.uniform()));
        return all.toDoubleVector();
    }

    private static org.nd4j.linalg.indexing.INDArrayIndex interval(int end) {
        return org.nd4j.linalg.indexing.NDArrayIndex.interval(0, end);
    }
}
