package io.dbn4j.lab.training;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.data.ImageSet;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rows of a classifier with the class of each.
 *
 * @param rows {@code [rows, visible]}; not copied
 * @param labels class of each row, an index into {@code classes}; not copied
 * @param classes names of the classes
 * @param weights weight of the rows of each class in training, with mean 1 over the rows; empty for equal weights
 */
@SuppressWarnings("ArrayRecordComponent") // one label per row, which nothing compares
public record LabeledRows(INDArray rows, int[] labels, List<String> classes, List<Double> weights) {

    public LabeledRows {
        Check.require(
                rows.size(0) == labels.length,
                "labels must have one entry per row (%d), had %d",
                rows.size(0),
                labels.length);
        classes = List.copyOf(classes);
        weights = List.copyOf(weights);
    }

    /** Returns rows of equal weights. */
    public LabeledRows(INDArray rows, int[] labels, List<String> classes) {
        this(rows, labels, classes, List.of());
    }

    /** Returns the images of a set as rows. */
    public static LabeledRows of(ImageSet images) {
        return new LabeledRows(images.images(), images.labels(), images.classes());
    }

    /** Returns the number of rows. */
    public int size() {
        return labels.length;
    }

    /** Returns the rows of the given indices, in new arrays. */
    public LabeledRows pick(int[] indices) {
        int[] some = Arrays.stream(indices).map(row -> labels[row]).toArray();
        return new LabeledRows(Rows.pick(rows, indices), some, classes, weights);
    }

    /** Counts the rows of each class. */
    public int[] counts() {
        int[] counts = new int[classes.size()];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }

    /** Returns the class of most rows; the lowest index if classes are equally large. */
    public int majority() {
        int[] counts = counts();
        int most = 0;
        for (int label = 1; label < counts.length; label++) {
            most = counts[label] > counts[most] ? label : most;
        }
        return most;
    }

    /** Returns the same rows with weights that make every class count equally in training. */
    public LabeledRows balanced() {
        int[] counts = counts();
        long present = IntStream.of(counts).filter(count -> count > 0).count();
        return new LabeledRows(
                rows,
                labels,
                classes,
                IntStream.of(counts)
                        .mapToObj(count -> count == 0 ? 1.0 : (double) size() / present / count)
                        .toList());
    }

    /** Returns a new FLOAT array {@code [rows, classes]} with a 1 in the column of each row's class. */
    INDArray oneHot() {
        return ImageSet.oneHot(labels, classes.size());
    }

    /** Returns a new FLOAT array {@code [rows, 1]} of the weight of each row. */
    INDArray rowWeights() {
        double[] ofRows = IntStream.of(labels)
                .mapToDouble(label -> weights.isEmpty() ? 1 : weights.get(label))
                .toArray();
        return Nd4j.createFromArray(ofRows).castTo(rows.dataType()).reshape(labels.length, 1);
    }
}
