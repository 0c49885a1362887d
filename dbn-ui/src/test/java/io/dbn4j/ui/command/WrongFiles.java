package io.dbn4j.ui.command;

import io.dbn4j.core.data.Npy;
import io.dbn4j.core.data.Npz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The files and run folders that the command lines of user-errors.txt name; each name says what is wrong with the file. */
final class WrongFiles {

    private static final String ROWS = "0,0,1,1\n0,1,1,0\n1,1,0,0\n1,0,0,1\n0,0,1,1\n1,1,0,0\n";

    private static final String GRID = """
            {"experiment": "ising-density", "seeds": 1, "axes": {"layer.learningRate": %s},
             "search": %s, "score": %s}
            """;
    private static final String AXIS = "{\"type\": \"linear\", \"from\": 0.1, \"to\": 0.2}";
    private static final String SEARCH = "{\"type\": \"grid\", \"points\": 2}";
    private static final String SCORE = "{\"type\": \"divergence\"}";

    private final Path folder;

    private WrongFiles(Path folder) {
        this.folder = folder;
    }

    /** Writes all files into a folder. */
    static void write(Path folder) throws IOException {
        WrongFiles files = new WrongFiles(folder);
        files.writeTables();
        files.writeArrays();
        files.writeModels();
        files.writeSettings();
        files.writeRuns();
    }

    private void writeTables() throws IOException {
        text("rows.csv", ROWS);
        text("spins.csv", "1,1,-1,1\n-1,-1,-1,1\n");
        text("table.csv", "a,b,kind\n0,1,x\n1,0,y\n");
        text("empty.csv", "");
        text("header-only.csv", "a,b,c\n");
        text("ragged.csv", "0,1,1\n1,0\n");
        text("word.csv", "0,1,1\n1,zero,0\n");
        text("gap.csv", "0,1,1,0\n1,,0,1\n");
        text("gray.csv", "0,255,1,1\n0,1,1,0\n");
        text("narrow.csv", "0,1\n1,0\n");
        text("constant.csv", "7.5,1.5\n7.5,2.5\n7.5,0.5\n");
        text("notes.md", "not a table\n");
        text("token", "se cr et");
        folder("images");
        text("bad-images/train-images-idx3-ubyte", "not images");
        text("bad-images/train-labels-idx1-ubyte", "not labels");
        text("bad-images/t10k-images-idx3-ubyte", "not images");
        text("bad-images/t10k-labels-idx1-ubyte", "not labels");
    }

