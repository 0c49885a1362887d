package io.dbn4j.lab.run;

import java.util.function.Consumer;

/**
 * A display of progress that shows only warnings.
 *
 * @param out receives each warning
 */
record WarningsOnly(Consumer<String> out) implements Progress {

    @Override
    public void warn(String line) {
        out.accept(line);
    }
}
