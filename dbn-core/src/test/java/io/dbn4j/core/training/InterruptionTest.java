package io.dbn4j.core.training;

import static io.dbn4j.core.dl4j.SmallNetworks.barsAndStripes;
import static io.dbn4j.core.dl4j.SmallNetworks.parameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.random.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** An interrupted thread stops training between two updates. */
class InterruptionTest {

    private static final Seed SEED = new Seed(3);

    private final GreedyPretraining training =
            new GreedyPretraining(List.of(2, 2), 7, Binarization.NONE, Binarization.NONE);
    private final INDArray rows = barsAndStripes(28, DataType.FLOAT);

    /** Keeps parameters and states after every update, and interrupts the thread after one of them. */
    private static final class Interrupting implements GreedyPretraining.Observer {

        private final DeepBeliefNetwork network;
        private final int last;
        private final List<double[]> seen = new ArrayList<>();
        private Snapshot state = Snapshot.NONE;

        Interrupting(DeepBeliefNetwork network, int last) {
            this.network = network;
            this.last = last;
        }

        @Override
        public void updated(int layer, int epoch, int update, int updatesPerEpoch) {
            seen.add(parameters(network));
            if (seen.size() == last) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void resumable(boolean epochEnds, Supplier<Snapshot> now) {
            state = now.get();
        }
    }

    @AfterEach
    void clear() {
        Thread.interrupted();
    }

    @Test
    void theNextUpdateIsNotDoneAndAKeptStateGoesOnToTheSameBits() {
        DeepBeliefNetwork network = CancellationTest.stack();
        Interrupting watch = new Interrupting(network, 10);

        assertThatThrownBy(() -> training.train(network, rows, SEED, watch))
                .isInstanceOf(CancellationException.class)
                .hasMessage("pretraining of layer \"layer1\" was interrupted between two updates");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(watch.seen).hasSize(10);
        assertThat(parameters(network)).isEqualTo(watch.seen.get(9));
        DeepBeliefNetwork whole = CancellationTest.stack();
        training.train(whole, rows, SEED);
        network.params().addi(1); // the kept state is a copy
        DeepBeliefNetwork resumed = CancellationTest.stack();
        training.resume(resumed, rows, SEED, watch.state);
        assertThat(parameters(resumed)).isEqualTo(parameters(whole));
    }

    @Test
    void pretrainStopsToo() {
        DeepBeliefNetwork network = CancellationTest.stack();
        DataSetIterator data = new ExistingDataSetIterator(new DataSet(rows, rows).batchBy(7));
        network.pretrain(data, 1);
        double[] before = parameters(network);
        data.setPreProcessor(batch -> Thread.currentThread().interrupt());

        assertThatThrownBy(() -> network.pretrain(data, 1))
                .isInstanceOf(CancellationException.class)
                .hasMessage("pretraining of layer \"layer0\" was interrupted between two updates");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(parameters(network)).isEqualTo(before);
    }
}
