package io.dbn4j.lab.run;

import java.io.PrintStream;

/**
 * How far a long computation is, for somebody who waits.
 *
 * <pre>
 *   progress.begin("layer 1 of 3", 600_000, "images");
 *   ... progress.advance(100);
 *   progress.end();
 * </pre>
 *
 * <p>Tasks follow each other and do not nest: {@code begin} ends what has not ended. Nothing it does changes a result. A
 * method that is not overridden shows nothing.
 */
public interface Progress {

    /** Shows nothing. */
    Progress SILENT = new Progress() {};

    /** Shows nothing but warnings. */
    static Progress warningsOn(PrintStream out) {
        return new WarningsOnly(out::println);
    }

    /**
     * Starts a task.
     *
     * @param total amount of work, at least 1
     * @param unit of the work, in the plural
     */
    default void begin(String task, long total, String unit) {}

    /** Says that so much work is done since the task began. */
    default void at(long done) {}

    /** Says that so much more work is done. */
    default void advance(long more) {}

    /** Says something that stays. */
    default void note(String line) {}

    /** Says something that makes a result doubtful; also to somebody who wants no progress. */
    default void warn(String line) {}

    /** Ends the task, if one has begun. */
    default void end() {}
}
