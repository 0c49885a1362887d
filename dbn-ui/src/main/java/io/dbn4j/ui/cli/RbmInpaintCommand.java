package io.dbn4j.ui.cli;

import io.dbn4j.core.Check;
import io.dbn4j.core.dl4j.RbmStack;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Clamped;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dbn rbm inpaint}: parts of rows filled in by a model. */
@Command(
        name = "inpaint",
        sortOptions = false,
        description = {
            "Keeps some columns of each row and draws the others: Gibbs sampling with visible units held.",
            "The model is the bottom RBM of a stack. What the other columns have in the file is not used."
        },
        footer = {
            "",
            "Examples:",
            "  ./dbn rbm inpaint runs/digits/model.zip --data digits.npy --held 0-391 --steps 500 --out filled.npy",
            "  ./dbn rbm inpaint model.npz --data rows.csv --held 0-9,20-29 --steps 500 --out filled.npy --seed 7"
        })
final class RbmInpaintCommand implements Runnable {

    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Mixin
    private DataOption data;

    @Option(
            names = "--held",
            paramLabel = "COLUMNS",
            required = true,
            split = ",",
            description = "Columns that are kept, from 0: 0-391 or 0-9,20-29.")
    private String[] held;

    @Option(
            names = "--steps",
            paramLabel = "K",
            required = true,
            converter = WholeNumber.Positive.class,
            description = "Gibbs steps of each row's chain.")
    private int steps;

    @Mixin
    private ArrayFile out;

    @Override
    public void run() {
        out.check();
        RbmStack stack = model.read();
        Rbm rbm = stack.layer(1);
        Clamped clamped = new Clamped(rbm, Nd4j.createFromArray(mask(rbm.visible())));
        model.print(
                out.write(clamped.fill(data.states(stack), steps, model.random("in-painting"))),
                spec.commandLine().getOut());
    }

    private double[] mask(int columns) {
        double[] mask = new double[columns];
        for (String range : held) {
            Matcher ends = RANGE.matcher(range);
            Check.require(ends.matches(), "--held must be columns such as 0-391 or 5, was %s", range);
            int first = Integer.parseInt(ends.group(1));
            int last = ends.group(2) == null ? first : Integer.parseInt(ends.group(2));
            Check.require(first <= last && last < columns, "--held must be within 0-%d, was %s", columns - 1, range);
            Arrays.fill(mask, first, last + 1, 1);
        }
        return mask;
    }
}
