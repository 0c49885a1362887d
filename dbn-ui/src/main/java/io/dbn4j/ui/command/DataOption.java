package io.dbn4j.ui.command;

import io.dbn4j.core.model.ModelFile;
import io.dbn4j.lab.data.DataFile;
import io.dbn4j.lab.run.Progress;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Option;

/** The rows that a command works on. */
final class DataOption {

    @Option(names = "--data", paramLabel = "FILE", required = true, description = HELP)
    private String file;

    /** The same in all commands. */
    static final String HELP =
            "Rows: .npy, .npz, .csv, .tsv, .txt or .idx(.gz), or mnist. FILE:NAME is one array of an .npz;"
                    + " FILE:label=NAME leaves out a column. More: ./dbn rbm --help.";

    /** The rows as visible states of a model. */
    INDArray states(ModelFile stack, Progress progress) {
        return read(progress).states(stack.layer(1));
    }

    /** Reads the file and says what was decided. */
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
