package io.dbn4j.core.data;

/** The exception for a file that does not fit into Java's memory, and might be read with more. */
public final class TooLargeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    TooLargeException(String message) {
        super(message);
    }
}
