package io.dbn4j.example.pipelines;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.data.Idx;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.training.GreedyPretraining;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/** Pretraining that the Enter key stops, and that then goes on as if nothing had happened. */
public final class StopAndResume {

    private static final Seed SEED = new Seed(42);

    private final GreedyPretraining training;

    StopAndResume(int epochs, int batch) {
        training = new GreedyPretraining(List.of(epochs), batch, Binarization.BERNOULLI, Binarization.NONE);
    }

    /** Takes a file of images in MNIST's format. */
    public static void main(String[] arguments) {
        INDArray images = Idx.read(Path.of(arguments[0])).scaled();
        DeepBeliefNetwork network = network(images.columns(), 100);
        Watch watch = new Watch();
        Thread keyboard = new Thread(() -> {
            try {
                watch.stop.set(System.in.read() >= 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        keyboard.setDaemon(true);
        keyboard.start();
        new StopAndResume(10, 100).train(network, images, watch);
    }

    static DeepBeliefNetwork network(int visible, int hidden) {
        DeepBeliefNetwork network = new DeepBeliefNetwork(new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Sgd(0.05))
                .list()
                .layer(new RbmLayer.Builder().nIn(visible).nOut(hidden).build())
                .build());
        network.init();
        return network;
    }

    /** Pretrains until the watch stops it, and then from there to the end. */
    void train(DeepBeliefNetwork network, INDArray images, Watch watch) {
        try {
            training.train(network, images, SEED, watch);
        } catch (CancellationException e) {
            System.out.println("stopped; goes on");
            watch.stop.set(false);
            training.resume(network, images, SEED, watch, watch.stoppedAt);
        }
    }
}
