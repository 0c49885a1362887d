package io.dbn4j.ui.command;

import io.dbn4j.core.model.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
            "  ./dbn rbm reconstruct model.npz --data digits.csv --out again.npy --json"
        })
final class RbmReconstructCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Mixin
    private DataOption data;

    @Mixin
    private ArrayFile out;

    @Override
    public void run() {
        out.check();
        ModelFile stack = model.read();
        model.print(
                out.write(stack.down(stack.up(
                        data.states(stack, model.progress()), stack.layers().size()))),
                spec.commandLine().getOut());
    }
}
