package io.dbn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainCommandTest {

    @TempDir
    private Path folder;

    private record Ran(int code, String out, String err) {}

    private static Ran pretrain(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] arguments = Stream.concat(
                        Stream.of("pretrain"), Stream.of(words).map(String::valueOf))
                .toArray(String[]::new);
        int code = Main.PROGRAM.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Ran(code, out.toString(), err.toString());
    }

    @Test
    void aStackIsTrainedOnAFileAndItsRunKeptElsewhere() throws Exception {
        Path data = Files.writeString(folder.resolve("rows.csv"), "0,0,1,1\n1,1,0,0\n".repeat(20));
        Path run = folder.resolve("run");
        String store = folder.resolve("store").toUri().toString();

        Ran ran = pretrain(
                "--data",
                data,
                "--hidden",
                "3,2",
                "--epochs",
                2,
                "--batch",
                8,
                "--partitions",
                2,
                "--average-every",
                2,
                "--no-average-momentum",
                "--master",
                "local[2]",
                "--quiet",
                "--json",
                "--out",
                run,
                "--copy-to",
                store);

        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("logLikelihood", "\"hidden\": 3", "\"hidden\": 2");
        assertThat(Files.readString(run.resolve("run.json")))
                .contains("\"partitions\": 2", "\"every\": 2", "\"reset\"", "one for each replica");
        assertThat(folder.resolve("store/run.json")).hasSameTextualContentAs(run.resolve("run.json"));
        assertThat(folder.resolve("store/model.zip")).hasSameBinaryContentAs(run.resolve("model.zip"));
        Ran twice = pretrain("--data", data, "--master", "local[1]", "--copy-to", store);
        assertThat(twice.err()).contains("already holds a run; continue it with --resume");
        Ran again = pretrain("--resume", run, "--master", "local[1]");
        assertThat(again.err()).contains("cannot be resumed: it is done");
    }

    @Test
    void whatCannotBeIsOneLine() {
        assertThat(pretrain("--data", "nothing.npy", "--master", "local[1]").err())
                .isEqualTo("dbn: no such file: " + Path.of("nothing.npy").toAbsolutePath() + System.lineSeparator());
        assertThat(pretrain("--hidden", "3,2", "--master", "local[1]").err())
                .isEqualTo("dbn: --hidden must have one number for mnist, had 2" + System.lineSeparator());
        assertThat(pretrain("--partitions", 2).err()).startsWith("dbn: missing option --master=MASTER");
        assertThat(pretrain("--resume", "moon:/run", "--master", "local[1]").err())
                .startsWith("dbn: moon:/run cannot be used: No FileSystem for scheme \"moon\"");
    }
}
