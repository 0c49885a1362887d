package io.dbn4j.ui.cli;

import io.dbn4j.core.run.Json;
import io.dbn4j.core.run.Progress;
import io.dbn4j.core.run.TerminalProgress;
import io.dbn4j.core.terminal.ResultTable;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** The options of commands that compute for a while and then print. */
final class Output {

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    /** Prints a result: as JSON if that was asked for, else as a table. */
    void print(Object result, PrintWriter out) {
        out.println(json ? Json.write(result).strip() : ResultTable.of(result));
        out.flush();
    }

    boolean json() {
        return json;
    }

    Progress progress() {
        return quiet ? Progress.warningsOn(System.err) : TerminalProgress.onStandardError();
    }
}
