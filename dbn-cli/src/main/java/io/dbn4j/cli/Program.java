package io.dbn4j.cli;

import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.terminal.StandardOutput;
import io.dbn4j.lab.terminal.TerminalProgress;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * A command-line program that runs commands.
 *
 * @param root the root command
 * @param experiments experiments that its commands can run
 */
public record Program(Class<? extends RootCommand> root, ExperimentList experiments) {

    /** Width of help texts. */
    static final int HELP_COLUMNS = 100;

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

    /** Returns the command that starts this program: the value of {@code DBN_PROGRAM}, else the usual one. */
    public static String called(String usual) {
        return System.getenv().getOrDefault("DBN_PROGRAM", usual);
    }

    /** Returns picocli's description of the commands. */
    public CommandLine commandLine() {
        return commandLine(Progress.SILENT);
    }

    /** Returns picocli's description of the commands, which show their progress on a given display. */
    public CommandLine commandLine(Progress progress) {
        CommandLine commands = described(progress);
        String usual = "./" + commands.getCommandName();
        return called(usual).equals(usual) ? commands : renamed(commands, called(usual));
    }

    /** Renames the program in its help and its messages. */
    public static CommandLine renamed(CommandLine commands, String called) {
        renameTexts(commands, "./" + commands.getCommandName(), called);
        return commands.setCommandName(called);
    }

    private static void renameTexts(CommandLine command, String usual, String called) {
        UsageMessageSpec help = command.getCommandSpec().usageMessage();
        help.description(replaced(help.description(), usual, called));
        help.footer(replaced(help.footer(), usual, called));
        command.getSubcommands().values().forEach(below -> renameTexts(below, usual, called));
    }

    private static String[] replaced(String[] lines, String usual, String called) {
        return Arrays.stream(lines).map(line -> line.replace(usual, called)).toArray(String[]::new);
    }

    private CommandLine described(Progress progress) {
        OneLineErrors errors = new OneLineErrors();
        return new CommandLine(root, new CommandFactory(this, progress))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setUsageHelpWidth(HELP_COLUMNS)
                .setUsageHelpLongOptionsMaxWidth(32);
    }
}
