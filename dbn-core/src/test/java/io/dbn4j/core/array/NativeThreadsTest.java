package io.dbn4j.core.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NativeThreadsTest {

    private final NativeThreads before = NativeThreads.current();

    @AfterEach
    void restore() {
        before.configure();
    }

    @Test
    void librariesUseTheConfiguredThreads() {
        NativeThreads one = new NativeThreads(1, 1, "one");
        NativeThreads two = new NativeThreads(1, 2, "two");

        one.configure();
        assertThat(NativeThreads.current()).isEqualTo(one);
        two.configure();
        assertThat(NativeThreads.current()).isEqualTo(two);
    }

    @Test
    void threadsThatTheLibrariesDoNotUseAreNotReported() {
        new NativeThreads(1_000, 1, "many").configure();

        assertThat(NativeThreads.current().ops()).isLessThan(1_000);
        assertThat(NativeThreads.current().reason()).isEqualTo("many");
    }

    @Test
    void zeroThreadsAreRefused() {
        assertThatThrownBy(() -> new NativeThreads(0, 1, "test")).hasMessage("ops must be from 1 to 1024, was 0");
    }
}
