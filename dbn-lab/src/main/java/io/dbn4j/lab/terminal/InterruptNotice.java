package io.dbn4j.lab.terminal;

import io.dbn4j.lab.run.Progress;
import java.io.PrintWriter;
import java.util.function.Supplier;

/** Says on Ctrl-C what is kept. Java then exits with code 130. */
public final class InterruptNotice {

    private InterruptNotice() {}

    /**
     * The result of work that takes time.
     *
     * @param whatNow what is kept, or how to go on
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
            // Then it is saying it.
        }
    }
}
