package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbn4j.cli.OneLineErrors;
import io.dbn4j.ui.command.Diagnosis.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DoctorCommandTest {

    @Test
    void allIsWellHereAndFitsOnAScreen() {
        Ran ran = Ran.dbn("doctor");

        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines()).hasSizeLessThanOrEqualTo(15).allMatch(line -> !line.contains("WRONG"));
        assertThat(ran.out()).contains("OMP_NUM_THREADS=1", "CpuBackend", "60000 + 10000 images");
    }

    @Test
    void jsonHoldsTheSameFindings() throws IOException {
        JsonNode json = new ObjectMapper().readTree(Ran.dbn("doctor", "--json").out());

        assertThat(json.at("/healthy").asBoolean()).isTrue();
        assertThat(json.findValuesAsText("name"))
                .contains("Java", "ND4J", "BLAS", "CUDA", "threads", "memory", "MNIST");
    }

    @Test
    void whatIsWrongIsShownWithTheReasonAndFailsTheCommand() {
        Finding wrong = Finding.of("ND4J", () -> {
            throw new UnsatisfiedLinkError("no jnind4jcpu");
        });
        Diagnosis diagnosis = Diagnosis.of(List.of(Finding.of("Java", () -> "17"), wrong));

        Ran ran = report(diagnosis);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("Java  17", "ND4J  WRONG: no jnind4jcpu");
        assertThat(ran.err()).isEqualToIgnoringNewLines("dbn: something is wrong with: ND4J");
    }

    private static Ran report(Diagnosis diagnosis) {
        var out = new StringWriter();
        var err = new StringWriter();
        CommandLine commandLine = new CommandLine(new DoctorCommand(() -> diagnosis))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler(new OneLineErrors());
        return new Ran(commandLine.execute(), out.toString(), err.toString());
    }
}
