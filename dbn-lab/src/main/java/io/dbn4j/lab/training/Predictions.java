package io.dbn4j.lab.training;

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
 * The predictions of a classifier for a set of images.
 *
 * @param images images with their true classes
 * @param scores scores, {@code [images, classes]}; the class with the highest score is predicted
 */
public record Predictions(ImageSet images, INDArray scores) {

    /** Predicts by the probabilities of a network. */
    public static Predictions of(MultiLayerNetwork network, ImageSet images) {
        return of(images, block -> network.output(block, false));
    }

    /** Predicts by the free energies of the top RBM. */
    public static Predictions of(Dbn dbn, ImageSet images) {
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

    /** Returns the predicted class of every image. */
    public int[] classes() {
        return scores.argMax(1).toIntVector();
    }

    /** Returns the indices of the misread images. */
    public int[] misread() {
        int[] predicted = classes();
        return IntStream.range(0, predicted.length)
                .filter(i -> predicted[i] != images.labels()[i])
                .toArray();
    }

    /** Returns the share of misread images, in percent. */
    public Estimate error() {
        return Estimate.proportion(misread().length, images.size());
    }

    /**
     * The predictions for the images of a class.
     *
     * @param images number of images of this class
     * @param right number of these images that were predicted as this class
     * @param taken number of images of any class that were predicted as this class
     */
    public record OfClass(String name, int images, int right, int taken) {}

    /** Returns the numbers of predictions by class. */
    public List<OfClass> byClass() {
        int[][] counts = confusion();
        return IntStream.range(0, counts.length)
                .mapToObj(of -> new OfClass(
                        images.classes().get(of),
                        IntStream.of(counts[of]).sum(),
                        counts[of][of],
                        Arrays.stream(counts).mapToInt(row -> row[of]).sum()))
                .toList();
    }

    /** Returns the error of always predicting one class, in percent. */
    public Estimate errorOfSaying(int always) {
        long wrong =
                IntStream.of(images.labels()).filter(label -> label != always).count();
        return Estimate.proportion(wrong, images.size());
    }

    /**
     * Returns a warning if the classifier is not better than always predicting one class, by more than the error of the
     * paired difference; otherwise empty.
     *
     * @param always class that is always predicted
     */
    public String warning(int always) {
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
                + "no better than always predicting " + name
                + ", the most frequent class: train longer (--epochs) or change the"
                + " learning rate";
    }

    /** Counts the images by true and by predicted class. */
    public int[][] confusion() {
        int classes = images.classes().size();
        int[][] counts = new int[classes][classes];
        int[] predicted = classes();
        for (int i = 0; i < predicted.length; i++) {
            counts[images.labels()[i]][predicted[i]]++;
        }
        return counts;
    }
}
