package io.dbn4j.core.run;

/** What the process does if it is told to exit, until the hook is closed. */
final class ExitHook implements AutoCloseable {

    private final Thread thread;

    ExitHook(Runnable atExit) {
        thread = new Thread(atExit, "run-interrupted");
        Runtime.getRuntime().addShutdownHook(thread);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook runs or has run, which is what it is for.
        }
    }
}
