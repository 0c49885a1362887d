package io.dbn4j.ui.command;

import io.dbn4j.core.model.ModelFile;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code dbn rbm reconstruct}, which passes rows up through a model and down again. */
@Command(
        name = "reconstruct",
        sortOptions = false,
        description = "Writes the reconstruction of each row: passes means up through all layers and down again.",
        footer = {
            "",
            "Examples:",
            "  ./dbn rbm reconstruct runs/digits/model.zip --data digits.npy --out again.npy",
            "  ./dbn rbm reconstruct model.npz --data digits.csv --out again.npy --json",
            "  ./dbn rbm reconstruct model.npz --data features.npy --hidden --out rows.npy"
        })
final class RbmReconstructCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Mixin
    private DataOption data;

    @Option(
            names = "--hidden",
            description = "The rows of --data are means of the top hidden units: passes them down only.")
    private boolean hidden;

    @Mixin
    private ArrayFile out;

    @Override
    public void run() {
        out.check();
        ModelFile stack = model.read();
        model.print(out.write(stack.down(top(stack))), spec.commandLine().getOut());
    }

    /** Returns the means of the top hidden units. */
    private INDArray top(ModelFile stack) {
        int layers = stack.layers().size();
        return hidden
                ? data.read(model.progress()).hiddenMeans(stack.layer(layers))
                : stack.up(data.states(stack, model.progress()), layers);
    }
}
