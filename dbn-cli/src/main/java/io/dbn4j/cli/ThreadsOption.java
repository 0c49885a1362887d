package io.dbn4j.cli;

import io.dbn4j.core.array.NativeThreads;
import io.dbn4j.lab.run.ThreadChoice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option for the number of threads, which affects the last bits of a result. */
public final class ThreadsOption {

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = WholeNumber.Threads.class,
            description = "Threads for arithmetic. Default: OMP_NUM_THREADS, else the fastest number in a short test.")
    private @Nullable Integer threads;

    /**
     * Sets the threads of the native libraries.
     *
     * @param oneEach whether several runs share the process: then each has one thread, so that their number changes no
     *     result
     */
    public void configure(boolean oneEach) {
        chosen(oneEach).configure();
    }

    private NativeThreads chosen(boolean oneEach) {
        if (threads != null) {
            return new NativeThreads(threads, threads, "--threads " + threads);
        }
        return oneEach ? NativeThreads.ONE_EACH : ThreadChoice.choose();
    }
}
