package io.dbn4j.cli;

import io.dbn4j.core.json.Json;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.terminal.ResultTable;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** The output options of commands that compute for some time and then print a result. */
public final class Output {

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(names = "--quiet", description = "Show no progress; warnings and errors remain.")
    private boolean quiet;

    private final Progress shown;

    Output(Progress shown) {
        this.shown = shown;
    }

    /** Prints a result: as JSON if {@code --json} is given, otherwise as a table. */
    public void print(Object result, PrintWriter out) {
        out.println(json ? Json.write(result).strip() : ResultTable.of(result));
        out.flush();
    }

    public boolean json() {
        return json;
    }

    public Progress progress() {
        return quiet ? Progress.warningsOn(shown::warn) : shown;
    }
}
