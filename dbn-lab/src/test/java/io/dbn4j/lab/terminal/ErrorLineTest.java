package io.dbn4j.lab.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorLineTest {

    @Test
    void memoryThatCppDoesNotGetIsOutOfMemory() {
        for (Throwable e : List.of(
                new RuntimeException("std::bad_alloc"),
                new RuntimeException("Allocation failed"),
                new IllegalStateException("failed", new RuntimeException("std::bad_alloc")))) {
            assertThat(ErrorLine.of(e)).startsWith("out of memory for arrays; set a higher limit");
        }
        assertThat(ErrorLine.of(new IllegalArgumentException("a must be b"))).isEqualTo("a must be b");
    }

    @Test
    void aTerminalGetsNoCommands() {
        StringWriter written = new StringWriter();
        ErrorLine.print(new PrintWriter(written), "x\u001b]0;title\u0007\u009b2J\nof two lines");
        assertThat(written.toString().strip()).isEqualTo("dbn: x?]0;title??2J of two lines");
        assertThat(TextTable.lines(List.of(List.of("a\u001b[2J", "b")))).containsExactly("a?[2J  b");
    }
}
