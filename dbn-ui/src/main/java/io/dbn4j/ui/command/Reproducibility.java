package io.dbn4j.ui.command;

import io.dbn4j.cli.SeedOption;
import io.dbn4j.cli.ThreadsOption;
import io.dbn4j.core.random.Seed;
import picocli.CommandLine.Mixin;

/** The options {@code --seed} and {@code --threads}, which determine every bit of a result. */
final class Reproducibility {

    @Mixin
    private SeedOption seed;

    @Mixin
    private ThreadsOption threads;

    Seed seed() {
        return seed.seed();
    }

    /** Sets the threads of the native libraries. */
    void configureThreads() {
        threads.configure(false);
    }
}
