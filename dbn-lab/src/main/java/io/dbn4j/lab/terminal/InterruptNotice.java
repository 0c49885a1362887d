package io.dbn4j.lab.terminal;

import io.dbn4j.lab.run.Progress;
import java.io.PrintWriter;
import java.util.function.Supplier;

/** A notice printed on Ctrl-C that says what is kept. Java then exits with code 130. */
public final class InterruptNotice {

    private InterruptNotice() {}

    /**
     * Runs long work and returns its result; prints the notice if the work is interrupted.
     *
     * @param whatNow text of the notice: what is kept, or how to continue
     */
    public static <T> T during(Supplier<T> work, String whatNow, Progress progress, PrintWriter err) {
        Thread notice = new Thread(
                () -> {
                    progress.end();
                    ErrorLine.print(err, "interrupted; " + whatNow);
                    err.flush();
                },
                "interrupt-notice");
        Runtime.getRuntime().addShutdownHook(notice);
        try {
            return work.get();
        } finally {
            forget(notice);
        }
    }

    private static void forget(Thread notice) {
        try {
            Runtime.getRuntime().removeShutdownHook(notice);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The JVM is already shutting down, so the hook runs and prints the notice.
        }
    }
}
