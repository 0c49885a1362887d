package io.dbn4j.ui.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code dbn spark} as the help lists it; the script starts another program for it. */
@Command(
        name = "spark",
        description = "Computes on an Apache Spark cluster; ./dbn spark sweep --help says how.",
        footer = {"", "Examples:", "  ./dbn spark sweep --help"})
final class SparkCommand implements Runnable {

    @Unmatched
    @SuppressWarnings({"MismatchedQueryAndUpdateOfCollection", "UnusedVariable"}) // picocli fills it.
    private List<String> words = new ArrayList<>();

    @Override
    public void run() {
        throw new IllegalStateException("dbn spark is another program: the script dbn of the sources starts it");
    }
}
