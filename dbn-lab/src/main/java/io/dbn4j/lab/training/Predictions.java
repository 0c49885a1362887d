package io.dbn4j.lab.training;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.stack.Dbn;
import io.dbn4j.core.stats.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The predictions of a classifier for rows whose classes are known.
 *
 * @param rows rows with their true classes
 * @param scores scores, {@code [rows, classes]}; the class with the highest score is predicted
 */
public record Predictions(LabeledRows rows, INDArray scores) {

    /** Least probability in a log loss, so that one certain mistake does not make it infinite. */
    private static final double LEAST = 1e-15;

    /** Predicts by the probabilities of a network. */
    public static Predictions of(MultiLayerNetwork network, LabeledRows rows) {
        return of(rows, block -> network.output(block, false));
    }

    /** Predicts by the free energies of the top RBM. */
    public static Predictions of(Dbn dbn, LabeledRows rows) {
        return of(
                rows,
                block -> Nd4j.createFromArray(dbn.labelFreeEnergies(block))
                        .transpose()
                        .neg());
    }

    private static Predictions of(LabeledRows rows, UnaryOperator<INDArray> scores) {
        INDArray[] blocks = Rows.blocks(rows.rows()).stream().map(scores).toArray(INDArray[]::new);
        return new Predictions(rows, Nd4j.concat(0, blocks));
    }

    /** Returns the predicted class of every row. */
    public int[] classes() {
        return scores.argMax(1).toIntVector();
    }

    /** Returns the indices of the misread rows. */
    public int[] misread() {
        int[] predicted = classes();
        return IntStream.range(0, predicted.length)
                .filter(i -> predicted[i] != rows.labels()[i])
                .toArray();
    }

    /** Returns the share of misread rows, in percent. */
    public Estimate error() {
        return Estimate.proportion(misread().length, rows.size());
    }

    /** Returns the share of rows that are predicted right, in percent. */
    public Estimate accuracy() {
        return Estimate.proportion(rows.size() - misread().length, rows.size());
    }

    /**
     * Returns the mean of {@link #logLoss(double)} over the rows. The scores must be probabilities.
     *
     * @return in nats per row
     */
    public Estimate logLoss() {
        double[] losses = losses();
        return losses.length == 1
                ? Estimate.normal(losses[0], Double.POSITIVE_INFINITY, "nats", 1, 1)
                : Estimate.mean(losses, "nats");
    }

    /** Returns the mean log loss with the weights that rows have in training: what training minimizes, in nats. */
    double weightedLogLoss() {
        double[] losses = losses();
        double[] weights = Elements.of(rows.rowWeights());
        double sum = IntStream.range(0, losses.length)
                .mapToDouble(i -> weights[i] * losses[i])
                .sum();
        return sum / Arrays.stream(weights).sum();
    }

    private double[] losses() {
        int classes = rows.classes().size();
        double[] probabilities = Elements.of(scores);
        return IntStream.range(0, rows.size())
                .mapToDouble(i -> logLoss(probabilities[i * classes + rows.labels()[i]]))
                .toArray();
    }

    /**
     * Returns the log loss of a row, in nats.
     *
     * @param probability probability of the true class; below 1e-15 it counts as 1e-15
     */
    public static double logLoss(double probability) {
        return -Math.log(Math.max(LEAST, probability));
    }

    /**
     * The predictions for the rows of a class.
     *
     * @param images number of rows of this class
     * @param right number of these rows that were predicted as this class
     * @param taken number of rows of any class that were predicted as this class
     */
    public record OfClass(String name, int images, int right, int taken) {}

    /** Returns the numbers of predictions by class. */
    public List<OfClass> byClass() {
        int[][] counts = confusion();
        return IntStream.range(0, counts.length)
                .mapToObj(of -> new OfClass(
                        rows.classes().get(of),
                        IntStream.of(counts[of]).sum(),
                        counts[of][of],
                        Arrays.stream(counts).mapToInt(row -> row[of]).sum()))
                .toList();
    }

    /** Returns the error of always predicting one class, in percent. */
    public Estimate errorOfSaying(int always) {
        long wrong =
                IntStream.of(rows.labels()).filter(label -> label != always).count();
        return Estimate.proportion(wrong, rows.size());
    }

    /**
     * Returns a warning if the classifier is not better than always predicting one class, by more than the error of the
     * paired difference; otherwise empty.
     *
     * @param always class that is always predicted
     */
    public String warning(int always) {
        int[] predicted = classes();
        String name = rows.classes().get(always);
        double[] gain = IntStream.range(0, predicted.length)
                .mapToDouble(i -> (predicted[i] == rows.labels()[i] ? 1 : 0) - (always == rows.labels()[i] ? 1 : 0))
                .toArray();
        Estimate mean = Estimate.mean(gain, "");
        if (mean.low() > 0) {
            return "";
        }
        if (mean.value() > 0) {
            return String.format(
                    Locale.ROOT,
                    "hardly better than always predicting %s, the most frequent class: %d rows are too few to be sure,"
                            + " measure on more, or train longer (--epochs)",
                    name,
                    rows.size());
        }
        boolean same = IntStream.of(predicted).allMatch(of -> of == predicted[0]);
        return (same ? "all rows are predicted as " + rows.classes().get(predicted[0]) + ", " : "")
                + "no better than always predicting " + name
                + ", the most frequent class: train longer (--epochs) or change the"
                + " learning rate";
    }

    /** Counts the rows by true and by predicted class. */
    public int[][] confusion() {
        int classes = rows.classes().size();
        int[][] counts = new int[classes][classes];
        int[] predicted = classes();
        for (int i = 0; i < predicted.length; i++) {
            counts[rows.labels()[i]][predicted[i]]++;
        }
        return counts;
    }
}
