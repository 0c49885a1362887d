package io.dbn4j.lab.run;

import java.util.function.Consumer;

/**
 * A display of the progress of a long computation.
 *
 * <pre>
 *   progress.begin("layer 1 of 3", 600_000, "images");
 *   ... progress.advance(100);
 *   progress.end();
 * </pre>
 *
 * <p>Tasks follow each other and do not nest: {@code begin} ends the previous task. Progress never changes a result. A
 * method that is not overridden shows nothing.
 */
public interface Progress {

    /** A display that shows nothing. */
    Progress SILENT = new Progress() {};

    /** Returns a display that prints only warnings. */
    static Progress warningsOn(Consumer<String> out) {
        return new WarningsOnly(out);
    }

    /**
     * Starts a task of known size.
     *
     * @param total amount of work, at least 1
     * @param unit unit of the work, in the plural
     */
    default void begin(String task, long total, String unit) {}

    /** Sets the amount of work done since the task began. */
    default void at(long done) {}

    /** Adds to the amount of work done. */
    default void advance(long more) {}

    /** Prints a line that stays visible. */
    default void note(String line) {}

    /** Prints a warning that makes a result doubtful, even where progress is not shown. */
    default void warn(String line) {}

    /** Ends the current task, if there is one. */
    default void end() {}
}
