package io.dbn4j.ui.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.lab.run.Run;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Puts links, pipes and devices under every name that the server reads: it shows nothing from outside and never blocks.
 */
class OutsideTest {

    /** A word in the name and the text of every file outside. */
    private static final String SECRET = "SECRETTOKEN";

    /** The files that the server reads in a run folder. */
    private static final List<String> NAMES = List.of(
            "run.json",
            "result.json",
            "metrics.jsonl",
            "model.zip",
            "stack.zip",
            "report.html",
            "table.csv",
            "training",
            "training/layer1.stats",
            "checkpoints",
            "checkpoints/000001-pretraining.zip");

    /** A number of requests above the number of reading threads. */
    private static final int WORKERS = 5;

    /** One folder for all tests, because JUnit warns of each link that leads out of a temporary folder. */
    @TempDir
    private static Path folder;

    private static Path outside;

    private Path root;
    private WebServer server;
    private Visitor visitor;

    /** The kinds of foreign things under a name. */
    private enum Kind {
        SOUND_FILE_OF_ANOTHER_RUN,
        TEXT,
        DEVICE,
        PIPE,
        LINK_TO_A_PIPE,
        NOTHING;

        /**
         * Returns the number of requests: every worker must survive a pipe, which would block the thread that reads it.
         */
        int times() {
            return this == PIPE || this == LINK_TO_A_PIPE ? WORKERS : 1;
        }

        void put(Path place, Path outside, String name) throws IOException {
            switch (this) {
                case SOUND_FILE_OF_ANOTHER_RUN -> Files.createSymbolicLink(place, outside.resolve("run/" + name));
                case TEXT -> Files.createSymbolicLink(place, outside.resolve("token.txt"));
                case DEVICE -> Files.createSymbolicLink(place, Path.of("/dev/zero"));
                case PIPE -> pipe(place);
                case LINK_TO_A_PIPE -> Files.createSymbolicLink(place, outside.resolve("pipe"));
                case NOTHING -> Files.createSymbolicLink(place, outside.resolve("nothing"));
            }
        }
    }

