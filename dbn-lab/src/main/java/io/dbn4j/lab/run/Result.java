package io.dbn4j.lab.run;

import java.util.List;

/**
 * The result of an experiment. Implementations are records, whose JSON is {@code result.json} and the output of {@code
 * --json}.
 *
 * <p>Times are properties named {@code time} or {@code seconds}, or ending in {@code Seconds} or {@code PerSecond}: a
 * replay excludes them from its comparison.
 */
public interface Result {

    /** Returns the main result in a few words, for lists of runs: {@code test error 1.31 % [1.11, 1.55]}. */
    String headline();

    /** Returns the verdict as sentences for the terminal; empty if there is none. */
    default List<String> sentences() {
        return List.of();
    }
}
