package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.cli.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepCommandTest {

    private static final String GRID = """
            {"experiment": "lab", "axes": {"sites": {"type": "integer", "from": 1, "to": 3}},
             "search": {"type": "grid", "points": 3}, "seeds": 1,
             "score": {"type": "estimate", "name": "estimates.sites", "minimize": true}}
            """;

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("grid.json"), text);
    }

    @Test
    void aFileIsSearchedAndTheTrialsAreATableFromTheBestToTheWorst() throws Exception {
        Ran ran = Ran.dbn("sweep", file(GRID), "--quiet", "--out", folder.resolve("run"));

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).containsPattern("1 +1 +1 +1 sites[^\\n]*\\R2 +2 +2 +2 sites[^\\n]*\\R3 +3 +3 +3 sites");
        assertThat(ran.out()).contains("./dbn run lab --seed 42 --set sites=1");
        assertThat(folder.resolve("run/trials/0003-s42/result.json")).exists();
        assertThat(folder.resolve("run/report.html")).exists();
    }

    @Test
    void numbersOfWorkersAndTrialsAreOptions() {
        Ran ran = Ran.dbn(
                "sweep", "hunt", "--trials", 2, "--workers", 2, "--time", "5m", "--json", "--quiet", "--out", folder);

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("\"runs\": 4");
        assertThat(folder.resolve("run.json"))
                .content()
                .contains("\"workers\": 2", "\"trials\": 2", "\"minutes\": 5.0", "one for each run of a sweep");
    }

    @Test
    void wrongUseIsOneLine() throws Exception {
        assertThat(Ran.dbn("sweep").err()).contains("missing argument FILE.json|PRESET");
        assertThat(Ran.dbn("sweep", "nothing").err()).contains("no preset \"nothing\"; there are: hunt");
        assertThat(Ran.dbn("sweep", "hunt", "--time", "soon").err()).contains("such as 90s, 30m or 2h, was soon");
        assertThat(Ran.dbn("sweep", file(GRID), "--trials", 3).err())
                .contains("--trials cannot be given for a grid search");
        assertThat(Ran.dbn("sweep", file(GRID.replace("sites\":", "cells\":"))).err())
                .isEqualTo(
                        "dbn: axes: the experiment has no setting \"cells\"; it has: sites" + System.lineSeparator());
        assertThat(Ran.dbn("sweep", file(GRID.replace("\"from\": 1", "\"from\": 3")))
                        .err())
                .endsWith("axes.sites: range is empty: to must be finite and larger than from (3), was 3"
                        + System.lineSeparator());
    }

    @Test
    void aSweepThatFailedIsGoneOnWith() throws Exception {
        Path run = folder.resolve("run");
        Ran failed = Ran.dbn("sweep", file(GRID), "--time", "1s", "--quiet", "--set", "minutes=1e-9", "--out", run);
        Path record = run.resolve("run.json");
        Files.writeString(record, Files.readString(record).replace("1.0E-9", "0"));

        Ran resumed = Ran.dbn("sweep", "--resume", run, "--quiet", "--json");

        assertThat(failed.err()).contains("none of 0 trials has a score; time was up");
        assertThat(resumed.code()).isZero();
        assertThat(resumed.out()).contains("\"runs\": 3");
    }

    @Test
    void theHelpListsThePresetsThatAreSweeps() {
        StringWriter out = new StringWriter();
        new Program(Main.class, Main.EXPERIMENTS)
                .run(new PrintWriter(out), new PrintWriter(new StringWriter()), "sweep", "--help");

        assertThat(out.toString()).contains("Presets:", "ising-search").doesNotContain("ising-l-curve");
    }
}
