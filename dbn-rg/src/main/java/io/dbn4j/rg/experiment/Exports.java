package io.dbn4j.rg.experiment;

import io.dbn4j.core.data.Npy;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.lab.run.Run;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Files of an experiment's models and data in its run folder, for the {@code rbm} commands and for Python. */
final class Exports {

    private Exports() {}

    /** Writes an RBM as {@code models/name.npz}. */
    static void rbm(Run run, String name, Rbm rbm) {
        run.save("models/" + name + ".npz", file -> new ModelFile(name, List.of(rbm)).export(1, file));
    }

    /** Writes rows as {@code name.npy}. */
    static void rows(Run run, String name, INDArray rows) {
        run.save(name + ".npy", file -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                Npy.write(rows, out);
            }
        });
    }
}
