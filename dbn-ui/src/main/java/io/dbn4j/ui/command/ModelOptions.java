package io.dbn4j.ui.command;

import io.dbn4j.cli.Output;
import io.dbn4j.cli.SeedOption;
import io.dbn4j.cli.ThreadsOption;
import io.dbn4j.core.Check;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.model.ModelZip;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.lab.data.TableEncoding;
import io.dbn4j.lab.experiment.TableClassifier;
import io.dbn4j.lab.run.Progress;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The model file of a command, and the options of all commands that use a model. */
final class ModelOptions {

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "Model file: a .zip file of this program or of DL4J, an .npz file, or a run folder.")
    private Path model;

    @Mixin
    private SeedOption seed;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private Output output;

    /**
     * Returns the model file of an argument: the file itself, or {@code model.zip} of a run folder.
     *
     * @throws IllegalArgumentException if a folder has no such file
     */
    static Path file(Path modelOrRun) {
        if (!Files.isDirectory(modelOrRun)) {
            return modelOrRun;
        }
        Path model = modelOrRun.resolve(TableClassifier.MODEL);
        Check.require(Files.exists(model), "%s: must be a file or a run folder with a model.zip", modelOrRun);
        return model;
    }

    /** Sets the threads and reads the model. */
    ModelFile read() {
        threads.configure(false);
        model = file(model);
        ModelFile read = ModelFile.read(model);
        boolean zip = model.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
        if (zip && ModelZip.hasNormalizer(model)) {
            progress()
                    .warn(model
                            + ": its normalizer (normalizer.bin) is not applied; give rows that it has already scaled");
        }
        if (zip && TableEncoding.read(model).isPresent()) {
            progress()
                    .warn(model + ": the encoding of its table is not applied: rows are states of the units, such as"
                            + " standardized numbers; ./dbn predict and ./dbn score take the columns of the table");
        }
        return read;
    }

    /**
     * Reads the model like {@link #read}. For a fine-tuned network it reads {@code stack.zip} beside it instead, if
     * there is one: the same RBMs before fine-tuning, which are the generative model.
     */
    ModelFile generative() {
        ModelFile read = read();
        if (read.others() == 0) {
            return read;
        }
        Path stack = model.resolveSibling("stack.zip");
        if (Files.exists(stack)) {
            progress()
                    .note(model + ": a fine-tuned network is no generative model; using its RBMs before fine-tuning, "
                            + stack);
            return ModelFile.read(stack);
        }
        progress()
                .warn(model + ": has an output layer above its RBMs; if it was fine-tuned, its RBMs are no generative"
                        + " model");
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
