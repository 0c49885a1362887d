package io.dbn4j.cli;

import io.dbn4j.lab.terminal.ErrorLine;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever goes wrong into one line on standard error and an exit code. */
public final class OneLineErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String message = e instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched)
                : uncapitalized(String.valueOf(e.getMessage()));
        String name = command.getCommandSpec().qualifiedName();
        ErrorLine.print(command.getErr(), "%s; see %s --help".formatted(message, name));
        return ErrorLine.MISUSED;
    }

    private static String unmatched(UnmatchedArgumentException e) {
        boolean command = !e.getCommandLine().getSubcommands().isEmpty();
        String what = e.isUnknownOption() ? "unknown option" : command ? "unknown command" : "unexpected argument";
        List<String> suggestions = e.getSuggestions();
        return "%s %s%s"
                .formatted(
                        what,
                        e.getUnmatched().get(0),
                        suggestions.isEmpty() ? "" : " (did you mean %s?)".formatted(String.join(" or ", suggestions)));
    }

    /** In the style of other messages; picocli says some words twice. */
    private static String uncapitalized(String message) {
        String plain = message.replaceFirst("^Error: ", "").replace("option option", "option");
        return Character.toLowerCase(plain.charAt(0)) + plain.substring(1);
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        return report(e, command);
    }

    /** Says what failed, with the stack trace if that was asked for. */
    public int report(Throwable e, CommandLine command) {
        boolean traced =
                command.getCommandSpec().root().userObject() instanceof RootCommand main && main.showsStackTraces();
        if (traced) {
            e.printStackTrace(command.getErr());
        } else {
            ErrorLine.print(command.getErr(), ErrorLine.of(e));
        }
        return ErrorLine.FAILED;
    }
}
