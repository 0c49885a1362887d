package io.dbn4j.cli;

import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.terminal.StandardOutput;
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
        CommandLine commandLine = commandLine().setOut(out).setErr(err);
        try {
            return commandLine.execute(words);
        } catch (Error e) {
            return new OneLineErrors().report(e, commandLine);
        }
    }

    /** Returns picocli's description of the commands. */
    public CommandLine commandLine() {
        OneLineErrors errors = new OneLineErrors();
        return new CommandLine(root, new CommandFactory(experiments))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setUsageHelpWidth(100)
                .setUsageHelpLongOptionsMaxWidth(32);
    }
}
