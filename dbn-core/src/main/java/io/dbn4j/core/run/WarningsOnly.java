package io.dbn4j.core.run;

import java.util.function.Consumer;

/**
 * Shows nothing but warnings.
 *
 * @param out where they go
 */
record WarningsOnly(Consumer<String> out) implements Progress {

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
        out.accept(line);
    }

    @Override
    public void end() {}
}
