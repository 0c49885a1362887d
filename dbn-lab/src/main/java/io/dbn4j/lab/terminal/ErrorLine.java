package io.dbn4j.lab.terminal;

import io.dbn4j.core.Check;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An error message in one line, for people. */
public final class ErrorLine {

    /** Exit code of a command that failed. */
    public static final int FAILED = 1;

    /** Exit code of a command line that cannot be parsed. */
    public static final int MISUSED = 2;

    private static final Pattern NATIVE = Pattern.compile("bad_alloc|Allocation failed");

    private static final String FOR_ARRAYS =
            "out of memory for arrays; set a higher limit if the machine has more memory, such as"
                    + " DBN_JAVA_OPTS=-Dorg.bytedeco.javacpp.maxphysicalbytes=16g, or use smaller layers, batches or chains";

    private ErrorLine() {}

    /** Prints a message as one line, with control characters made harmless. */
    public static void print(PrintWriter err, String message) {
        err.println("dbn: " + Check.printable(message.strip()));
        err.flush();
    }

    /** Returns the line for an error, without the name of the program. */
    public static String of(Throwable e) {
        if (e instanceof OutOfMemoryError) {
            return outOfMemory(String.valueOf(e.getMessage()));
        }
        if (isNative(e)) {
            return FOR_ARRAYS;
        }
        if (e instanceof LinkageError) {
            return "ND4J cannot be loaded: %s; ./dbn doctor shows the native libraries".formatted(deepest(e));
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

    /** Tells whether native code ran out of memory; ND4J passes on the message of C++. */
    private static boolean isNative(@Nullable Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (NATIVE.matcher(String.valueOf(cause.getMessage())).find()) {
                return true;
            }
        }
        return false;
    }

    /** Distinguishes two limits: the limit of the Java heap, and the limit of heap and arrays together. */
    private static String outOfMemory(String message) {
        return message.contains("hysical")
                ? FOR_ARRAYS
                : "out of memory (%s); set a larger heap if the machine has more memory, such as DBN_JAVA_OPTS=-Xmx8g"
                        .formatted(message);
    }

    /** Returns the message of the first cause in a chain of causes. */
    public static String deepest(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return message.strip().replaceFirst("\\.$", "");
    }

    /** Adds the reason, because the message of a Java file exception is often only the name of the file. */
    private static String withReason(String message, @Nullable Throwable cause) {
        String said = cause == null ? "" : String.valueOf(cause.getMessage());
        if (cause instanceof FileSystemException e
                && e.getReason() != null
                && !e.getReason().isEmpty()
                && message.endsWith(": " + said)) {
            return message.substring(0, message.length() - said.length()) + uncapitalized(e.getReason());
        }
        if (cause instanceof FileSystemException e
                && e.getReason() == null
                && message.endsWith(": " + e.getFile())
                && !message.startsWith("no such file")) {
            return message.substring(0, message.length() - e.getFile().length()) + reason(e);
        }
        return message;
    }

    private static String uncapitalized(String reason) {
        return Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
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
