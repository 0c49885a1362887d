package io.dbn4j.ui.command;

import io.dbn4j.core.array.Rows;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.rbm.Rbm;
import java.io.PrintWriter;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code dbn rbm free-energy}, which prints free energies of rows. */
@Command(
        name = "free-energy",
        sortOptions = false,
        description = {
            "Prints the free energy of each row in nats, one per line.",
            "With --layer above 1, the layers below turn each row into the means of their hidden units first."
        },
        footer = {
            "",
            "Examples:",
            "  ./dbn rbm free-energy model.npz --data digits.npy > energies.txt",
            "  ./dbn rbm free-energy runs/digits/model.zip --data digits.csv --json"
        })
final class RbmFreeEnergyCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Mixin
    private DataOption data;

    @Mixin
    private LayerOption layer;

    /** The result for {@code --json}. */
    @SuppressWarnings("ArrayRecordComponent") // printed, never compared
    record Outcome(double[] freeEnergy, String unit, String model, int layer) {}

    @Override
    public void run() {
        ModelFile stack = model.read();
        Rbm rbm = stack.layer(layer.number());
        INDArray rows = stack.up(data.states(stack, model.progress()), layer.number() - 1);
        double[] freeEnergy = Rows.blocks(rows).stream()
                .flatMapToDouble(block -> Arrays.stream(rbm.freeEnergy(block)))
                .toArray();
        PrintWriter out = spec.commandLine().getOut();
        if (model.json()) {
            model.print(new Outcome(freeEnergy, "nats", stack.name(), layer.number()), out);
        } else {
            Arrays.stream(freeEnergy).forEach(out::println);
            out.flush();
        }
    }
}
