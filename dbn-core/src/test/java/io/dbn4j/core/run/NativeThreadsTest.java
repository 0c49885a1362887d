package io.dbn4j.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativeThreadsTest {

    private final NativeThreads before = NativeThreads.current();

    @AfterEach
    void restore() {
        before.configure();
    }

    @Test
    void whatIsConfiguredIsWhatTheLibrariesUse() {
        NativeThreads one = new NativeThreads(1, 1, "one");
        NativeThreads two = new NativeThreads(1, 2, "two");

        one.configure();
        assertThat(NativeThreads.current()).isEqualTo(one);
        two.configure();
        assertThat(NativeThreads.current()).isEqualTo(two);
    }

    @Test
    void whatCannotBeHadIsNotReported() {
        new NativeThreads(1_000, 1, "many").configure();

        assertThat(NativeThreads.current().ops()).isLessThan(1_000);
        assertThat(NativeThreads.current().reason()).isEqualTo("many");
    }

    @ParameterizedTest
    @CsvSource({"4, 4", "'2,1', 2", "' 3 ', 3"})
    void theEnvironmentDecidesIfItSaysANumber(String value, int threads) {
        NativeThreads chosen =
                NativeThreads.choose(Map.of("OMP_NUM_THREADS", value), 8, NativeThreadsTest::neverProbed);

        assertThat(chosen).isEqualTo(new NativeThreads(threads, threads, "OMP_NUM_THREADS=" + threads));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "0", "-1"})
    void otherwiseTheFastestIsChosen(String value) {
        double[] milliseconds = {0, 4, 3, 0, 2, 0, 2.5};

        NativeThreads chosen = NativeThreads.choose(Map.of("OMP_NUM_THREADS", value), 6, n -> milliseconds[n]);

        assertThat(chosen.ops()).isEqualTo(4);
        assertThat(chosen.blas()).isEqualTo(4);
        assertThat(chosen.reason()).endsWith(": 4.0 ms with 1, 3.0 ms with 2, 2.0 ms with 4, 2.5 ms with 6 threads");
    }

    @Test
    void oneThreadIsKeptUnlessMoreAreClearlyFaster() {
        assertThat(NativeThreads.choose(Map.of(), 2, n -> n == 1 ? 4 : 3.9).ops())
                .isEqualTo(1);
        assertThat(NativeThreads.choose(Map.of(), 2, n -> n == 1 ? 4 : 14).ops())
                .isEqualTo(1);
        assertThat(NativeThreads.choose(Map.of(), 2, n -> n == 1 ? 4 : 3.7).ops())
                .isEqualTo(2);
        assertThat(NativeThreads.choose(Map.of(), 1, NativeThreadsTest::neverProbed)
                        .ops())
                .isEqualTo(1);
    }

    @Test
    void theProbeMeasuresAndLeavesAChoiceThatCanBeUsed() {
        NativeThreads chosen = NativeThreads.choose(Map.of(), 2, new ThreadProbe());

        assertThat(chosen.ops()).isBetween(1, 2);
        assertThat(chosen.reason())
                .matches("measured for CD-1 784-500, batch 100: [0-9.]+ ms with 1, [0-9.]+ ms with 2 threads");
    }

    @Test
    void noThreadsAreRefused() {
        assertThatThrownBy(() -> new NativeThreads(0, 1, "test")).hasMessage("ops must be from 1 to 1024, was 0");
    }

    private static double neverProbed(int threads) {
        throw new AssertionError("probed with " + threads);
    }
}
