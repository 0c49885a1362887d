package io.dbn4j.example.pipelines;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.data.Idx;
import io.dbn4j.core.data.ImageSet;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.model.DbnArchive;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.objective.ContrastiveDivergence;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.NegativePhase;
import io.dbn4j.core.objective.Persistent;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.stack.Dbn;
import io.dbn4j.core.training.GreedyPretraining;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * A deep belief network that learns rows together with their classes: an RBM of the rows, and above it an RBM of its
 * features and one unit for each class. It reads the class of a row, and draws rows of a class.
 *
 * @param features hidden units of the RBM of the rows
 * @param top hidden units of the RBM above it
 * @param epochs epochs of each RBM
 */
public record ClassesOnTop(int features, int top, int epochs) {

    private static final int BATCH = 20;

    /** Takes files of images and of labels in MNIST's format, and the {@code .npz} file for the network. */
    public static void main(String[] arguments) {
        Idx labels = Idx.read(Path.of(arguments[1]));
        ImageSet digits = ImageSet.of(Idx.read(Path.of(arguments[0])), labels, ImageSet.classes(labels));
        Dbn dbn = new ClassesOnTop(100, 200, 10).train(digits.images(), digits.oneHot());
        DbnArchive.write(dbn, Path.of(arguments[2])); // DbnArchive.read reads it, ./dbn rbm sample draws from it
        System.out.printf(
                Locale.ROOT, "accuracy on the training images %.3f%n", accuracy(dbn, digits.images(), digits.labels()));
        INDArray image = dbn.meansOfClass(3, 1, 1000, new Seed(2).stream("images"));
        System.out.println("an image of class 3: " + image);
    }

    /**
     * Trains both RBMs.
     *
     * @param rows values in [0, 1], {@code [rows, visible]}; not modified
     * @param classes a single 1 in each row, {@code [rows, classes]}; not modified
     */
    Dbn train(INDArray rows, INDArray classes) {
        Dbn below = rbm(rows, features, new ContrastiveDivergence(1)).dbn();
        INDArray joint = below.labeledRows(rows, classes);
        DeepBeliefNetwork above = rbm(joint, top, new Persistent(100, new Gibbs(), 1));
        return below.withTop(above.rbms().get(0));
    }

    private DeepBeliefNetwork rbm(INDArray rows, int hidden, NegativePhase phase) {
        DeepBeliefNetwork network = new DeepBeliefNetwork(new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Sgd(0.1))
                .list()
                .layer(new RbmLayer.Builder()
                        .nIn(rows.columns())
                        .nOut(hidden)
                        .objective(new Likelihood(phase))
                        .build())
                .build());
        network.init();
        new GreedyPretraining(List.of(epochs), BATCH, Binarization.BERNOULLI, Binarization.NONE)
                .train(network, rows, new Seed(42));
        return network;
    }

    /** Returns the share of rows whose class has the lowest free energy in the top RBM. */
    static double accuracy(Dbn dbn, INDArray rows, int[] labels) {
        double[][] energies = dbn.labelFreeEnergies(rows);
        int right = 0;
        for (int row = 0; row < labels.length; row++) {
            int best = 0;
            for (int label = 1; label < energies.length; label++) {
                best = energies[label][row] < energies[best][row] ? label : best;
            }
            right += best == labels[row] ? 1 : 0;
        }
        return (double) right / labels.length;
    }
}
