package io.dbn4j.ui.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.training.GreedyPretraining;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TrainingPagesTest {

    private static final String SESSION = "/train/0~first~layer1/";
    private static final INDArray ROWS =
            Nd4j.createUninitialized(DataType.FLOAT, 20, 6).assign(1);

    @TempDir
    Path folder;

    private Path root;
    private Path run;

    @BeforeEach
    void makeRun() throws IOException {
        root = Files.createDirectory(folder.resolve("runs"));
        run = SmallRuns.done(root.resolve("first"), 1);
    }

    private Path file() {
        return run.resolve("training/layer1.stats");
    }

    /** Trains one layer and returns its parameters. */
    static INDArray train(int epochs, TrainingListener... listeners) {
        DeepBeliefNetwork network = new DeepBeliefNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .list()
                .layer(new RbmLayer.Builder().nIn(6).nOut(4).build())
                .build());
        network.init();
        GreedyPretraining training = new GreedyPretraining(List.of(epochs), 10, Binarization.NONE, Binarization.NONE);
        training.train(network, ROWS, new Seed(5), new GreedyPretraining.Observer() {
            @Override
            public void layerStarts(int layer, RbmLayerRuntime rbm, INDArray input) {
                rbm.setListeners(listeners);
            }
        });
        return network.params();
    }

    /** Writes a report of every update, as DL4J's listener does. */
    private void keepReports() {
        train(5, new StatsListener(new StatsFile(file()), 1));
    }

    @Test
    void dl4jsPagesShowWhatWasKept() throws IOException {
        keepReports();

        try (WebServer server = WebServer.start(new Address(Address.LOOPBACK, 0, ""), new RunFolders(List.of(root)))) {
            Visitor visitor = Visitor.of(server);
            JsonNode view = Json.read(visitor.get("/dbn/api/run?id=0/first").body(), JsonNode.class);
            assertThat(view.path("trainings")).map(JsonNode::asText).containsExactly("layer1");

            JsonNode data = Json.read(visitor.get(SESSION + "overview/data").body(), JsonNode.class);
            assertThat(data.path("scoresIter")).map(JsonNode::asInt).containsExactlyElementsOf(iterations(10));
            assertThat(data.path("updateRatios").path("0W")).hasSize(10);
            assertThat(visitor.get(SESSION + "model/graph").body()).contains("\"Rbm\"");
            JsonNode layer = Json.read(visitor.get(SESSION + "model/data/1").body(), JsonNode.class);
            assertThat(layer.path("meanMag").path("layerParamNames"))
                    .map(JsonNode::asText)
                    .contains("W", "b", "vb");
            assertThat(layer.path("paramHist").path("paramNames"))
                    .map(JsonNode::asText)
                    .contains("W", "b", "vb");
            assertThat(visitor.get(SESSION + "system/data").statusCode()).isEqualTo(200);

            for (String page : List.of("overview", "model", "system")) {
                HttpResponse<String> answer = visitor.get(SESSION + page);
                assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
                assertThat(answer.headers()
                                .firstValue("Content-Security-Policy")
                                .orElse(""))
                        .contains("script-src 'self' 'unsafe-hashes' 'sha256-")
                        .doesNotContain("script-src 'self' 'unsafe-inline'", "unsafe-eval");
                assertThat(assets(answer.body()))
                        .isNotEmpty()
                        .allMatch(asset -> visitor.get(asset).statusCode() == 200);
            }
        }
    }

    /** DL4J itself would make a page from a new temporary file for each visitor. */
    @Test
    void pagesAreMadeOnceAndLeaveNoFiles() {
        keepReports();

        try (WebServer server = WebServer.start(new Address(Address.LOOPBACK, 0, ""), new RunFolders(List.of(root)))) {
            Visitor visitor = Visitor.of(server);
            List<String> before = templateFiles();
            for (String page : List.of("model", "system")) {
                String first = visitor.get(SESSION + page).body();
                assertThat(first).contains("DL4J").doesNotContain("${");
                assertThat(visitor.get(SESSION + page).body()).isEqualTo(first);
            }
            assertThat(templateFiles()).isEqualTo(before);
        }
    }

    private static List<String> templateFiles() {
        String[] names = Path.of(System.getProperty("java.io.tmpdir")).toFile().list();
        return Stream.of(names == null ? new String[0] : names)
                .filter(name -> name.matches("Training(Model|System)\\.html\\.ftl.*"))
                .sorted()
                .toList();
    }

    private static List<Integer> iterations(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static List<String> assets(String page) {
        return Pattern.compile("(?:src|href)=\"(/assets/[^\"]*)\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void fineTuningHasAllItsLayers() {
        DeepBeliefNetwork network = new DeepBeliefNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new RbmLayer.Builder().nIn(6).nOut(4).build())
                .layer(new OutputLayer.Builder().nIn(4).nOut(2).build())
                .build());
        network.init();
        network.setListeners(new StatsListener(new StatsFile(file()), 1));
        network.fit(ROWS, Nd4j.ones(DataType.FLOAT, 20, 2).muli(0.5));

        try (WebServer server = WebServer.start(new Address(Address.LOOPBACK, 0, ""), new RunFolders(List.of(root)))) {
            Visitor visitor = Visitor.of(server);
            assertThat(visitor.get(SESSION + "model/graph").body()).contains("\"Rbm\"", "\"Output\"");
            JsonNode layer = Json.read(visitor.get(SESSION + "model/data/2").body(), JsonNode.class);
            assertThat(layer.path("paramHist").path("paramNames"))
                    .map(JsonNode::asText)
                    .contains("W", "b");
        }
    }

    @Test
    void aTrainingIsFollowedWhileItGoesOn() throws IOException {
        keepReports();
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length - 20));

        try (WebServer server = WebServer.start(new Address(Address.LOOPBACK, 0, ""), new RunFolders(List.of(root)))) {
            Visitor visitor = Visitor.of(server);
            assertThat(scores(visitor)).isEqualTo(9);

            Files.write(file(), whole);
            visitor.get("/train/sessions/lastUpdate/0~first~layer1");
            assertThat(scores(visitor)).isEqualTo(10);
        }
    }

    @Test
    void anotherFileOfTheSameNameIsReadFromItsBeginning() throws IOException {
        keepReports();
        byte[] whole = Files.readAllBytes(file());

        try (WebServer server = WebServer.start(new Address(Address.LOOPBACK, 0, ""), new RunFolders(List.of(root)))) {
            Visitor visitor = Visitor.of(server);
            assertThat(scores(visitor)).isEqualTo(10);

            Files.write(file(), Arrays.copyOf(whole, whole.length - 20));
            assertThat(scores(visitor)).as("a shorter one").isEqualTo(9);

            Files.delete(file());
            train(8, new StatsListener(new StatsFile(file()), 1));
            assertThat(scores(visitor)).as("a longer one").isEqualTo(16);
        }
    }

    /** DL4J's module has one choice of a worker for all visitors, which any GET can change. */
    @Test
    void nobodyChoosesForOthers() {
        keepReports();

        try (WebServer server = WebServer.start(new Address(Address.LOOPBACK, 0, ""), new RunFolders(List.of(root)))) {
            Visitor visitor = Visitor.of(server);
            assertThat(visitor.get("/train/workers/setByIdx/7").headers().firstValue("Location"))
                    .hasValue("/dbn/");
            assertThat(scores(visitor)).isEqualTo(10);
        }
    }

    private static int scores(Visitor visitor) {
        return Json.read(visitor.get(SESSION + "overview/data").body(), JsonNode.class)
                .path("scores")
                .size();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/train/0~first~layer2/overview",
                "/train/0~first/overview",
                "/train/layer1/overview/data",
                "/train/0~..~first~layer1/overview",
                "/train/0~first~..%2Ftraining%2Flayer1/overview",
                "/train/sessions/lastUpdate/0~second~layer1",
                "/train/0~.~first~layer1/overview",
                "/train/0~first~layer1/overview?sessionID=other",
                "/assets/../org/deeplearning4j/ui/VertxUIServer.class",
                "/assets/%2e%2e/logback.xml",
                "/assets/webjars/../../MANIFEST.MF",
                "/assets/",
                "/assets/no.js"
            })
    void whatIsNotThereIsNotFound(String path) throws IOException {
        keepReports();
        Files.writeString(folder.resolve("secret.stats"), "secret");
        Files.createSymbolicLink(run.resolve("training/out.stats"), folder.resolve("secret.stats"));

        try (WebServer server = WebServer.start(new Address(Address.LOOPBACK, 0, ""), new RunFolders(List.of(root)))) {
            String answer = Visitor.of(server).raw("GET " + path + " HTTP/1.1", "127.0.0.1");
            assertThat(answer).startsWith("HTTP/1.1 404").doesNotContain("secret");
            assertThat(Visitor.of(server).get("/train/0~first~out/overview").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void recordsAreReadFromAnyPlaceOn() {
        keepReports();

        StatsFile.Part all = StatsFile.read(file(), 0, "session");
        assertThat(all.models())
                .isNotEmpty() // DL4J says it again if the first iteration has number 0.
                .extracting(Persistable::getSessionID)
                .containsOnly("session");
        assertThat(all.models())
                .extracting(model -> ((SbeStatsInitializationReport) model).getSwHostName())
                .containsOnly("");
        assertThat(all.reports())
                .hasSize(10)
                .extracting(Persistable::getSessionID)
                .containsOnly("session");
        assertThat(StatsFile.read(file(), all.end(), "session"))
                .isEqualTo(new StatsFile.Part(List.of(), List.of(), all.end()));
    }

    @Test
    void aDamagedFileIsRefused() throws IOException {
        keepReports();
        byte[] whole = Files.readAllBytes(file());
        whole[0] = 7;
        Files.write(file(), whole);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatsFile.read(file(), 0, "session"))
                .withMessage(file() + " is damaged at byte 0");

        whole[0] = 1;
        Arrays.fill(whole, 60, 200, (byte) -1);
        Files.write(file(), whole);
        assertThatIllegalArgumentException().isThrownBy(() -> StatsFile.read(file(), 0, "session"));
    }

    /** DL4J's pages would create an object of any class that a model's configuration names. */
    @Test
    void aModelThatNamesAnotherClassIsRefused() {
        SbeStatsInitializationReport model = new SbeStatsInitializationReport();
        model.reportIDs("s", StatsListener.TYPE_ID, "w", 1);
        model.reportModelInfo("Layer", "{\"@class\": \"java.net.URL\"}", new String[] {"W"}, 1, 1);
        new StatsFile(file()).putStaticInfo(model);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatsFile.read(file(), 0, "session"))
                .withMessageContaining(
                        "must name only classes of DL4J's configurations and of dbn4j, was java.net.URL");
    }

    @Test
    void serializedObjectsAreDropped() {
        SbeStatsReport report = new SbeStatsReport();
        report.reportIDs("s", StatsListener.TYPE_ID, "w", 1);
        report.reportDataSetMetaData(List.of("object"), String.class);
        new StatsFile(file()).putUpdate(report);

        SbeStatsReport read =
                (SbeStatsReport) StatsFile.read(file(), 0, "session").reports().get(0);
        assertThat(read.getDataSetMetaData()).isNull();
    }

    @Test
    void listeningChangesNoBit() {
        TrainingListener listener = new TrainingStats(run, Duration.ZERO).listener("layer1");

        assertThat(train(5, listener)).isEqualTo(train(5));
        assertThat(StatsFile.read(file(), 0, "session").reports()).isNotEmpty();
    }

    /** Training continues if its folder cannot be created because a file has its name. */
    @Test
    void trainingGoesOnIfNothingCanBeKept() throws IOException {
        Files.writeString(run.resolve("training"), "no folder");

        assertThat(train(5, new TrainingStats(run, Duration.ZERO).listener("layer1")))
                .isEqualTo(train(5));
        assertThat(TrainingStats.of(run)).isEmpty();
    }

    @Test
    void whatEndsAtOnceLeavesNothing() {
        train(1, new TrainingStats(run).listener("layer1"));

        assertThat(file()).doesNotExist();
        assertThat(TrainingStats.of(run)).isEmpty();
    }

    @Test
    void aTrainingThatIsGoneOnWithIsAnotherOne() {
        keepReports();
        train(5, new TrainingStats(run, Duration.ZERO).listener("layer1"));

        assertThat(TrainingStats.of(run)).containsExactly("layer1", "layer1-2");
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> TrainingStats.file(run, "layer1-3"))
                .withMessage("the run has no training layer1-3");
    }
}
