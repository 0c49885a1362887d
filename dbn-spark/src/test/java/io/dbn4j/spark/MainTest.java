package io.dbn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.cli.Program;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MainTest {

    private static final String SWEEP = """
            {"experiment": "ising-density",
             "settings": {"side": 3, "layer.epochs": 1, "configurations": 200, "heldOut": 20},
             "axes": {"layer.learningRate": {"type": "logarithmic", "from": 0.001, "to": 1}},
             "search": {"type": "random", "trials": 2}, "score": {"type": "divergence"}, "seeds": 1}
            """;

    @TempDir
    private Path folder;

    private record Ran(int code, String out, String err) {}

    private static Ran spark(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] arguments = Stream.of(words).map(String::valueOf).toArray(String[]::new);
        int code = Main.PROGRAM.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Ran(code, out.toString(), err.toString());
    }

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("search.json"), text);
    }

    @Test
    void aSweepIsRunAndPrintedAndGoneOnWith() throws Exception {
        Path run = folder.resolve("run");

        Ran ran = spark("sweep", file(SWEEP), "--master", "local[2]", "--quiet", "--json", "--out", run);
        Path record = run.resolve("run.json");
        String content = Files.readString(record);
        Files.writeString(record, content.replace("\"done\"", "\"failed\""));
        Ran again = spark("sweep", "--resume", run, "--master", "local[1]", "--quiet");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("\"score\": \"divergence\"", "\"runs\": 2");
        assertThat(content).contains("\"name\": \"search\"", "\"workers\": 2", "one for each run of a sweep");
        assertThat(run.resolve("trials/0002-s42/result.json")).exists();
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("trials").containsPattern("score +divergence");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "moon                 | dbn: master must be one of local[N], local-cluster[EXECUTORS,CORES,MEGABYTES],"
                        + " spark://HOST:PORT, yarn, k8s://https://HOST:PORT, was moon",
                "spark://localhost:1  | dbn: master spark://localhost:1 cannot be reached: Connection refused",
                "spark://nowhere      | dbn: master spark://nowhere cannot be reached: its URL has no host and port",
                "yarn                 | dbn: master yarn needs an installation of Spark with support for it: use its"
                        + " spark-submit, see docs/spark.md"
            })
    void aMasterThatCannotBeReachedIsOneLine(String master, String line) throws Exception {
        Ran ran = spark("sweep", file(SWEEP), "--master", master, "--out", folder.resolve("run"));

        assertThat(ran.err()).isEqualTo(line + System.lineSeparator());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void anUnknownAxisIsRefusedWithTheKnownOnesBeforeSparkIsAsked() throws Exception {
        Ran ran = spark(
                "sweep", file(SWEEP.replace("\"axes\": {\"layer.l", "\"axes\": {\"layers.l")), "--master", "moon");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .startsWith(
                        "dbn: axes: the experiment has no setting \"layers.learningRate\"; it has: side, temperature,")
                .hasLineCount(1);
    }

    @Test
    void wrongUseIsOneLine() throws Exception {
        assertThat(spark("sweep", "ising-search"))
                .isEqualTo(new Ran(
                        2,
                        "",
                        "dbn: missing option --master=MASTER; see dbn spark sweep --help" + System.lineSeparator()));
        assertThat(spark("sweep").err()).contains("missing argument FILE.json|PRESET");
        assertThat(spark("sweep", "--bad").code()).isEqualTo(2);
        assertThat(spark("sweep", "mnist", "--master", "local[1]").err()).contains("no preset \"mnist\"");
        for (String command : new String[] {"sweep", "pretrain"}) {
            assertThat(spark(command, "--resume", folder, "--seed", "2", "--master", "moon")
                            .err())
                    .isEqualTo("dbn: --resume takes all settings from the run; leave out --seed; see dbn spark "
                            + command + " --help" + System.lineSeparator());
        }
    }

    @Test
    void helpEndsWithExamples() {
        Ran ran = spark("sweep", "--help");

        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .startsWith("Usage: dbn spark sweep")
                .contains("Presets:", "ising-search", "Examples:", "./dbn spark sweep --resume");
        assertThat(spark()).isEqualTo(spark("--help"));
        for (String command : new String[] {"sweep", "pretrain"}) {
            assertThat(spark(command, "--help").out().lines())
                    .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(100))
                    .contains(subcommand(Main.PROGRAM.commandLine(), command)
                            .getCommandSpec()
                            .usageMessage()
                            .footer());
        }
    }

    private static CommandLine subcommand(CommandLine program, String name) {
        return Objects.requireNonNull(program.getSubcommands().get(name));
    }

    @Test
    void anArchiveNamesItsOwnScriptInHelpAndMessages() {
        CommandLine renamed = Program.renamed(Main.PROGRAM.commandLine(), "bin/dbn-spark");

        String help = subcommand(renamed, "sweep").getUsageMessage();

        assertThat(help)
                .startsWith("Usage: bin/dbn-spark sweep")
                .contains("  bin/dbn-spark sweep --resume runs/search")
                .contains("./dbn sweep --help explains sweep files")
                .doesNotContain("dbn spark");
    }

    @Test
    void checkpointsOfRunsThatAClusterLosesAreRefused() {
        assertThat(spark("sweep", "ising-search", "--master", "local[1]", "--checkpoint", 2))
                .isEqualTo(new Ran(
                        2,
                        "",
                        "dbn: --checkpoint has no effect here: a run that a cluster has not finished is lost with its"
                                + " executor; see dbn spark sweep --help" + System.lineSeparator()));
    }
}
