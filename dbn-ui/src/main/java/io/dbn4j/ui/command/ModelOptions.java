package io.dbn4j.ui.command;

import io.dbn4j.cli.Output;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.lab.run.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The model file of a command, and the options of all commands that use a model. */
final class ModelOptions {

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "Model file: a .zip file of this program or of DL4J, or an .npz file.")
    private Path model;

    @Mixin
    private Reproducibility reproducibility;

    @Mixin
    private Output output;

    /** Sets the threads and reads the model. */
    ModelFile read() {
        reproducibility.configureThreads();
        return ModelFile.read(model);
    }

    RandomSource random(String stream) {
        return reproducibility.seed().stream(stream);
    }

    Progress progress() {
        return output.progress();
    }

    void print(Object result, PrintWriter out) {
        output.print(result, out);
    }

    boolean json() {
        return output.json();
    }
}
