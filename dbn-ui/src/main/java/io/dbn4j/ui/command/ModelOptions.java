package io.dbn4j.ui.command;

import io.dbn4j.cli.Output;
import io.dbn4j.cli.SeedOption;
import io.dbn4j.cli.ThreadsOption;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.model.ModelZip;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.lab.run.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
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
    private SeedOption seed;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private Output output;

    /** Sets the threads and reads the model. */
    ModelFile read() {
        threads.configure(false);
        ModelFile read = ModelFile.read(model);
        if (model.toString().toLowerCase(Locale.ROOT).endsWith(".zip") && ModelZip.hasNormalizer(model)) {
            progress()
                    .warn(model
                            + ": its normalizer (normalizer.bin) is not applied; give rows that it has already scaled");
        }
        return read;
    }

    RandomSource random(String stream) {
        return seed.seed().stream(stream);
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
