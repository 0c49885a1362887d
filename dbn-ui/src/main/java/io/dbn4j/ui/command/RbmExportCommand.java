package io.dbn4j.ui.command;

import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.rbm.Rbm;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code dbn rbm export}, which writes a model as arrays for Python. */
@Command(
        name = "export",
        sortOptions = false,
        description = "Writes an RBM as an .npz file for Python: weights, biases and kinds of units.",
        footer = {
            "",
            "Examples:",
            "  ./dbn rbm export runs/digits/model.zip digits.npz",
            "  ./dbn rbm export runs/digits/model.zip second.npz --layer 2 --json"
        })
final class RbmExportCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Parameters(index = "1", paramLabel = "OUT.npz", description = "File to write.")
    private Path out;

    @Mixin
    private LayerOption layer;

    /** The file that was written, as a result to print. */
    record Outcome(String file, int layer, int visible, int hidden) {}

    @Override
    public void run() {
        ArrayFile.check(out, ".npz");
        ModelFile stack = model.read();
        Rbm rbm = stack.layer(layer.number());
        stack.export(layer.number(), out);
        model.print(
                new Outcome(out.toString(), layer.number(), rbm.visible(), rbm.hidden()),
                spec.commandLine().getOut());
    }
}
