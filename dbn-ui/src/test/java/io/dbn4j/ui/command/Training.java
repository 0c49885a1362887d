package io.dbn4j.ui.command;

import io.dbn4j.cli.Program;
import io.dbn4j.lab.experiment.LabExperiments;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;

/** A command line that shows its run in the browser. */
public final class Training implements AutoCloseable {

    private static final String BEFORE_ADDRESS = "in the browser: ";

    private final StringWriter err = new StringWriter();
    private final Thread thread;
    private volatile int code = -1;

    private Training(String[] words) {
        thread = new Thread(() -> code = new Program(Main.class, LabExperiments.LIST)
                .run(new PrintWriter(new StringWriter()), new PrintWriter(err), words));
        thread.start();
    }

    /** Starts the command line. */
    public static Training start(Object... words) {
        return new Training(Stream.of(words).map(String::valueOf).toArray(String[]::new));
    }

    /** Waits for the address of the pages and returns it. */
    public String address() {
        while (thread.isAlive()) {
            String said = err.toString();
            int place = said.indexOf(BEFORE_ADDRESS);
            if (place >= 0 && said.indexOf('\n', place) > 0) {
                return said.substring(place + BEFORE_ADDRESS.length(), said.indexOf('\n', place))
                        .strip();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError(err.toString());
    }

    /** Waits for the end of the command. */
    @Override
    public void close() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (code != 0) {
            throw new AssertionError(err.toString());
        }
    }
}
