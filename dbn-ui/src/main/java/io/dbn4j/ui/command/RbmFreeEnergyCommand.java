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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code dbn rbm free-energy}, which prints free energies of rows. */
@Command(
        name = "free-energy",
        sortOptions = false,
        description = {
            "Prints the free energy of each row in nats, one per line.",
            "With --layer N, prints the free energy of RBM N at the hidden units of the RBM below, given the row: at"
                    + " their means, or with --draw at drawn states.",
            "Differences of free energies between layers, such as the gain of the variational bound, need draws: means"
                    + " are not states and give another number, which may have the other sign."
        },
        footer = {
            "",
            "Examples:",
            "  ./dbn rbm free-energy model.npz --data digits.npy > energies.txt",
            "  ./dbn rbm free-energy runs/digits/model.zip --data digits.csv --json",
            "  ./dbn rbm free-energy runs/digits/model.zip --data digits.csv --layer 2 --draw --seed 1"
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

    @Mixin
    private DrawOption draw;

    /** The result for {@code --json}; {@code at} is {@code data}, {@code means} or {@code draws}. */
    @SuppressWarnings("ArrayRecordComponent") // printed, never compared
    record Outcome(double[] freeEnergy, String unit, String model, int layer, String at) {}

    @Override
    public void run() {
        if (draw.given() && layer.number() == 1) {
            throw new ParameterException(
                    spec.commandLine(), "--draw requires --layer 2 or more: layer 1 takes the rows as they are");
        }
        ModelFile stack = model.read();
        Rbm rbm = stack.layer(layer.number());
        INDArray rows = draw.up(stack, data.states(stack, model.progress()), layer.number() - 1, model);
        double[] freeEnergy = Rows.numbers(rows, rbm::freeEnergy);
        PrintWriter out = spec.commandLine().getOut();
        if (model.json()) {
            String below = draw.given() ? "draws" : "means";
            String at = layer.number() == 1 ? "data" : below;
            model.print(new Outcome(freeEnergy, "nats", stack.name(), layer.number(), at), out);
        } else {
            Arrays.stream(freeEnergy).forEach(out::println);
            out.flush();
        }
    }
}