    private void writeArrays() throws IOException {
        text("text.npy", "0 1 1 0\n");
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        Npy.write(Nd4j.ones(6, 4), rows);
        bytes("cut.npy", Arrays.copyOf(rows.toByteArray(), rows.size() - 8));
        ByteArrayOutputStream vector = new ByteArrayOutputStream();
        Npy.write(Nd4j.ones(6), vector);
        bytes("vector.npy", vector.toByteArray());
        bytes("objects.npy", npy("{'descr': '|O', 'fortran_order': False, 'shape': (2, 2), }", 32));
        bytes("complex.npy", npy("{'descr': '<c16', 'fortran_order': False, 'shape': (2, 2), }", 64));
        bytes("no-rows.npy", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4), }", 0));
        text("text.npz", "not a zip file");
        Npz.write(folder.resolve("two.npz"), new TreeMap<>(Map.of("train", Nd4j.ones(6, 4), "test", Nd4j.ones(2, 4))));
        text("text.idx", "not IDX");
        text("text.idx.gz", "not gzip");
        bytes("cut.idx", new byte[] {0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 4, 1, 0, 1});
    }

    private static byte[] npy(String header, int content) throws IOException {
        String padded = header + " ".repeat(117 - header.length()) + "\n";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) padded.length(), 0});
        bytes.write(padded.getBytes(StandardCharsets.US_ASCII));
        bytes.write(new byte[content]);
        return bytes.toByteArray();
    }

    private void writeModels() throws IOException {
        model("model.npz", Map.of());
        model("short-bias.npz", Map.of("hidden_bias", Nd4j.zeros(2)));
        model("nan.npz", Map.of("weights", Nd4j.valueArrayOf(new long[] {4, 3}, Double.NaN)));
        model("unknown-unit.npz", Map.of("visible_unit", "qubit"));
        model("odd-groups.npz", Map.of("visible_unit", "softmax", "visible_groups", Nd4j.scalar(3.0)));
        model("spin.npz", Map.of("visible_unit", "spin"));
        model("gaussian.npz", Map.of("visible_unit", "gaussian"));
        model(
                "wide.npz",
                Map.of("weights", Nd4j.ones(60, 40), "visible_bias", Nd4j.zeros(60), "hidden_bias", Nd4j.zeros(40)));
        Npz.write(folder.resolve("no-biases.npz"), Map.of("weights", Nd4j.ones(4, 3)));
        text("text.zip", "not a zip file");
        try (OutputStream out = Files.newOutputStream(folder.resolve("photos.zip"));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("photo.jpg"));
        }
        text("model.h5", "HDF5");
    }

    private void model(String name, Map<String, ?> wrong) throws IOException {
        INDArray weights = Nd4j.linspace(-1, 1, 12).reshape(4, 3);
        Map<String, Object> content = new LinkedHashMap<>(
                Map.of("weights", weights, "visible_bias", Nd4j.zeros(4), "hidden_bias", Nd4j.zeros(3)));
        content.putAll(wrong);
        Npz.write(folder.resolve(name), content);
    }

    private void writeSettings() throws IOException {
        text("comma.json", "{\"type\": \"rbm-training\",, }");
        text("list.json", "[1, 2]");
        text(
                "triangle.json",
                "{\"type\": \"ising\", \"spins\": 3, \"bonds\": [{\"first\": 0, \"second\": 3, \"coupling\": 0.4}],"
                        + " \"fields\": []}");
        text("no-type.json", "{\"epochs\": 3}");
        text("unknown-type.json", "{\"type\": \"rbm-trainning\"}");
        text("unknown-setting.json", "{\"type\": \"ising-density\", \"sides\": 3}");
        text("wrong-kind.json", "{\"type\": \"ising-density\", \"side\": \"three\"}");
        text("no-value.json", "{\"type\": \"ising-density\", \"side\": null}");
        text("grid.json", GRID.formatted(AXIS, SEARCH, SCORE));
        text("empty-range.json", GRID.formatted(AXIS.replace("0.2", "0.1"), SEARCH, SCORE));
        text(
                "zero-log.json",
                GRID.formatted(AXIS.replace("linear", "logarithmic").replace("0.1", "0"), SEARCH, SCORE));
        text("unknown-axis.json", GRID.replace("learningRate", "rate").formatted(AXIS, SEARCH, SCORE));
        text("unknown-axis-type.json", GRID.formatted(AXIS.replace("linear", "lin"), SEARCH, SCORE));
        text("real-units.json", GRID.replace("learningRate", "hidden").formatted(AXIS, SEARCH, SCORE));
        text("unknown-search.json", GRID.formatted(AXIS, SEARCH.replace("grid", "bayesian"), SCORE));
        text("no-points.json", GRID.formatted(AXIS, SEARCH.replace("2", "0"), SCORE));
        text("unknown-score.json", GRID.formatted(AXIS, SEARCH, SCORE.replace("divergence", "accuracy")));
        text("unknown-experiment.json", GRID.replace("ising-density", "ising").formatted(AXIS, SEARCH, SCORE));
        text("no-axes.json", "{\"experiment\": \"ising-density\"}");
    }

    private void writeRuns() throws IOException {
        folder("runs/empty");
        text("runs/damaged/run.json", "{\"name\": \"cut of");
        Ran ran = Ran.dbn("run", "tiny", "--quiet", "--out", folder.resolve("runs/done"));
        if (ran.code() != 0) {
            throw new IllegalStateException(ran.err());
        }
        Files.copy(folder.resolve("runs/done/run.json"), folder("runs/failed").resolve("run.json"));
        Path failed = folder.resolve("runs/failed/run.json");
        Files.writeString(failed, Files.readString(failed).replace("\"done\"", "\"failed\""));
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    private void text(String name, String content) throws IOException {
        bytes(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, content);
    }
}
