package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbn4j.cli.Program;
import io.dbn4j.core.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The classes that the commands load of libraries with known vulnerabilities that cannot be replaced. ND4J's jars contain most
 * of these libraries; docs/dbn4j.openvex.json says of each why the program is not affected.
 */
@Tag("system")
class ShadedClassesTest {

    private static final Path VEX = Path.of("..", "docs", "dbn4j.openvex.json");

    /** Beginnings of the names of the classes that the vulnerabilities of each library need. */
    private static final Map<String, List<String>> VULNERABLE = Map.of(
            "pkg:maven/org.yaml/snakeyaml@1.26", List.of("org.nd4j.shade.yaml."),
            "pkg:maven/com.fasterxml.woodstox/woodstox-core@5.1.0",
                    List.of(
                            "org.nd4j.shade.wstx.",
                            "org.nd4j.shade.codehaus.stax2.",
                            "org.nd4j.shade.jackson.dataformat.xml."),
            "pkg:maven/com.google.protobuf/protobuf-java@3.21.2", List.of("org.nd4j.shade.protobuf."),
            "pkg:maven/com.google.guava/guava@30.1.1-jre", List.of("org.nd4j.shade.guava.io."),
            "pkg:maven/io.vertx/vertx-web@3.9.16", List.of("io.vertx.ext.web.handler.impl.StaticHandlerImpl"));

    /** Three interfaces without code that reads a message: enums of ND4J implement them. */
    private static final Set<String> HARMLESS = Set.of(
            "org.nd4j.shade.protobuf.Internal$EnumLite",
            "org.nd4j.shade.protobuf.Internal$EnumLiteMap",
            "org.nd4j.shade.protobuf.ProtocolMessageEnum");

    private static final String SWEEP = """
            {"experiment": "ising-density", "settings": {"configurations": 200, "layer.epochs": 1},
             "axes": {"layer.learningRate": {"type": "logarithmic", "from": 0.01, "to": 0.5}},
             "search": {"type": "genetic", "trials": 4, "population": 4}, "seeds": 1, "score": {"type": "divergence"}}
            """;

    @TempDir
    private Path folder;

    /** Runs every command in the folder of the first argument. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        String rows = Files.writeString(folder.resolve("rows.csv"), "a,b,c\n" + "0,1,1\n1,0,0\n1,1,0\n".repeat(20))
                .toString();
        String sweep = Files.writeString(folder.resolve("sweep.json"), SWEEP).toString();
        String run = folder.resolve("run").toString();
        String model = folder.resolve("run").resolve("model.zip").toString();
        String out = folder.resolve("out.npy").toString();
        dbn("version");
        dbn("doctor");
        dbn("list", folder.toString());
        dbn("completion", "bash");
        dbn("rg");
        dbn("rg", "z-preserving", "--quick", "--out", folder.resolve("rg").toString());
        dbn(
                "rbm",
                "train",
                "--data",
                rows,
                "--hidden",
                "3,2",
                "--epochs",
                "300",
                "--batch",
                "10",
                "--ui",
                "--out",
                run);
        dbn("rbm", "logz", model, "--method", "exact");
        dbn("rbm", "free-energy", model, "--data", rows);
        dbn("rbm", "sample", model, "--count", "5", "--steps", "5", "--out", out);
        dbn("rbm", "transform", model, "--data", rows, "--out", out);
        dbn("rbm", "reconstruct", model, "--data", rows, "--out", out);
        dbn("rbm", "inpaint", model, "--data", rows, "--held", "0", "--steps", "5", "--out", out);
        dbn("rbm", "export", model, folder.resolve("out.npz").toString());
        dbn("replay", run);
        dbn("sweep", sweep, "--out", folder.resolve("sweep").toString());
        dbn(
                "mnist",
                "--quick",
                "--data",
                digits(folder.resolve("digits")),
                "--set",
                "layers[0].hidden=9",
                "--set",
                "layers[1].hidden=9",
                "--set",
                "layers[2].hidden=9",
                "--out",
                folder.resolve("mnist").toString());
        visit(folder);
    }

    private static void dbn(String... words) {
        StringWriter err = new StringWriter();
        int code = new Program(Main.class, Main.EXPERIMENTS)
                .run(new PrintWriter(new StringWriter()), new PrintWriter(err), words);
        if (code != 0) {
            throw new AssertionError(String.join(" ", words) + ": " + err);
        }
    }

    /** A folder of 200 small images, drawn at random, in the format of MNIST. */
    private static String digits(Path folder) throws IOException {
        Files.createDirectory(folder);
        for (String part : List.of("train", "t10k")) {
            ByteBuffer images = ByteBuffer.allocate(16 + 200 * 16);
            new Random(1).ints(images.capacity(), 0, 256).forEach(value -> images.put((byte) value));
            images.putInt(0, 0x803).putInt(4, 200).putInt(8, 4).putInt(12, 4);
            ByteBuffer labels = ByteBuffer.allocate(8 + 200);
            IntStream.range(0, labels.capacity()).forEach(n -> labels.put((byte) (n % 10)));
            labels.putInt(0, 0x801).putInt(4, 200);
            Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
            Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
        }
        return folder.toString();
    }

    /** Starts {@code dbn ui} and asks for the list of runs and for a page of DL4J with its data. */
    private static void visit(Path folder) throws IOException, InterruptedException {
        StringWriter out = new StringWriter();
        Thread command = new Thread(() -> new Program(Main.class, Main.EXPERIMENTS)
                .run(
                        new PrintWriter(out),
                        new PrintWriter(new StringWriter()),
                        "ui",
                        folder.toString(),
                        "--port",
                        "0"));
        command.setDaemon(true);
        command.start();
        while (command.isAlive() && !out.toString().endsWith(System.lineSeparator())) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        URI address = URI.create(out.toString().strip());
        for (String page : List.of("api/runs", "/train/0~run~layer1/model", "/train/0~run~layer1/model/data/1")) {
            int status = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address.resolve(page)).build(), BodyHandlers.discarding())
                    .statusCode();
            if (status != 200) {
                throw new AssertionError(page + ": HTTP " + status);
            }
        }
        command.interrupt();
        command.join();
    }

    @Test
    void noCommandLoadsWhatTheVexFileSaysIsNeverRun() throws Exception {
        Path log = folder.resolve("classes.log");
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + log,
                        "-Xmx1g",
                        "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShadedClassesTest.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();

        Set<String> loaded = loaded(log);
        assertThat(loaded)
                .as("the trace works")
                .contains("io.dbn4j.ui.command.UiCommand", "org.nd4j.shade.jackson.databind.ObjectMapper");
        assertThat(loaded.stream().filter(name -> !HARMLESS.contains(name)))
                .noneMatch(name ->
                        VULNERABLE.values().stream().flatMap(List::stream).anyMatch(name::startsWith));
    }

    private static Set<String> loaded(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(line -> line.replaceFirst("^(\\[[^]]*\\])+ ", "").split(" ", 2)[0])
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void theVexFileNamesTheLibrariesThatAreTraced() throws IOException {
        Set<String> never = new TreeSet<>();
        for (JsonNode statement :
                Json.read(Files.readString(VEX), JsonNode.class).path("statements")) {
            assertThat(statement.path("impact_statement").asText()).isNotEmpty();
            if (statement.path("justification").asText().equals("vulnerable_code_not_in_execute_path")) {
                statement
                        .path("products")
                        .forEach(product -> product.path("subcomponents")
                                .forEach(part -> never.add(part.path("@id").asText())));
            }
        }
        assertThat(never).isEqualTo(new TreeSet<>(VULNERABLE.keySet()));
    }
}
