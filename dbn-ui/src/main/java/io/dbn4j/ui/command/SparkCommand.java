package io.dbn4j.ui.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** The entry of {@code dbn spark} in the help; the launcher starts another program for it. */
@Command(
        name = "spark",
        description = "Runs sweeps and pretraining on an Apache Spark cluster; see ./dbn spark --help.",
        footer = {"", "Examples:", "  ./dbn spark sweep --help"})
final class SparkCommand implements Runnable {

    @Unmatched
    @SuppressWarnings({"MismatchedQueryAndUpdateOfCollection", "UnusedVariable"}) // picocli fills it.
    private List<String> words = new ArrayList<>();

    @Override
    public void run() {
        throw new IllegalStateException(
                "dbn spark is a separate program: start it with ./dbn, see dbn-spark/README.md");
    }
}
