package io.dbn4j.ui.command;

import io.dbn4j.cli.Program;
import io.dbn4j.cli.RootCommand;
import io.dbn4j.lab.experiment.LabExperiments;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.mnist.MnistExperiments;
import io.dbn4j.rg.RgExperiments;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code dbn}, with the list of its subcommands. */
@Command(
        name = "dbn",
        description = "Trains deep belief networks and measures what they have learned.",
        versionProvider = Version.class,
        subcommands = {
            TrainCommand.class,
            PredictCommand.class,
            MnistCommand.class,
            RgCommand.class,
            RbmCommand.class,
            IsingCommand.class,
            DescribeCommand.class,
            ScoreCommand.class,
            RunCommand.class,
            SweepCommand.class,
            SparkCommand.class,
            ReplayCommand.class,
            ListCommand.class,
            SettingsCommand.class,
            UiCommand.class,
            SessionCommand.class,
            DoctorCommand.class,
            VersionCommand.class,
            CompletionCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  ./dbn mnist --quick      a short first run, about a minute",
            "  ./dbn mnist              train and test on all of MNIST",
            "  ./dbn mnist --help       options of this command",
            "  ./dbn train --help       a classifier of your own table",
            "  ./dbn rbm --help         RBMs on your own data",
            "  ./dbn ising --help       exact averages and configurations of the Ising model",
            "  ./dbn rg                 list experiments on the renormalization group",
            "  ./dbn ui                 show runs in the browser",
            "  ./dbn sweep --help       search for good settings",
            "",
            "Exit status: 0 done, 1 failed, 2 wrong command line, 130 interrupted.",
            "DBN_JAVA_OPTS holds options for Java, such as -Xmx8g."
        })
public final class Main extends RootCommand {

    /** The presets of all modules. */
    static final ExperimentList EXPERIMENTS =
            MnistExperiments.LIST.and(RgExperiments.LIST).and(LabExperiments.LIST);

    private static final Program PROGRAM = new Program(Main.class, EXPERIMENTS);

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it.
    private boolean version;

    /** Runs a command line and exits. */
    public static void main(String[] args) {
        configureLogging();
        PROGRAM.runAndExit(args);
    }

    /** Sends warnings of libraries to standard error, one line each, unless the user has named a file of settings. */
    private static void configureLogging() {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        try (InputStream settings = Main.class.getResourceAsStream("/logging.properties")) {
            LogManager.getLogManager().readConfiguration(settings);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read logging.properties of this program: " + e.getMessage(), e);
        }
    }
}
