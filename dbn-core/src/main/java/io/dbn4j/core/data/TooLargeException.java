package io.dbn4j.core.data;

/** Thrown where a file may be sound but does not fit into the memory that Java has: with more memory it can be read. */
public final class TooLargeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    TooLargeException(String message) {
        super(message);
    }
}
