package io.dbn4j.core.run;

import java.io.PrintStream;

/**
 * Shows nothing but warnings, one a line.
 *
 * @param out where they go
 */
record WarningsOnly(PrintStream out) implements Progress {

    @Override
    public void begin(String task, long total, String unit) {}

    @Override
    public void at(long done) {}

    @Override
    public void advance(long more) {}

    @Override
    public void note(String line) {}

    @Override
    public void warn(String line) {
        out.println(line);
    }

    @Override
    public void end() {}
}
