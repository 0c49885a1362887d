package io.dbn4j.core.training;

import static io.dbn4j.core.dl4j.SmallNetworks.CD;
import static io.dbn4j.core.dl4j.SmallNetworks.PCD;
import static io.dbn4j.core.dl4j.SmallNetworks.PIXELS;
import static io.dbn4j.core.dl4j.SmallNetworks.barsAndStripes;
import static io.dbn4j.core.dl4j.SmallNetworks.layer;
import static io.dbn4j.core.dl4j.SmallNetworks.network;
import static io.dbn4j.core.dl4j.SmallNetworks.parameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.dl4j.Momentum;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.random.Seed;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An observer stops training by an exception, between two updates. */
class CancellationTest {

    /** Number of updates of both layers. */
    private static final int UPDATES = 16;

    private static final Seed SEED = new Seed(3);

    private final GreedyPretraining training =
            new GreedyPretraining(List.of(2, 2), 7, Binarization.NONE, Binarization.NONE);
    private final INDArray rows = barsAndStripes(28, DataType.FLOAT);

    /** Returns two RBMs, of PCD with momentum and of CD. */
    static DeepBeliefNetwork stack() {
        return network(
                DataType.FLOAT,
                new Momentum(0.1, 0.9),
                layer(PIXELS, 6, PCD).build(),
                layer(6, 4, CD).build());
    }

    /** Remembers the parameters after every update and throws after one of them. */
    private static final class Watch implements GreedyPretraining.Observer {

        private final DeepBeliefNetwork network;
        private final int last;
        private final List<double[]> seen = new ArrayList<>();
        private final List<Snapshot> stoppedAt = new ArrayList<>();

        Watch(DeepBeliefNetwork network, int last) {
            this.network = network;
            this.last = last;
        }

        @Override
        public void updated(int layer, int epoch, int update, int updatesPerEpoch) {
            seen.add(parameters(network));
        }

        @Override
        public void resumable(boolean epochEnds, Supplier<Snapshot> now) {
            if (seen.size() == last) {
                stoppedAt.add(now.get());
                throw new CancellationException("enough");
            }
        }
    }

    private Watch trained(DeepBeliefNetwork network) {
        Watch watch = new Watch(network, -1);
        training.train(network, rows, SEED, watch);
        assertThat(watch.seen).hasSize(UPDATES);
        return watch;
    }

    private Watch canceled(DeepBeliefNetwork network, int last) {
        Watch watch = new Watch(network, last);
        assertThatThrownBy(() -> training.train(network, rows, SEED, watch))
                .isInstanceOf(CancellationException.class)
                .hasMessage("enough");
        return watch;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8, 9, 15})
    void theNetworkIsAsTheLastUpdateLeftIt(int last) {
        DeepBeliefNetwork network = stack();

        canceled(network, last);

        List<double[]> uninterrupted = trained(stack()).seen;
        assertThat(parameters(network)).isEqualTo(uninterrupted.get(last - 1)).isNotEqualTo(uninterrupted.get(last));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8, 9, 15})
    void itGoesOnFromThereToTheSameBits(int last) {
        DeepBeliefNetwork network = stack();
        Watch watch = canceled(network, last);

        training.resume(network, rows, SEED, new Watch(network, -1), watch.stoppedAt.get(0));

        assertThat(parameters(network)).isEqualTo(trained(stack()).seen.get(UPDATES - 1));
    }

    @Test
    void itCanBeSavedAndTrainedOn(@TempDir Path folder) throws IOException {
        DeepBeliefNetwork network = stack();
        canceled(network, 10);
        File file = folder.resolve("model.zip").toFile();
        network.save(file);
        DeepBeliefNetwork restored = DeepBeliefNetwork.restore(file);

        training.train(network, rows, new Seed(4), new Watch(network, -1));
        training.train(restored, rows, new Seed(4), new Watch(restored, -1));

        assertThat(parameters(restored)).isEqualTo(parameters(network));
    }
}
