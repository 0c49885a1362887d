package io.dbn4j.ui.command;

import io.dbn4j.cli.Program;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;

/** A command line that was run on {@link TinyExperiment}, and what came of it. */
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
