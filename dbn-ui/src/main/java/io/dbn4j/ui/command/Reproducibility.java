package io.dbn4j.ui.command;

import io.dbn4j.core.array.NativeThreads;
import io.dbn4j.core.random.Seed;
import io.dbn4j.lab.run.ThreadChoice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that decide on the bits of a result. */
final class Reproducibility {

    private static final long SEED = 42;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            converter = WholeNumber.class,
            description = "Seed of all random numbers. Default: " + SEED + ".")
    private @Nullable Long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = WholeNumber.Threads.class,
            description = "Threads for arithmetic. Default: OMP_NUM_THREADS, or else what is fastest in a short test.")
    private @Nullable Integer threads;

    Seed seed() {
        return new Seed(seed == null ? SEED : seed);
    }

    /**
     * Sets the threads of the native libraries.
     *
     * @param oneEach whether several runs share the process: then each has one thread, so that their number changes nothing
     */
    void configureThreads(boolean oneEach) {
        NativeThreads ifNotAsked = oneEach ? NativeThreads.ONE_EACH : ThreadChoice.choose();
        NativeThreads chosen =
                threads == null ? ifNotAsked : new NativeThreads(threads, threads, "--threads " + threads);
        chosen.configure();
    }
}
