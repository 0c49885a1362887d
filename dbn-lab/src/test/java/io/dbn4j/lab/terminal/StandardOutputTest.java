package io.dbn4j.lab.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {

    private final StringWriter err = new StringWriter();

    @Test
    void aFullDiskFailsTheCommand() {
        assertThat(codeAfter("No space left on device")).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("No space left on device");
    }

    @Test
    void aReaderThatHasReadEnoughDoesNot() {
        assertThat(codeAfter("Broken pipe")).isZero();
        assertThat(err.toString()).isEmpty();
    }

    private int codeAfter(String failure) {
        StandardOutput output = new StandardOutput(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(failure);
            }
        });
        PrintWriter out = new PrintWriter(output, false, StandardCharsets.UTF_8);
        out.println("result");
        out.flush();
        return output.exitCode(0, new PrintWriter(err, true));
    }
}
