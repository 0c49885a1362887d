package io.dbn4j.ui.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever goes wrong into one line on standard error and an exit code. */
final class OneLineErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {

    /** Exit code of a command that could not do what it was asked for. */
    static final int FAILED = 1;

    private static final int MISUSED = 2;

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String message = e instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched)
                : uncapitalised(String.valueOf(e.getMessage()));
        String name = command.getCommandSpec().qualifiedName();
        print(command.getErr(), "%s; see %s --help".formatted(message, name));
        return MISUSED;
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
    private static String uncapitalised(String message) {
        String plain = message.replaceFirst("^Error: ", "").replace("option option", "option");
        return Character.toLowerCase(plain.charAt(0)) + plain.substring(1);
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        return report(e, command);
    }

    /** Says what failed, with the stack trace if that was asked for. */
    int report(Throwable e, CommandLine command) {
        boolean traced = command.getCommandSpec().root().userObject() instanceof Main main && main.showsStackTraces();
        if (traced) {
            e.printStackTrace(command.getErr());
        } else {
            print(command.getErr(), message(e));
        }
        return FAILED;
    }

    private static void print(PrintWriter err, String message) {
        err.println("dbn: " + message.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?"));
        err.flush();
    }

    static String message(Throwable e) {
        if (e instanceof OutOfMemoryError) {
            return outOfMemory(String.valueOf(e.getMessage()));
        }
        if (e instanceof LinkageError) {
            return "ND4J cannot be loaded: %s; ./dbn doctor shows what is there".formatted(deepest(e));
        }
        if (e instanceof UncheckedIOException file && file.getMessage() != null) {
            return withReason(file.getMessage(), file.getCause());
        }
        boolean meantForPeople = e instanceof IllegalArgumentException
                || e instanceof IllegalStateException
                || e instanceof ArithmeticException;
        return meantForPeople && e.getMessage() != null
                ? e.getMessage()
                : "unexpected %s; --stacktrace shows where".formatted(e);
    }

    /** There are two limits: of Java's heap, and of heap and arrays together. */
    private static String outOfMemory(String message) {
        return message.contains("hysical")
                ? "out of memory for arrays: raise DBN_JAVA_OPTS=-Dorg.bytedeco.javacpp.maxphysicalbytes=16g if the"
                        + " machine has more, or make layers, batches or chains smaller"
                : "out of memory (%s): raise DBN_JAVA_OPTS=-Xmx8g if the machine has more".formatted(message);
    }

    /** What the first of a chain of causes says. */
    static String deepest(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return message.strip().replaceFirst("\\.$", "");
    }

    /** Java's file exceptions often say nothing but the file. */
    private static String withReason(String message, @Nullable Throwable cause) {
        if (cause instanceof FileSystemException e
                && e.getReason() == null
                && message.endsWith(": " + e.getFile())
                && !message.startsWith("no such file")) {
            return message.substring(0, message.length() - e.getFile().length()) + reason(e);
        }
        return message;
    }

    private static String reason(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof NotDirectoryException) {
            return "not a folder";
        }
        return e instanceof FileAlreadyExistsException ? "exists already" : e.toString();
    }
}
