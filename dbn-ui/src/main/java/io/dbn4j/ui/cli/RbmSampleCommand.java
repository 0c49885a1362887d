package io.dbn4j.ui.cli;

import io.dbn4j.core.dl4j.RbmStack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dbn rbm sample}: visible states drawn from a model. */
@Command(
        name = "sample",
        sortOptions = false,
        description = {
            "Draws visible states: Gibbs sampling in the top RBM, then one draw down through the others.",
            "Each chain starts from independent units and gives one row."
        },
        footer = {
            "",
            "Examples:",
            "  ./dbn rbm sample runs/digits/model.zip --count 100 --steps 1000 --out samples.npy",
            "  ./dbn rbm sample model.npz --count 10 --steps 500 --out samples.npy --seed 7 --json"
        })
final class RbmSampleCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--count",
            paramLabel = "N",
            required = true,
            converter = WholeNumber.Positive.class,
            description = "Number of rows.")
    private int count;

    @Option(
            names = "--steps",
            paramLabel = "K",
            required = true,
            converter = WholeNumber.Positive.class,
            description = "Gibbs steps of each chain.")
    private int steps;

    @Mixin
    private ArrayFile out;

    @Override
    public void run() {
        out.check();
        RbmStack stack = model.read();
        model.print(
                out.write(stack.sample(count, steps, model.random("samples"))),
                spec.commandLine().getOut());
    }
}
