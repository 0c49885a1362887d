package io.dbn4j.core.dl4j;

import static io.dbn4j.core.dl4j.SmallNetworks.CD;
import static io.dbn4j.core.dl4j.SmallNetworks.PIXELS;
import static io.dbn4j.core.dl4j.SmallNetworks.barsAndStripes;
import static io.dbn4j.core.dl4j.SmallNetworks.base;
import static io.dbn4j.core.dl4j.SmallNetworks.batches;
import static io.dbn4j.core.dl4j.SmallNetworks.classifier;
import static io.dbn4j.core.dl4j.SmallNetworks.initialized;
import static io.dbn4j.core.dl4j.SmallNetworks.labels;
import static io.dbn4j.core.dl4j.SmallNetworks.layer;
import static io.dbn4j.core.dl4j.SmallNetworks.network;
import static io.dbn4j.core.dl4j.SmallNetworks.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.training.GreedyPretraining;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

class ListenerTest {

    private final List<INDArray> batches = batches(4, 7, DataType.FLOAT);

    /** Iterations and scores, as a listener of the user sees them. */
    private static final class Diary extends BaseTrainingListener {
        private final List<Integer> iterations = new ArrayList<>();
        private final List<Double> scores = new ArrayList<>();

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            iterations.add(iteration);
            scores.add(model.score());
        }
    }

    private static DeepBeliefNetwork oneLayer() {
        return network(DataType.FLOAT, new Sgd(0.1), layer(PIXELS, 6, CD).build());
    }

    @Test
    void everyUpdateIsReportedWithAFiniteScore() {
        DeepBeliefNetwork network = oneLayer();
        Diary diary = new Diary();
        network.setListeners(diary);

        batches.forEach(batch -> network.pretrainLayer(0, batch));

        assertThat(diary.iterations).containsExactly(0, 1, 2, 3);
        assertThat(diary.scores)
                .allSatisfy(score -> assertThat(score).isFinite())
                .doesNotHaveDuplicates();
    }

    @Test
    void listenersMayComeLater() {
        DeepBeliefNetwork network = oneLayer();
        Diary diary = new Diary();
        network.pretrainLayer(0, batches.get(0));

        network.setListeners(diary);
        network.pretrainLayer(0, batches.get(1));

        assertThat(diary.iterations).containsExactly(1);
    }

    @Test
    void aRestoredNetworkReportsToItsListeners(@TempDir Path folder) throws IOException {
        File file = folder.resolve("model.zip").toFile();
        DeepBeliefNetwork saved = oneLayer();
        saved.pretrainLayer(0, batches.get(0));
        saved.save(file);
        DeepBeliefNetwork network = DeepBeliefNetwork.restore(file);
        Diary diary = new Diary();

        network.setListeners(diary);
        network.pretrainLayer(0, batches.get(1));

        assertThat(diary.iterations).containsExactly(1);
    }

    @Test
    void listeningChangesNothing() {
        DeepBeliefNetwork watched = oneLayer();
        watched.setListeners(new Diary(), new ScoreIterationListener(1), new CollectScoresIterationListener(1));
        DeepBeliefNetwork alone = oneLayer();

        batches.forEach(batch -> watched.pretrainLayer(0, batch));
        batches.forEach(batch -> alone.pretrainLayer(0, batch));

        assertThat(parameters(watched)).isEqualTo(parameters(alone));
    }

    @Test
    void statsListenerReportsPretrainingAndFineTuning() {
        DeepBeliefNetwork network =
                initialized(new DeepBeliefNetwork(classifier(base(DataType.FLOAT, new Momentum(0.1, 0.5)))));
        InMemoryStatsStorage storage = new InMemoryStatsStorage();
        network.setListeners(new StatsListener(storage, 1));
        INDArray rows = barsAndStripes(28, DataType.FLOAT);

        new GreedyPretraining(List.of(2, 2), 7, Binarization.NONE, Binarization.NONE)
                .train(network, rows, new Seed(SmallNetworks.SEED), new GreedyPretraining.Observer() {});
        network.fit(rows, labels(28, DataType.FLOAT));

        assertThat(storage.listSessionIDs())
                .hasSize(3)
                .anySatisfy(session -> assertThat(session).endsWith("_layer0"))
                .anySatisfy(session -> assertThat(session).endsWith("_layer1"));
        for (String session : storage.listSessionIDs()) {
            String worker = storage.listWorkerIDsForSession(session).get(0);
            assertThat(storage.getLatestUpdate(session, StatsListener.TYPE_ID, worker))
                    .isNotNull();
        }
    }
}
