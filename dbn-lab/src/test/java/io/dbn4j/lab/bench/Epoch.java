package io.dbn4j.lab.bench;

import com.sun.management.OperatingSystemMXBean;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.data.Idx;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.objective.ContrastiveDivergence;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.NegativePhase;
import io.dbn4j.core.objective.Persistent;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.training.GreedyPretraining;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Times epochs of RBM training with 500 hidden units and batches of 100, as {@code rbm_epoch.py} does, and prints the
 * same lines: method, wall time, processor time, images a second.
 */
public final class Epoch {

    private static final int HIDDEN = 500;
    private static final int BATCH = 100;
    private static final double RATE = 0.05;

    private Epoch() {}

    /** Takes an IDX file of images, {@code dbn4j-cd1} or {@code dbn4j-pcd1}, and the number of epochs. */
    public static void main(String[] arguments) {
        INDArray images = Idx.read(Path.of(arguments[0])).scaled();
        String method = arguments[1];
        NegativePhase phase = switch (method) {
            case "dbn4j-cd1" -> new ContrastiveDivergence(1);
            case "dbn4j-pcd1" -> new Persistent(BATCH, new Gibbs(), 1);
            default -> throw new IllegalArgumentException("method must be dbn4j-cd1 or dbn4j-pcd1, was " + method);
        };
        train(images, phase, Integer.parseInt(arguments[2]), new Watch(method, images.size(0)));
    }

    /** Gray values are the states of the visible units, as in {@code rbm_epoch.py}. */
    static void train(INDArray images, NegativePhase phase, int epochs, GreedyPretraining.Observer observer) {
        DeepBeliefNetwork network = new DeepBeliefNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(RATE))
                .list()
                .layer(new RbmLayer.Builder()
                        .nIn(images.size(1))
                        .nOut(HIDDEN)
                        .objective(new Likelihood(phase))
                        .build())
                .build());
        network.init();
        new GreedyPretraining(List.of(epochs), BATCH, Binarization.NONE, Binarization.NONE)
                .train(network, images, new Seed(1), observer);
    }

    /** Prints a line at the end of every epoch. */
    private static final class Watch implements GreedyPretraining.Observer {

        private final OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

        private final String method;
        private final long images;
        private long wall;
        private long cpu;

        Watch(String method, long images) {
            this.method = method;
            this.images = images;
        }

        @Override
        public void layerStarts(int layer, RbmLayerRuntime rbm, INDArray input) {
            wall = System.nanoTime();
            cpu = system.getProcessCpuTime();
        }

        @Override
        public void epochEnds(int layer, int epoch, RbmLayerRuntime rbm, INDArray input) {
            double wallSeconds = (System.nanoTime() - wall) * 1e-9;
            double cpuSeconds = (system.getProcessCpuTime() - cpu) * 1e-9;
            System.out.printf(
                    Locale.ROOT,
                    "%s wall %.2f s cpu %.2f s %.0f images/s%n",
                    method,
                    wallSeconds,
                    cpuSeconds,
                    images / wallSeconds);
            layerStarts(layer, rbm, input);
        }
    }
}
