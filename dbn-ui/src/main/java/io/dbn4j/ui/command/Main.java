package io.dbn4j.ui.command;

import io.dbn4j.lab.experiment.LabExperiments;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.terminal.StandardOutput;
import io.dbn4j.mnist.MnistExperiments;
import io.dbn4j.rg.RgExperiments;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code dbn} and the list of its commands. */
@Command(
        name = "dbn",
        description = "Trains deep belief networks and measures what they have learned.",
        versionProvider = Version.class,
        subcommands = {
            MnistCommand.class,
            RgCommand.class,
            RbmCommand.class,
            RunCommand.class,
            SweepCommand.class,
            SparkCommand.class,
            ReplayCommand.class,
            ListCommand.class,
            UiCommand.class,
            DoctorCommand.class,
            VersionCommand.class,
            CompletionCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  ./dbn mnist --quick      a first look, in a minute",
            "  ./dbn mnist              train and test on all of MNIST",
            "  ./dbn mnist --help       what can be changed",
            "  ./dbn rbm --help         RBMs on data of your own",
            "  ./dbn rg                 experiments on the renormalization group",
            "  ./dbn ui                 runs in the browser",
            "  ./dbn sweep --help       search for settings",
            "",
            "Exit status: 0 done, 1 failed, 2 wrong usage, 130 interrupted.",
            "Set DBN_JAVA_OPTS to pass options to Java, such as -Xmx8g."
        })
public final class Main implements Runnable {

    /** Every preset of every module. */
    static final ExperimentList EXPERIMENTS =
            MnistExperiments.LIST.and(RgExperiments.LIST).and(LabExperiments.LIST);

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it.
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it.
    private boolean version;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "If something fails, show where in the program.")
    private boolean stacktrace;

    /** Runs a command line and exits. */
    public static void main(String[] args) {
        // Our own code names its locale; libraries such as FreeMarker and picocli take the default one.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        configureLogging();
        StandardOutput standardOutput = new StandardOutput();
        // UTF-8 whatever the terminal: JSON is UTF-8, and where no language is set Java would write ? for ±.
        PrintWriter out = new PrintWriter(new OutputStreamWriter(standardOutput, StandardCharsets.UTF_8));
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        int code = run(EXPERIMENTS, out, err, args);
        out.flush();
        System.exit(standardOutput.exitCode(code, err));
    }

    /** Sends warnings of libraries to standard error, one line each, unless the user has named a file of settings. */
    private static void configureLogging() {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        try (InputStream settings = Main.class.getResourceAsStream("/logging.properties")) {
            LogManager.getLogManager().readConfiguration(settings);
        } catch (IOException e) {
            throw new UncheckedIOException("logging.properties of this program cannot be read: " + e.getMessage(), e);
        }
    }

    /** Runs a command line and returns its exit code. */
    static int run(ExperimentList experiments, PrintWriter out, PrintWriter err, String... args) {
        CommandLine commandLine = commandLine(experiments).setOut(out).setErr(err);
        try {
            return commandLine.execute(args);
        } catch (Error e) {
            return new OneLineErrors().report(e, commandLine);
        }
    }

    static CommandLine commandLine(ExperimentList experiments) {
        OneLineErrors errors = new OneLineErrors();
        return new CommandLine(Main.class, new CommandFactory(experiments))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setUsageHelpWidth(100)
                .setUsageHelpLongOptionsMaxWidth(32);
    }

    /** Whether errors are to be shown with their stack traces. */
    boolean showsStackTraces() {
        return stacktrace;
    }

    /** Without a command: how to go on. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
