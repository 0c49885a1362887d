package io.dbn4j.core.json;

/** Thrown where a checkpoint does not hold what its part of a run needs; the run then goes on from the one before. */
public final class DamagedCheckpointException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    public DamagedCheckpointException(String message) {
        super(message);
    }

    public DamagedCheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
