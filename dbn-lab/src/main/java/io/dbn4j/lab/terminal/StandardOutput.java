package io.dbn4j.lab.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Standard output that remembers why it could not be written: writers above it swallow that. */
public final class StandardOutput extends OutputStream {

    private final OutputStream out;
    private @Nullable IOException failure;

    /** The standard output of this process. */
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

    /** The exit code after all was written; 1 and a line on {@code err} if it was not. */
    public int exitCode(int code, PrintWriter err) {
        // Who closes the pipe, as head does, has read enough.
        if (failure == null || "Broken pipe".equals(failure.getMessage())) {
            return code;
        }
        err.println("dbn: cannot write the result to standard output: " + failure.getMessage());
        return ErrorLine.FAILED;
    }
}