    private static void pipe(Path place) throws IOException {
        try {
            assertThat(new ProcessBuilder("mkfifo", place.toString()).start().waitFor())
                    .isZero();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeAll
    static void makeWhatIsOutside() throws IOException {
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("token.txt"), SECRET + "\n");
        pipe(outside.resolve("pipe"));
        makeRun(outside.resolve("run"));
        makeRun(outside.resolve("group/" + SECRET));
    }

    @BeforeEach
    void start() throws IOException {
        root = Files.createTempDirectory(folder, "runs");
        server = WebServer.start(new Address(Address.LOOPBACK, 0, ""), new RunFolders(List.of(root)));
        visitor = Visitor.of(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Writes a run with a valid file under each of the names. */
    private static void makeRun(Path run) throws IOException {
        Run begun = SmallRuns.start(run, 1, 4);
        begun.metrics().add(SECRET, 1, 1, 1);
        begun.metrics().close();
        Files.writeString(run.resolve("result.json"), "{\"found\": \"" + SECRET + "\"}");
        Files.writeString(run.resolve("report.html"), "<p>" + SECRET);
        Files.writeString(run.resolve("table.csv"), SECRET + "\n1\n");
        network().save(run.resolve("model.zip").toFile(), false);
        network().save(run.resolve("stack.zip").toFile(), false);
        TrainingPagesTest.train(1, new StatsListener(new StatsFile(run.resolve("training/layer1.stats")), 1));
        begun.checkpoints()
                .done(
                        "pretraining",
                        Snapshot.of(Map.of(
                                        "layer-0-parameters",
                                        network().getLayer(0).params()))
                                .and("layer-0-units", 9, 4));
    }

    private static DeepBeliefNetwork network() {
        DeepBeliefNetwork network = new DeepBeliefNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new RbmLayer.Builder().nIn(9).nOut(4).build())
                .build());
        network.init();
        return network;
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(600)
    void nothingButFilesOfTheRunIsRead(Kind kind) throws IOException {
        SmallRuns.done(root.resolve("good"), 1);
        for (String name : NAMES) {
            String id = name.replaceAll("[/.]", "-");
            Path run = SmallRuns.start(root.resolve(id), 1, 4).folder();
            Path place = run.resolve(name);
            Files.createDirectories(place.getParent());
            Files.deleteIfExists(place);
            kind.put(place, outside, name);
            for (int i = 0; i < kind.times(); i++) {
                addresses(id).forEach(this::requireNothingFromOutside);
            }
        }

        String list = visitor.get("/dbn/api/runs").body();
        for (String name : NAMES) {
            // JUnit warns of every link that it finds.
            Files.delete(root.resolve(name.replaceAll("[/.]", "-")).resolve(name));
        }

        assertThat(list).contains("\"id\":\"0/good\"").contains("run.json must be a plain file, was a ");
    }

    /** The valid run is shown, without which the other tests would prove nothing. */
    @Test
    void whatIsInTheRunIsShown() throws IOException {
        makeRun(root.resolve("own"));

        assertThat(addresses("own").stream()
                        .map(address -> visitor.get(address).body())
                        .filter(shown ->
                                Stream.of(SECRET, "data:image", "scoresIter").anyMatch(shown::contains)))
                .hasSize(6);
    }

    private static List<String> addresses(String run) {
        return List.of(
                "/dbn/api/runs",
                "/dbn/api/run?id=0/" + run,
                "/dbn/api/metrics?after=0&id=0/" + run,
                "/dbn/api/report?id=0/" + run,
                "/dbn/api/table?name=table.csv&id=0/" + run,
                "/dbn/api/pictures?layer=1&from=0&order=index&id=0/" + run,
                "/train/0~" + run + "~layer1/overview",
                "/train/0~" + run + "~layer1/overview/data",
                "/train/sessions/lastUpdate/0~" + run + "~layer1");
    }

    private void requireNothingFromOutside(String address) {
        HttpResponse<String> answer = visitor.get(address);

        assertThat(answer.statusCode()).as(address).isNotEqualTo(500);
        assertThat(answer.body())
                .as(address)
                .doesNotContain(SECRET, "data:image", "scoresIter")
                .doesNotContain(outside.toString());
    }

    @Test
    @Timeout(600)
    void foldersOutsideAreNotLookedInto() throws IOException {
        SmallRuns.done(root.resolve("group/good"), 1);
        Files.createSymbolicLink(root.resolve("up"), outside);
        Files.createSymbolicLink(root.resolve("run"), outside.resolve("run"));
        Files.createSymbolicLink(root.resolve("runs"), outside.resolve("group"));
        Files.createSymbolicLink(root.resolve("group/run"), outside.resolve("run"));
        Files.createSymbolicLink(root.resolve("group/runs"), outside.resolve("group"));

        String list = visitor.get("/dbn/api/runs").body();

        assertThat(list).contains("\"id\":\"0/group/good\"").doesNotContain(SECRET, outside.toString());
        assertThat(list.split("leads out of", -1)).hasSize(6);
        for (String run : List.of("run", "up/run", "runs/" + SECRET, "group/run", "group/runs/" + SECRET)) {
            assertThat(visitor.get("/dbn/api/run?id=0/" + run).statusCode())
                    .as(run)
                    .isEqualTo(404);
        }
    }

    /** Training does not write its records through a link. */
    @Test
    void nothingIsWrittenOutside() throws IOException {
        Path run = SmallRuns.done(root.resolve("good"), 1);
        Path elsewhere = Files.createDirectory(outside.resolve("elsewhere"));
        Files.createSymbolicLink(run.resolve("training"), elsewhere);

        TrainingPagesTest.train(2, new TrainingStats(run, Duration.ZERO).listener("layer1"));

        assertThat(elsewhere).isEmptyDirectory();
    }
}
