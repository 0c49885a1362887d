package io.dbn4j.core.data;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Labeled gray images in memory.
 *
 * @param images one row per image, {@code [count, rows * columns]}, order 'c', FLOAT in [0, 1]; not copied
 * @param labels class of each image, an index into {@code classes}; not copied
 * @param rows pixels from top to bottom
 * @param columns pixels from left to right
 * @param classes name of each class in the file; {@code "0"}, {@code "1"} ... unless its labels have gaps
 */
@SuppressWarnings("ArrayRecordComponent") // one label per image, which nothing compares
public record ImageSet(INDArray images, int[] labels, int rows, int columns, List<String> classes) {

    public ImageSet {
        Check.columns((long) rows * columns, images, "images");
        Check.require(
                images.rows() == labels.length,
                "labels must have one entry per image (%d), had %d",
                images.rows(),
                labels.length);
        classes = List.copyOf(classes);
    }

    /**
     * Joins the images and labels of two files.
     *
     * @param classes names of the classes in the order of their indices, usually {@link #classes(Idx)} of the training
     *     labels
     * @throws IllegalArgumentException if the files do not belong together or a label is not among the classes
     */
    public static ImageSet of(Idx images, Idx labels, List<String> classes) {
        requireDimensions(3, images);
        requireDimensions(1, labels);
        Check.require(
                images.count() == labels.count(),
                "%s must hold one label per image of %s (%d), was %d",
                labels.name(),
                images.name(),
                images.count(),
                labels.count());
        int[] indices = indices(labels, classes);
        return new ImageSet(images.scaled(), indices, images.shape()[1], images.shape()[2], classes);
    }

    /** Returns the names of the labels that occur in a file, in numerical order. */
    public static List<String> classes(Idx labels) {
        requireDimensions(1, labels);
        return IntStream.range(0, labels.count())
                .map(i -> labels.values()[i] & 0xff)
                .distinct()
                .sorted()
                .mapToObj(Integer::toString)
                .toList();
    }

    /** Returns the number of images. */
    public int size() {
        return labels.length;
    }

    /**
     * Returns consecutive images of the set.
     *
     * @param from index of the first image
     * @param to index after the last image
     * @return images as a view, labels as a copy
     */
    public ImageSet slice(int from, int to) {
        Check.require(
                0 <= from && from < to && to <= size(), "slice must lie in [0, %d), was [%d, %d)", size(), from, to);
        INDArray some = images.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
        return new ImageSet(some, Arrays.copyOfRange(labels, from, to), rows, columns, classes);
    }

    /** Returns the first images, as a {@link #slice} view. */
    public ImageSet head(int count) {
        return slice(0, count);
    }

    /** Returns the last images, as a {@link #slice} view. */
    public ImageSet tail(int count) {
        return slice(size() - count, size());
    }

    /** Returns the images of the given indices, in new arrays. */
    public ImageSet pick(int[] indices) {
        int[] some = Arrays.stream(indices).map(i -> labels[i]).toArray();
        return new ImageSet(Rows.pick(images, indices), some, rows, columns, classes);
    }

    /** Returns a new FLOAT array {@code [count, classes]} with a 1 in the column of each image's class. */
    public INDArray oneHot() {
        return oneHot(labels, classes.size());
    }

    /** Returns a new FLOAT array {@code [labels, classes]} with a 1 in the column of each label. */
    public static INDArray oneHot(int[] labels, int classes) {
        float[] ones = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            ones[i * classes + labels[i]] = 1;
        }
        return Nd4j.create(ones, new long[] {labels.length, classes}, 'c');
    }

    /**
     * Returns batches in the order of the set, for an {@code ExistingDataSetIterator}.
     *
     * @param size images in each batch but the last, which may be smaller
     * @return batches with views of {@link #images} as features, and one-hot labels
     */
    public List<DataSet> batches(int size) {
        Check.atLeast(1, size, "batch size");
        List<DataSet> batches = new ArrayList<>();
        for (int from = 0; from < size(); from += size) {
            ImageSet batch = slice(from, Math.min(from + size, size()));
            batches.add(new DataSet(batch.images, batch.oneHot()));
        }
        return batches;
    }

    /** Describes the map from labels to class indices for reports; empty if labels and indices are equal. */
    public Optional<String> labelMap() {
        String map = IntStream.range(0, classes.size())
                .mapToObj(i -> classes.get(i) + " -> " + i)
                .collect(Collectors.joining(", "));
        boolean same =
                IntStream.range(0, classes.size()).allMatch(i -> classes.get(i).equals(Integer.toString(i)));
        return same ? Optional.empty() : Optional.of(map);
    }

    private static void requireDimensions(int dimensions, Idx file) {
        Check.require(
                file.shape().length == dimensions,
                "%s must have %d dimension%s, was %s",
                file.name(),
                dimensions,
                dimensions == 1 ? "" : "s",
                Arrays.toString(file.shape()));
    }

    private static int[] indices(Idx labels, List<String> classes) {
        int[] indexOf = IntStream.range(0, 256)
                .map(label -> classes.indexOf(Integer.toString(label)))
                .toArray();
        int[] indices = new int[labels.count()];
        for (int i = 0; i < indices.length; i++) {
            int label = labels.values()[i] & 0xff;
            indices[i] = indexOf[label];
            Check.require(
                    indices[i] >= 0,
                    "%s must hold only labels of the training set %s, was %d at %d",
                    labels.name(),
                    classes,
                    label,
                    i);
        }
        return indices;
    }
}
