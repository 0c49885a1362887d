package io.dbn4j.ui.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.DiagonalGaussian;
import io.dbn4j.lab.report.Tiles;
import io.dbn4j.lab.run.Run;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ModelPagesTest {

    private static final String JSON = "application/json";

    @TempDir
    Path root;

    private DeepBeliefNetwork network;
    private Path run;
    private WebServer server;
    private Visitor visitor;

    @BeforeEach
    void start() throws IOException {
        network = new DeepBeliefNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .weightInit(WeightInit.NORMAL)
                .list()
                .layer(new RbmLayer.Builder().nIn(9).nOut(4).build())
                .layer(new RbmLayer.Builder().nIn(4).nOut(3).build())
                .build());
        network.init();
        run = SmallRuns.done(root.resolve("run"), 1);
        network.save(run.resolve("stack.zip").toFile(), false);
        server = WebServer.start(new Address(Address.LOOPBACK, 0, ""), new RunFolders(List.of(root)));
        visitor = Visitor.of(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Rbm rbm(int layer) {
        return ((RbmLayerRuntime) network.getLayer(layer)).rbm();
    }

    @Test
    void aCheckpointHasTheWeightsOfTheNetworkThatWroteIt() {
        Run going = SmallRuns.start(root.resolve("going"), 0, 4, 3);
        going.checkpoints()
                .done(
                        "pretraining",
                        Snapshot.of(Map.of(
                                        "layer-0-parameters",
                                        network.getLayer(0).params(),
                                        "layer-1-parameters",
                                        network.getLayer(1).params(),
                                        "layer-0-objective-visible",
                                        Nd4j.ones(5, 9)))
                                .and("layer-0-units", 9, 4)
                                .and("layer-1-units", 4, 3));

        RunModel model = RunModel.read(going.folder());

        assertThat(model.weights()).containsExactly(rbm(0).weights(), rbm(1).weights());
        assertThat(model.chains()).hasValue(Nd4j.ones(5, 9));
        assertThat(RunModel.read(run).weights()).isEqualTo(model.weights());
        assertThat(visitor.get("/dbn/api/pictures?id=0/going&layer=2&from=0&order=index")
                        .body())
                .contains("\"layers\":[\"9-4\",\"4-3\"]", "\"total\":3", "5 of 5");
    }

    /** A layer with 9 log variances has more parameters than weights and biases. */
    @Test
    void aCheckpointWithLearnedVariancesHasTheWeightsToo() {
        RbmLayer layer = new RbmLayer.Builder()
                .nIn(9)
                .nOut(4)
                .visibleUnit(new DiagonalGaussian())
                .build();
        DeepBeliefNetwork learned = new DeepBeliefNetwork(
                new NeuralNetConfiguration.Builder().list().layer(layer).build());
        learned.init();
        Run going = SmallRuns.start(root.resolve("going"), 0, 4);
        going.checkpoints()
                .done(
                        "pretraining",
                        Snapshot.of(Map.of(
                                        "layer-0-parameters",
                                        learned.getLayer(0).params()))
                                .and("layer-0-units", 9, 4));

        assertThat(RunModel.read(going.folder()).weights())
                .containsExactly(((RbmLayerRuntime) learned.getLayer(0)).rbm().weights());
    }

    @ParameterizedTest
    @CsvSource({"3, -1", "-3, 1", "4, 2", "4000000000, 4000000000"})
    void aCheckpointThatClaimsUnitsWithoutParametersIsRefused(long visible, long hidden) {
        Run going = SmallRuns.start(root.resolve("none"), 0, 4);
        going.checkpoints()
                .done(
                        "pretraining",
                        Snapshot.of(Map.of("layer-0-parameters", Nd4j.ones(12))).and("layer-0-units", visible, hidden));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunModel.read(going.folder()))
                .withMessageEndingWith("an RBM with " + visible + " visible and " + hidden
                        + " hidden units must have a weight for each pair and a bias for each unit, had 12 parameters");
    }

    @Test
    void unitsAboveAreSeenThroughTheLayersBelow() {
        Pictures second = Pictures.of(RunModel.read(run), "", 2, 0, false);
        INDArray product = rbm(0).weights().mmul(rbm(1).weights());

        assertThat(second.filters())
                .usingRecursiveComparison()
                .ignoringFields("title")
                .isEqualTo(Tiles.signed("", product.transpose().dup('c'), 3, 3));
    }

    @Test
    void theStrongestUnitComesFirstIfThatIsAskedFor() {
        Pictures all = Pictures.of(RunModel.read(run), "", 1, 0, false);
        Pictures sorted = Pictures.of(RunModel.read(run), "", 1, 0, true);
        int strongest = rbm(0).weights().norm2(0).argMax(0).getInt(0);

        assertThat(sorted.filters().tiles())
                .containsExactlyInAnyOrderElementsOf(all.filters().tiles());
        assertThat(sorted.filters().tiles().get(0))
                .isEqualTo(all.filters().tiles().get(strongest));
    }

    @Test
    void picturesLieInTheRectangleNearestToASquare() {
        assertThat(Pictures.Shape.of(784)).isEqualTo(new Pictures.Shape(28, 28));
        assertThat(Pictures.Shape.of(12)).isEqualTo(new Pictures.Shape(3, 4));
        assertThat(Pictures.Shape.of(7)).isEqualTo(new Pictures.Shape(1, 7));
    }

    @Test
    void theFreeEnergyOfADrawingIsThatOfTheRbm() {
        List<Double> pixels = List.of(1.0, 0.0, 0.9, 0.1, 1.0, 0.0, 0.0, 0.2, 1.0);
        INDArray state = Nd4j.createFromArray(new float[][] {{1, 0, 1, 0, 1, 0, 0, 0, 1}});

        Play.Answer answer = Play.read(run).reconstructed(new Play.Question(pixels, List.of(), 0, 1, -1), () -> false);

        assertThat(answer.freeEnergy()).isEqualTo(rbm(0).freeEnergy(state)[0]);
        assertThat(answer.pictures().tiles()).hasSize(2);
        assertThat(answer.classes()).isEmpty();
    }

    @Test
    void heldPixelsStayAndFreeOnesFollowTheModel() throws IOException {
        // Hidden units off, visible biases strong: pixels are independent and nearly certain.
        network.getLayer(0).params().assign(0);
        rbm(0).visibleBias().assign(8);
        network.save(run.resolve("stack.zip").toFile(), false);
        List<Integer> held = List.of(1, 1, 1, 1, 1, 1, 0, 0, 0);
        Play.Question question = new Play.Question(Collections.nCopies(9, 0.0), held, 5, 1, -1);

        String picture = Play.read(run)
                .filled(question, () -> false)
                .pictures()
                .tiles()
                .get(0)
                .source();
        INDArray expected =
                Nd4j.createFromArray(new double[][] {{0, 0, 0, 0, 0, 0, logistic(8), logistic(8), logistic(8)}});

        assertThat(picture)
                .isEqualTo(
                        Tiles.gray("", expected, 3, 3, List.of()).tiles().get(0).source());
    }

    @Test
    void nothingIsComputedForWhoHasGone() {
        AtomicInteger asked = new AtomicInteger();
        Play.Question question = new Play.Question(Collections.nCopies(9, 0.0), Collections.nCopies(9, 1), 1000, 1, -1);
        BooleanSupplier gone = () -> asked.incrementAndGet() == 4;

        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> Play.read(run).filled(question, gone));
        assertThat(asked).hasValue(4);
        asked.set(0);
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> Play.read(run).sampled(question, gone));
        assertThat(asked).hasValue(4);
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Test
    void onlyThePagesMayAsk() {
        String question = "{\"pixels\":[1,1,1,1,1,1,1,1,1],\"held\":[],\"steps\":3,\"seed\":1,\"label\":-1}";
        String path = "/dbn/api/reconstruct?id=0/run";

        assertThat(visitor.post(path, question, "Content-Type", JSON).body()).contains("\"freeEnergy\":-");
        assertThat(visitor.post(path, question, "Content-Type", "text/plain").statusCode())
                .isEqualTo(403);
        assertThat(visitor.post(path, question, "Content-Type", JSON, "Origin", "http://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(visitor.post("/dbn/api/sample?id=0/run", question, "Content-Type", JSON)
                        .body())
                .contains("data:image/png");
    }

    @Test
    void whatIsTooMuchIsRefused() {
        String path = "/dbn/api/reconstruct?id=0/run";
        HttpResponse<String> large = visitor.post(path, "[" + "1,".repeat(1 << 18) + "1]", "Content-Type", JSON);
        HttpResponse<String> wrong = visitor.post(path, "{\"pixels\":[2]}", "Content-Type", JSON);
        HttpResponse<String> deep = visitor.post(path, "[".repeat(10_000), "Content-Type", JSON);

        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(deep.statusCode()).isEqualTo(400);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Play.Question(List.of(), List.of(), 1_000_000, 1, -1))
                .withMessage("steps must be in [0, 1000], was 1000000");
    }

    @Test
    void aModelThatIsNoneIsNamed() throws IOException {
        Files.writeString(run.resolve("stack.zip"), "no zip");

        HttpResponse<String> answer = visitor.get("/dbn/api/pictures?id=0/run&layer=1&from=0&order=index");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("stack.zip");
    }
}
