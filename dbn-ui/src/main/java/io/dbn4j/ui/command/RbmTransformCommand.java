package io.dbn4j.ui.command;

import io.dbn4j.core.model.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code dbn rbm transform}, which computes features of rows. */
@Command(
        name = "transform",
        sortOptions = false,
        description = "Writes the means of the top hidden units for each row: features for another program.",
        footer = {
            "",
            "Examples:",
            "  ./dbn rbm transform runs/digits/model.zip --data digits.npy --out features.npy",
            "  ./dbn rbm transform model.npz --data digits.csv --out features.npy --json"
        })
final class RbmTransformCommand implements Runnable {

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
                out.write(stack.up(
                        data.states(stack, model.progress()), stack.layers().size())),
                spec.commandLine().getOut());
    }
}
