package io.dbn4j.lab.run;

import java.util.function.Consumer;

/**
 * Shows nothing but warnings.
 *
 * @param out where they go
 */
record WarningsOnly(Consumer<String> out) implements Progress {

    @Override
    public void warn(String line) {
        out.accept(line);
    }
}
