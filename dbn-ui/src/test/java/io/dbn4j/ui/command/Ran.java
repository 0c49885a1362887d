package io.dbn4j.ui.command;

import io.dbn4j.cli.Program;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;

/** The exit code and the output of a command line that was run with the experiments of {@link TinyExperiment}. */
record Ran(int code, String out, String err) {

    static Ran dbn(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] arguments = Stream.of(words).map(String::valueOf).toArray(String[]::new);
        int code =
                new Program(Main.class, TinyExperiment.LIST).run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Ran(code, out.toString(), err.toString());
    }
}
