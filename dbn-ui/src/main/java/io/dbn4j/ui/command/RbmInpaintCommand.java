package io.dbn4j.ui.command;

import io.dbn4j.cli.WholeNumber;
import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Clamped;
import io.dbn4j.core.units.Span;
import io.dbn4j.lab.run.Progress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code dbn rbm inpaint}, which fills in parts of rows with a model. */
@Command(
        name = "inpaint",
        sortOptions = false,
        description = {
            "Fills in parts of each row: keeps the known values and draws the rest by Gibbs sampling.",
            "Draws missing values (NaN, empty fields, NA) and all columns that --held does not name.",
            "Uses the bottom RBM of a stack. Ignores the file's values of columns that are drawn."
        },
        footer = {
            "",
            "Examples:",
            "  ./dbn rbm inpaint model.npz --data digits.npy --held 0-391 --steps 500 --out filled.npy",
            "  ./dbn rbm inpaint model.npz --data rows.csv --held 0-9,20-29 --steps 500 --out filled.npy",
            "  ./dbn rbm inpaint model.npz --data gaps.csv --steps 500 --out filled.npy"
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
            split = ",",
            description = "Columns to keep, numbered from 0: 0-391 or 0-9,20-29. Default: all without missing values.")
    private String @Nullable [] held;

    @Option(
            names = "--steps",
            paramLabel = "K",
            required = true,
            converter = WholeNumber.Positive.class,
            description = "Number of Gibbs steps for each row.")
    private int steps;

    @Mixin
    private ArrayFile out;

    @Override
    public void run() {
        out.check();
        ModelFile stack = model.read();
        Rbm rbm = stack.layer(1);
        Progress progress = model.progress();
        INDArray known = data.read(progress).known(stack.layer(1), columns(rbm.visible()));
        double[] mask = mask(Elements.of(known), Span.groups(rbm.visibleUnit(), rbm.visible()));
        long drawn = Arrays.stream(mask).filter(kept -> kept == 0).count();
        Check.require(
                drawn > 0, "there is nothing to draw: no value is missing (NaN); name the columns to keep with --held");
        progress.note(String.format(
                Locale.ROOT, "%d of %d values are kept, %d are drawn", mask.length - drawn, mask.length, drawn));
        Clamped clamped = new Clamped(rbm, Nd4j.createFromArray(mask).reshape(known.shape()));
        model.print(
                out.write(clamped.fill(known, steps, model.random("in-painting"))),
                spec.commandLine().getOut());
    }

    /** Returns 1 for each value that is kept, else 0; a group with a missing value is drawn as a whole. */
    private static double[] mask(double[] known, List<Span> groups) {
        double[] mask = new double[known.length];
        int units = groups.get(groups.size() - 1).to();
        for (int row = 0; row < known.length; row += units) {
            for (Span group : groups) {
                boolean kept = Arrays.stream(known, row + group.from(), row + group.to())
                        .noneMatch(Double::isNaN);
                Arrays.fill(mask, row + group.from(), row + group.to(), kept ? 1 : 0);
            }
        }
        return mask;
    }

    /** Returns 1 for each column whose values are kept, else 0. */
    private double[] columns(int columns) {
        double[] mask = new double[columns];
        if (held == null) {
            Arrays.fill(mask, 1);
            return mask;
        }
        for (String range : held) {
            Matcher ends = RANGE.matcher(range);
            Check.require(ends.matches(), "--held must be columns such as 5 or 0-391, was %s", range);
            int first = Integer.parseInt(ends.group(1));
            int last = ends.group(2) == null ? first : Integer.parseInt(ends.group(2));
            Check.require(
                    first <= last && last < columns,
                    "--held must be in 0-%d (columns are numbered from 0), was %s",
                    columns - 1,
                    range);
            Arrays.fill(mask, first, last + 1, 1);
        }
        return mask;
    }
}
