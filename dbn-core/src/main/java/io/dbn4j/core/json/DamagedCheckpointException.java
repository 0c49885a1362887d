package io.dbn4j.core.json;

/** The exception for a checkpoint that lacks what a run needs; the run then continues from the previous checkpoint. */
public final class DamagedCheckpointException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    public DamagedCheckpointException(String message) {
        super(message);
    }

    public DamagedCheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
