package org.example;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.Persistent;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.training.GreedyPretraining;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Trains an RBM on images of 4 x 4 pixels with horizontal bars or vertical stripes, until it knows them well enough. */
public final class BarsAndStripes {

    private static final int SIDE = 4;
    private static final int IMAGES = 30;

    /** Nats per image; nobody can do better than {@code -log 30 = -3.4}. */
    private static final double GOOD = -5;

    private BarsAndStripes() {}

    public static void main(String[] arguments) {
        INDArray images = images();
        DeepBeliefNetwork network = new DeepBeliefNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.1))
                .list()
                .layer(new RbmLayer.Builder()
                        .nIn(SIDE * SIDE)
                        .nOut(12)
                        .objective(new Likelihood(new Persistent(100, new Gibbs(), 1)))
                        .build())
                .build());
        network.init();
        Rbm rbm = ((RbmLayerRuntime) network.getLayer(0)).rbm();
        System.out.printf(Locale.ROOT, "untrained: %.2f nats%n", logLikelihood(rbm, images));
        try {
            new GreedyPretraining(List.of(20_000), IMAGES, Binarization.NONE, Binarization.NONE)
                    .train(network, images, new Seed(1), new Watch());
        } catch (CancellationException e) {
            // Between two updates: the network is as the last one left it.
            System.out.println(e.getMessage());
        }
        System.out.printf(Locale.ROOT, "trained: %.2f nats%n", logLikelihood(rbm, images));
    }

    /** Shows progress, and cancels. */
    private static final class Watch implements GreedyPretraining.Observer {

        @Override
        public void epochEnds(int layer, int epoch, RbmLayerRuntime runtime, INDArray images) {
            if (epoch % 500 == 0) {
                double logLikelihood = logLikelihood(runtime.rbm(), images);
                System.out.printf(Locale.ROOT, "epoch %d: %.2f nats%n", epoch, logLikelihood);
                if (logLikelihood > GOOD) {
                    throw new CancellationException("good enough after " + epoch + " epochs");
                }
            }
        }
    }

    /** Mean over the images, exact. */
    private static double logLikelihood(Rbm rbm, INDArray images) {
        double freeEnergy = Arrays.stream(rbm.freeEnergy(images)).average().orElseThrow();
        return -freeEnergy - StateSpace.of(rbm).logPartition();
    }

    /** All 16 patterns of bars, and all 14 of stripes that are not among them. */
    private static INDArray images() {
        float[][] images = new float[IMAGES][SIDE * SIDE];
        for (int image = 0; image < IMAGES; image++) {
            for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                int on = image < 16 ? image >> (pixel / SIDE) : (image - 15) >> (pixel % SIDE);
                images[image][pixel] = on & 1;
            }
        }
        return Nd4j.create(images);
    }
}
