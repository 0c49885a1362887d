package io.dbn4j.ui.cli;

import io.dbn4j.core.data.DataFile;
import io.dbn4j.core.dl4j.RbmStack;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Option;

/** The rows that a command works on. */
final class DataOption {

    @Option(
            names = "--data",
            paramLabel = "FILE",
            required = true,
            description = "Rows: .npy, .npz, .csv, .idx or .idx.gz.")
    private Path file;

    /** The rows as visible states of a model. */
    INDArray states(RbmStack stack) {
        return stack.states(DataFile.read(file));
    }
}
