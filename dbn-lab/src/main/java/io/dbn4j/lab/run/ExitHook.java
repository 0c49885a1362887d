package io.dbn4j.lab.run;

/** A shutdown hook that is removed when it is closed. */
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
            // The JVM is already shutting down, so the hook runs or has run.
        }
    }
}
