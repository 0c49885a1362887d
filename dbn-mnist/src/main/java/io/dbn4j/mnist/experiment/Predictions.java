package io.dbn4j.mnist.experiment;

import io.dbn4j.core.array.Rows;
import io.dbn4j.core.data.ImageSet;
import io.dbn4j.core.stack.Dbn;
import io.dbn4j.core.stats.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a classifier makes of a set of images.
 *
 * @param images with the true classes
 * @param scores {@code [images, classes]}, highest for the class that an image is taken for
 */
record Predictions(ImageSet images, INDArray scores) {

    /** By the probabilities that the network gives. */
    static Predictions of(MultiLayerNetwork network, ImageSet images) {
        return of(images, block -> network.output(block, false));
    }

    /** By the free energies of the top RBM. */
    static Predictions of(Dbn dbn, ImageSet images) {
        return of(
                images,
                block -> Nd4j.createFromArray(dbn.labelFreeEnergies(block))
                        .transpose()
                        .neg());
    }

    private static Predictions of(ImageSet images, UnaryOperator<INDArray> scores) {
        INDArray[] blocks = Rows.blocks(images.images()).stream().map(scores).toArray(INDArray[]::new);
        return new Predictions(images, Nd4j.concat(0, blocks));
    }

    /** What every image is taken for. */
    int[] classes() {
        return scores.argMax(1).toIntVector();
    }

    /** Indices of the images whose class is wrong. */
    int[] misread() {
        int[] predicted = classes();
        return IntStream.range(0, predicted.length)
                .filter(i -> predicted[i] != images.labels()[i])
                .toArray();
    }

    /** Share of wrong classes, in percent. */
    Estimate error() {
        return Estimate.proportion(misread().length, images.size());
    }

    /**
     * What became of the images of a class.
     *
     * @param images of this class
     * @param right those that were taken for it
     * @param taken images of any class that were taken for it
     */
    public record OfClass(String name, int images, int right, int taken) {}

    /** Figures by class. */
    List<OfClass> byClass() {
        int[][] counts = confusion();
        return IntStream.range(0, counts.length)
                .mapToObj(of -> new OfClass(
                        images.classes().get(of),
                        IntStream.of(counts[of]).sum(),
                        counts[of][of],
                        Arrays.stream(counts).mapToInt(row -> row[of]).sum()))
                .toList();
    }

    /** Share of wrong classes of somebody who takes every image for one class, in percent. */
    Estimate errorOfSaying(int always) {
        long wrong =
                IntStream.of(images.labels()).filter(label -> label != always).count();
        return Estimate.proportion(wrong, images.size());
    }

    /**
     * A line for a classifier that is not better than saying one class always, by more than the error of the difference
     * image by image; else empty.
     *
     * @param always the class
     */
    String warning(int always) {
        int[] predicted = classes();
        String name = images.classes().get(always);
        double[] gain = IntStream.range(0, predicted.length)
                .mapToDouble(i -> (predicted[i] == images.labels()[i] ? 1 : 0) - (always == images.labels()[i] ? 1 : 0))
                .toArray();
        if (Estimate.mean(gain, "").low() > 0) {
            return "";
        }
        boolean same = IntStream.of(predicted).allMatch(of -> of == predicted[0]);
        return (same ? "all images are read as " + images.classes().get(predicted[0]) + ", " : "")
                + "no better than saying always " + name
                + ", the most frequent class: train longer (--epochs) or change the"
                + " learning rate";
    }

    /** Number of images by true and by predicted class. */
    int[][] confusion() {
        int classes = images.classes().size();
        int[][] counts = new int[classes][classes];
        int[] predicted = classes();
        for (int i = 0; i < predicted.length; i++) {
            counts[images.labels()[i]][predicted[i]]++;
        }
        return counts;
    }
}
