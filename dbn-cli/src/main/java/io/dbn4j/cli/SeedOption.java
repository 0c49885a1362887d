package io.dbn4j.cli;

import io.dbn4j.core.random.Seed;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option for the seed of all random numbers. */
public final class SeedOption {

    private static final long SEED = 42;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            converter = WholeNumber.class,
            description = "Seed of all random numbers, a whole number. Default: " + SEED + ".")
    private @Nullable Long seed;

    /** Returns the given seed or the default. */
    public Seed seed() {
        return new Seed(seed == null ? SEED : seed);
    }
}
