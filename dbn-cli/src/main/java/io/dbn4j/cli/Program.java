package io.dbn4j.cli;

import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.terminal.StandardOutput;
import io.dbn4j.lab.terminal.TerminalProgress;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;

/**
 * A command-line program that runs commands.
 *
 * @param root the root command
 * @param experiments experiments that its commands can run
 */
public record Program(Class<? extends RootCommand> root, ExperimentList experiments) {

    /** Runs a command line and ends the process: 0 done, 1 failed, 2 wrong usage, 130 interrupted. */
    public void runAndExit(String... words) {
        // dbn4j names its locale everywhere; libraries such as FreeMarker and picocli use the default locale.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        // Results alone go to standard output; a library that prints there must not come between them.
        System.setOut(System.err);
        StandardOutput standardOutput = new StandardOutput();
        // Write UTF-8 on every terminal: JSON is UTF-8, and without a configured language Java would write ? for ±.
        PrintWriter out = new PrintWriter(new OutputStreamWriter(standardOutput, StandardCharsets.UTF_8));
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        int code = run(out, err, words);
        out.flush();
        System.exit(standardOutput.exitCode(code, err));
    }

    /** Runs a command line and returns its exit code. */
    public int run(PrintWriter out, PrintWriter err, String... words) {
        return run(out, err, TerminalProgress.onStandardError(), words);
    }

    /** Runs a command line that shows its progress on a given display, and returns its exit code. */
    int run(PrintWriter out, PrintWriter err, Progress progress, String... words) {
        CommandLine commandLine = commandLine(progress).setOut(out).setErr(err);
        try {
            return commandLine.execute(words);
        } catch (Error e) {
            return new OneLineErrors().report(e, commandLine);
        }
    }

    /** Returns picocli's description of the commands. */
    public CommandLine commandLine() {
        return commandLine(Progress.SILENT);
    }

    private CommandLine commandLine(Progress progress) {
        OneLineErrors errors = new OneLineErrors();
        return new CommandLine(root, new CommandFactory(this, progress))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setUsageHelpWidth(100)
                .setUsageHelpLongOptionsMaxWidth(32);
    }
}
