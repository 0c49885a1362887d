package io.dbn4j.core.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class Xoshiro256Test {

    /** From its authors' program, started at 1, 2, 3, 4. */
    private static final long[] KNOWN = {
        41943041L,
        58720359L,
        3588806011781223L,
        3591011842654386L,
        Long.parseUnsignedLong("9228616714210784205"),
        Long.parseUnsignedLong("9973669472204895162"),
        Long.parseUnsignedLong("14011001112246962877"),
        Long.parseUnsignedLong("12406186145184390807"),
        Long.parseUnsignedLong("15849039046786891736"),
        Long.parseUnsignedLong("10450023813501588000")
    };

    @Test
    void givesTheWordsOfItsAuthorsProgram() {
        Xoshiro256 generator = new Xoshiro256(1, 2, 3, 4);

        assertThat(LongStream.generate(generator::bits).limit(KNOWN.length)).containsExactly(boxed(KNOWN));
    }

    private static Long[] boxed(long[] words) {
        return Arrays.stream(words).boxed().toArray(Long[]::new);
    }

    @Test
    void lanesAreGeneratorsOfTheirOwn() {
        RandomSource states = TestSeed.stream("lanes");
        XoshiroLanes lanes = new XoshiroLanes(7, TestSeed.stream("lanes"));
        long[][] rows = new long[20][7];
        for (long[] row : rows) {
            lanes.bits(row);
        }

        for (int lane = 0; lane < 7; lane++) {
            Xoshiro256 alone = Xoshiro256.of(states);
            for (long[] row : rows) {
                assertThat(row[lane]).isEqualTo(alone.bits());
            }
        }
    }

    @Test
    void certaintiesAreCertain() {
        Xoshiro256 generator = Xoshiro256.of(TestSeed.stream("certain"));

        for (int i = 0; i < 10_000; i++) {
            assertThat(generator.bernoulli(0)).isFalse();
            assertThat(generator.bernoulli(1)).isTrue();
        }
    }

    /** Chi-squared with 12 degrees of freedom exceeds 52 with probability 6e-7; 4.5 standard deviations are 7e-6. */
    @Test
    void decisionsHaveTheirProbabilities() {
        Xoshiro256 generator = Xoshiro256.of(TestSeed.stream("decisions"));
        int n = 130_000;
        double[] counts = new double[13];
        int hits = 0;
        for (int i = 0; i < n; i++) {
            counts[generator.below(13)]++;
            hits += generator.bernoulli(0.3) ? 1 : 0;
        }

        double expected = n / 13.0;
        double chiSquared = Arrays.stream(counts)
                .map(count -> (count - expected) * (count - expected) / expected)
                .sum();
        assertThat(chiSquared).as("seed %d", TestSeed.VALUE).isLessThan(52);
        assertThat(Math.abs(hits - 0.3 * n) / Math.sqrt(n * 0.3 * 0.7))
                .as("seed %d", TestSeed.VALUE)
                .isLessThan(4.5);
        assertThat(Math.abs(hits - 0.31 * n) / Math.sqrt(n * 0.3 * 0.7)).isGreaterThan(4.5);
    }

    @Test
    void aStateOfZerosIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Xoshiro256(0, 0, 0, 0))
                .withMessage("state of xoshiro256++ must not be 0");
    }
}
