package io.dbn4j.lab.training;

import io.dbn4j.core.Check;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.lab.report.Table;
import io.dbn4j.lab.run.Run;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A random split of rows into training rows and held-out rows: the last rows of a sorted file would all be of one kind.
 *
 * @param trained numbers of the training rows, from 0, ascending
 * @param validation numbers of the rows that only the objective sees, ascending
 * @param heldOut numbers of the rows that are kept out for measurements, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Split(int[] trained, int[] validation, int[] heldOut) {

    /** Name of the file in a run folder with the numbers of the held-out rows. */
    public static final String HELD_OUT_FILE = "held-out.csv";

    private static final Table<Integer> HELD_OUT = Table.<Integer>of("held-out").whole("row_from_0", row -> row);

    /** Splits rows at random. */
    public static Split random(int rows, int validation, int heldOut, RandomSource random) {
        Check.require(
                validation + heldOut < rows,
                "fewer than the %d rows must be held out, was %d",
                rows,
                validation + heldOut);
        int[] order = validation + heldOut == 0 ? IntStream.range(0, rows).toArray() : random.permutation(rows);
        return new Split(
                sorted(order, heldOut + validation, rows),
                sorted(order, heldOut, heldOut + validation),
                sorted(order, 0, heldOut));
    }

    /**
     * Splits the rows of every class in proportion to their number, to within one row.
     *
     * @param labels the class of each row
     */
    public static Split stratified(int[] labels, int heldOut, RandomSource random) {
        Check.require(
                heldOut < labels.length, "fewer than the %d rows must be held out, was %d", labels.length, heldOut);
        int[] quota = quotas(labels, heldOut);
        boolean[] taken = new boolean[labels.length];
        for (int row : random.permutation(labels.length)) {
            if (quota[labels[row]] > 0) {
                quota[labels[row]]--;
                taken[row] = true;
            }
        }
        return new Split(
                IntStream.range(0, labels.length).filter(row -> !taken[row]).toArray(),
                new int[0],
                IntStream.range(0, labels.length).filter(row -> taken[row]).toArray());
    }

    /** Returns the rows that training receives: the training rows, followed by the validation rows. */
    public int[] forTraining() {
        return IntStream.concat(IntStream.of(trained), IntStream.of(validation)).toArray();
    }

    /** Writes the numbers of the held-out rows, one a line. */
    public void saveHeldOut(Run run) {
        HELD_OUT.save(run, IntStream.of(heldOut).boxed().toList());
    }

    /**
     * Returns the held-out rows of each class: the whole part of its share, and one more for the largest remainders.
     */
    private static int[] quotas(int[] labels, int heldOut) {
        int classes = Arrays.stream(labels).max().orElse(0) + 1;
        long[] counts = new long[classes];
        for (int label : labels) {
            counts[label]++;
        }
        int[] quota = new int[classes];
        for (int label = 0; label < classes; label++) {
            quota[label] = (int) (counts[label] * heldOut / labels.length);
        }
        List<Integer> byRemainder = IntStream.range(0, classes)
                .boxed()
                .sorted(Comparator.comparingLong(label -> -(counts[label] * heldOut % labels.length)))
                .toList();
        int left = heldOut - Arrays.stream(quota).sum();
        byRemainder.subList(0, left).forEach(label -> quota[label]++);
        return quota;
    }

    private static int[] sorted(int[] order, int from, int to) {
        int[] part = Arrays.copyOfRange(order, from, to);
        Arrays.sort(part);
        return part;
    }
}
