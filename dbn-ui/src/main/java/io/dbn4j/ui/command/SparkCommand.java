package io.dbn4j.ui.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** The entry of {@code dbn spark} in the help; the launcher starts another program for it. */
@Command(
        name = "spark",
        description = "Runs sweeps and pretraining on an Apache Spark cluster.",
        footer = {
            "",
            "Commands, each with a help of its own:",
            "  sweep      Searches for the best settings of an experiment, with each run as a task.",
            "  pretrain   Trains RBMs with replicas on a cluster.",
            "The first of them builds dbn-spark, which downloads Apache Spark (110 MB).",
            "",
            "Examples:",
            "  ./dbn spark sweep --help",
            "  ./dbn spark pretrain --data mnist --hidden 500 --master local[4]"
        })
final class SparkCommand implements Runnable {

    @Unmatched
    @SuppressWarnings({"MismatchedQueryAndUpdateOfCollection", "UnusedVariable"}) // picocli fills it.
    private List<String> words = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        if (words.isEmpty()) {
            spec.commandLine().usage(spec.commandLine().getOut());
            return;
        }
        throw new IllegalStateException(
                "dbn spark is a separate program: start it with ./dbn, see dbn-spark/README.md");
    }
}
