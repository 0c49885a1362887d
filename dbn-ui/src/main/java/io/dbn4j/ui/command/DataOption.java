package io.dbn4j.ui.command;

import io.dbn4j.core.model.ModelFile;
import io.dbn4j.lab.data.DataFile;
import io.dbn4j.lab.run.Progress;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Option;

/** The option {@code --data}: the rows that a command works on. */
final class DataOption {

    @Option(names = "--data", paramLabel = "FILE", required = true, description = HELP)
    private String file;

    /** The description of the option, the same in all commands. */
    static final String HELP =
            "Data file: .npy, .npz, .csv, .tsv, .txt, .idx or .idx.gz, or mnist. FILE:NAME selects an array"
                    + " of an .npz file; FILE:label=NAME leaves out a column. dbn rbm --help explains all formats.";

    /** Reads the rows as visible states of the first RBM of a stack. */
    INDArray states(ModelFile stack, Progress progress) {
        return read(progress).states(stack.layer(1));
    }

    /** Reads the file and reports what was decided about it. */
    DataFile read(Progress progress) {
        return read(file, progress);
    }

    static DataFile read(String source, Progress progress) {
        DataFile read = DataFile.read(source);
        read.notes().forEach(progress::note);
        read.warnings().forEach(progress::warn);
        return read;
    }
}
