package io.dbn4j.ui.command;

import io.dbn4j.cli.WholeNumber;
import io.dbn4j.core.model.ModelFile;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code dbn rbm transform}, which computes features of rows. */
@Command(
        name = "transform",
        sortOptions = false,
        description = {
            "Writes the means of hidden units for each row: features for another program.",
            "With --draw it writes drawn states of the hidden units, such as block spins, and takes draws up through"
                    + " all layers below."
        },
        footer = {
            "",
            "Examples:",
            "  ./dbn rbm transform runs/digits/model.zip --data digits.npy --out features.npy",
            "  ./dbn rbm transform model.npz --data digits.csv --out features.npy --json",
            "  ./dbn rbm transform runs/ising/model.zip --data spins.npy --layer 1 --draw --out blocks.npy"
        })
final class RbmTransformCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Mixin
    private DataOption data;

    @Option(
            names = "--layer",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Number of the RBM whose hidden units are written; 1 is the bottom. Default: the top.")
    private @Nullable Integer layer;

    @Mixin
    private DrawOption draw;

    @Mixin
    private ArrayFile out;

    @Override
    public void run() {
        out.check();
        ModelFile stack = model.read();
        int layers = Objects.requireNonNullElse(layer, stack.layers().size());
        stack.layer(layers);
        INDArray rows = data.states(stack, model.progress());
        model.print(
                out.write(draw.up(stack, rows, layers, model)),
                spec.commandLine().getOut());
    }
}
