package io.dbn4j.spark;

import io.dbn4j.lab.terminal.ErrorLine;
import io.dbn4j.lab.terminal.StandardOutput;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code dbn spark}, which is the main class for {@code spark-submit} too. */
@Command(
        name = "dbn spark",
        description = "Computes on an Apache Spark cluster.",
        subcommands = {SweepCommand.class, PretrainCommand.class},
        footer = {
            "",
            "Examples:",
            "  ./dbn spark sweep --help      search for settings",
            "  ./dbn spark pretrain --help   train RBMs by replicas",
            "",
            "Exit status: 0 done, 1 failed, 2 wrong usage, 130 interrupted."
        })
public final class Main implements Runnable {

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
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "If something fails, show where in the program.")
    private boolean stacktrace;

    /** Runs a command line and exits. */
    public static void main(String[] args) {
        // Our own code names its locale; libraries such as FreeMarker and picocli take the default one.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        StandardOutput standardOutput = new StandardOutput();
        PrintWriter out = new PrintWriter(new OutputStreamWriter(standardOutput, StandardCharsets.UTF_8));
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        int code = run(out, err, args);
        out.flush();
        System.exit(standardOutput.exitCode(code, err));
    }

    /** Runs a command line and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        Main main = new Main();
        CommandLine command = new CommandLine(main)
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(100)
                .setUsageHelpLongOptionsMaxWidth(32)
                .setParameterExceptionHandler((e, words) -> {
                    String name = e.getCommandLine().getCommandSpec().qualifiedName();
                    ErrorLine.print(err, "%s; see %s --help".formatted(e.getMessage(), name));
                    return ErrorLine.MISUSED;
                })
                .setExecutionExceptionHandler((e, failed, parsed) -> main.report(e, err));
        try {
            return command.execute(args);
        } catch (Error e) {
            return main.report(e, err);
        }
    }

    private int report(Throwable e, PrintWriter err) {
        if (stacktrace) {
            e.printStackTrace(err);
        } else {
            ErrorLine.print(err, ErrorLine.of(e));
        }
        return ErrorLine.FAILED;
    }

    /** Without a command: how to go on. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
