package io.dbn4j.lab.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** A standard output that remembers why a write failed, because the writers above it swallow the exception. */
public final class StandardOutput extends OutputStream {

    private final OutputStream out;
    private @Nullable IOException failure;

    /** Wraps the standard output of this process. */
    public StandardOutput() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    StandardOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Returns the exit code of the command; 1, with a line on {@code err}, if writing failed. */
    public int exitCode(int code, PrintWriter err) {
        // A reader that closes the pipe, such as head, is not an error.
        if (failure == null || "Broken pipe".equals(failure.getMessage())) {
            return code;
        }
        err.println("dbn: cannot write the result to standard output: " + failure.getMessage());
        return ErrorLine.FAILED;
    }
}
