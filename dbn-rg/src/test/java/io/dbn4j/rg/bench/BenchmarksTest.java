package io.dbn4j.rg.bench;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A test that the benchmarks run; it does not test speed. */
class BenchmarksTest {

    /** Another benchmark that runs at the same time must not make the test fail. */
    @BeforeAll
    static void doNotLock() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @AfterAll
    static void lock() {
        System.clearProperty("jmh.ignoreLock");
    }

    @Test
    void everyUpdateIsMeasured() {
        assertThatCode(() -> Benchmarks.print(4, 500, 1, 10, 0)).doesNotThrowAnyException();
    }
}
