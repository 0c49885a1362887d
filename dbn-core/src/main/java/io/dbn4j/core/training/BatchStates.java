package io.dbn4j.core.training;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.random.RandomSource;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A converter of rows to states of visible units, in reused arrays. */
final class BatchStates {

    /** A rule that writes states for values, such as a {@link Binarization} or a draw from means. */
    interface Rule {

        /** Writes states; {@code into} is modified. */
        void apply(INDArray values, INDArray into, RandomSource random);
    }

    private final INDArray rows;
    private final Rule rule;
    private final int count;
    private final INDArray visited;
    private final INDArray states;

    /**
     * Makes a converter of {@code count} rows at a time.
     *
     * @param rows {@code [rows, visible]}; not modified
     * @param rule rule by which rows become states
     * @param type type of the states
     */
    BatchStates(INDArray rows, Rule rule, int count, DataType type) {
        this.rows = rows;
        this.rule = rule;
        this.count = count;
        visited = Nd4j.createUninitialized(rows.dataType(), count, rows.size(1));
        states = Nd4j.create(type, count, rows.size(1));
    }

    /** Returns the states of the rows with given numbers; the next call overwrites them. */
    INDArray states(int[] numbers, RandomSource random) {
        Nd4j.pullRows(rows, visited, 1, numbers);
        rule.apply(visited.castTo(states.dataType()), states, random);
        return states;
    }

    /**
     * Returns the states of the rows from a given number on, cycling through all rows; the next call overwrites them.
     */
    INDArray inTurn(long from, RandomSource random) {
        long all = rows.size(0);
        return states(
                IntStream.range(0, count)
                        .map(number -> (int) ((from + number) % all))
                        .toArray(),
                random);
    }
}
