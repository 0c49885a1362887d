package io.dbn4j.ui.command;

import io.dbn4j.core.Check;
import io.dbn4j.core.data.Npy;
import io.dbn4j.core.json.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Option;

/** The file that a command writes an array into. */
final class ArrayFile {

    @Option(names = "--out", paramLabel = "FILE.npy", required = true, description = "File to write.")
    private Path file;

    /** The file that was written, as a result to print. */
    record Written(String file, long rows, long columns) {}

    /** Checks the ending of the name and that the folder exists; called before anything is computed. */
    void check() {
        check(file, ".npy");
    }

    static void check(Path file, String ending) {
        Check.require(file.toString().endsWith(ending), "%s: the name of the output file must end in %s", file, ending);
        Path folder = file.toAbsolutePath().getParent();
        Check.require(folder != null && Files.isDirectory(folder), "cannot write %s: its folder does not exist", file);
    }

    /** Writes the rows atomically: a failure leaves no partial file. */
    Written write(INDArray rows) {
        AtomicFile.write(file, temporary -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                Npy.write(rows, out);
            }
        });
        return new Written(file.toString(), rows.size(0), rows.size(1));
    }

    /** Writes rows of bytes atomically: a failure leaves no partial file. */
    Written write(byte[] values, int columns) {
        long rows = values.length / columns;
        AtomicFile.write(file, temporary -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                Npy.write(values, new long[] {rows, columns}, out);
            }
        });
        return new Written(file.toString(), rows, columns);
    }
}
