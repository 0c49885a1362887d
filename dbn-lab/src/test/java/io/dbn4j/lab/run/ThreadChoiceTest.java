package io.dbn4j.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.array.NativeThreads;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadChoiceTest {

    private final NativeThreads before = NativeThreads.current();

    @AfterEach
    void restore() {
        before.configure();
    }

    @ParameterizedTest
    @CsvSource({"4, 4", "'2,1', 2", "' 3 ', 3"})
    void theEnvironmentDecidesIfItSaysANumber(String value, int threads) {
        NativeThreads chosen = ThreadChoice.choose(Map.of("OMP_NUM_THREADS", value), 8, ThreadChoiceTest::neverProbed);

        assertThat(chosen).isEqualTo(new NativeThreads(threads, threads, "OMP_NUM_THREADS=" + threads));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "0", "-1"})
    void otherwiseTheFastestIsChosen(String value) {
        double[] milliseconds = {0, 4, 3, 0, 2, 0, 2.5};

        NativeThreads chosen = ThreadChoice.choose(Map.of("OMP_NUM_THREADS", value), 6, n -> milliseconds[n]);

        assertThat(chosen.ops()).isEqualTo(4);
        assertThat(chosen.blas()).isEqualTo(4);
        assertThat(chosen.reason()).endsWith(": 4.0 ms with 1, 3.0 ms with 2, 2.0 ms with 4, 2.5 ms with 6 threads");
    }

    @Test
    void oneThreadIsKeptUnlessMoreAreClearlyFaster() {
        assertThat(ThreadChoice.choose(Map.of(), 2, n -> n == 1 ? 4 : 3.9).ops())
                .isEqualTo(1);
        assertThat(ThreadChoice.choose(Map.of(), 2, n -> n == 1 ? 4 : 14).ops()).isEqualTo(1);
        assertThat(ThreadChoice.choose(Map.of(), 2, n -> n == 1 ? 4 : 3.7).ops())
                .isEqualTo(2);
        assertThat(ThreadChoice.choose(Map.of(), 1, ThreadChoiceTest::neverProbed)
                        .ops())
                .isEqualTo(1);
    }

    @Test
    void theProbeMeasuresAndLeavesAChoiceThatCanBeUsed() {
        NativeThreads chosen = ThreadChoice.choose(Map.of(), 2, new ThreadProbe());

        assertThat(chosen.ops()).isBetween(1, 2);
        assertThat(chosen.reason())
                .matches("measured for CD-1 784-500, batch 100: [0-9.]+ ms with 1, [0-9.]+ ms with 2 threads");
    }

    private static double neverProbed(int threads) {
        throw new AssertionError("probed with " + threads);
    }
}
