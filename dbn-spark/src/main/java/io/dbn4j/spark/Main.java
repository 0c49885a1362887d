package io.dbn4j.spark;

import io.dbn4j.cli.Program;
import io.dbn4j.cli.RootCommand;
import io.dbn4j.spark.cluster.ClusterExperiments;
import picocli.CommandLine.Command;

/** The command {@code dbn spark}; {@code spark-submit} uses the same main class. */
@Command(
        name = "dbn spark",
        description = "Runs sweeps and pretraining on an Apache Spark cluster.",
        subcommands = {SweepCommand.class, PretrainCommand.class},
        footer = {
            "",
            "Examples:",
            "  ./dbn spark sweep --help      search for good settings",
            "  ./dbn spark pretrain --help   train RBMs with replicas",
            "",
            "Exit status: 0 done, 1 failed, 2 wrong command line, 130 interrupted."
        })
public final class Main extends RootCommand {

    static final Program PROGRAM = new Program(Main.class, ClusterExperiments.ALL);

    /** The command that starts this program, for hints. */
    static final String CALLED = Program.called("./dbn spark");

    /** Runs a command line and ends the process. */
    public static void main(String[] args) {
        PROGRAM.runAndExit(args);
    }
}
