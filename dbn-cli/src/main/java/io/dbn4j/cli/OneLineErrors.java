package io.dbn4j.cli;

import io.dbn4j.lab.terminal.ErrorLine;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** A handler that turns every error into one line on standard error and an exit code. */
public final class OneLineErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String message = e instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched)
                : ParseMessage.reworded(String.valueOf(e.getMessage()));
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

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        return report(e, command);
    }

    /** Prints an error, with its stack trace if {@code --stacktrace} is given. */
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
