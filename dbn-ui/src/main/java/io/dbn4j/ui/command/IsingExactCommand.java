package io.dbn4j.ui.command;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dbn4j.cli.Output;
import io.dbn4j.cli.WholeNumber;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.rg.ising.ExactAverages;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code dbn ising exact}, which prints log Z and the averages of a finite lattice without error. */
@Command(
        name = "exact",
        sortOptions = false,
        description = {
            "Prints log Z, energy, specific heat, magnetization and correlation function of the Ising model on a"
                    + " periodic square lattice, exactly.",
            "Several temperatures, separated by commas, give a table."
        },
        footer = {
            "",
            "Without a field, log Z, E and C come from Kaufman's solution for every side. |m|, m^2, chi',",
            "U4 and the correlation function G(r), and everything in a field, come from the transfer",
            "matrix of a row, for sides up to 12 (half a minute; side 8 takes a tenth of a second).",
            "  chi' = K N (<m^2> - <|m|>^2),   U4 = 1 - <m^4> / (3 <m^2>^2),   G(r) = <s s'> along a row",
            "",
            "Examples:",
            "  ./dbn ising exact --side 6 --temperature 2.3",
            "  ./dbn ising exact --side 8 --temperature 2.0,2.2,2.4 --csv",
            "  ./dbn ising exact --side 4 --coupling 0.44 --field 0.1 --json"
        })
final class IsingExactCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--side",
            paramLabel = "L",
            required = true,
            converter = WholeNumber.Positive.class,
            description = "Number of sites in a row, at least 2.")
    private int side;

    @Mixin
    private TemperatureOptions temperature;

    @Option(
            names = "--field",
            paramLabel = "H",
            defaultValue = "0",
            description = "Field in units of J, for sides up to 12. Default: ${DEFAULT-VALUE}.")
    private double field;

    @Option(names = "--csv", description = "Print one line per temperature as CSV, with all digits.")
    private boolean csv;

    @Mixin
    private Output output;

    /**
     * The result for several temperatures, and for {@code --json}.
     *
     * @param missing averages that the side does not allow, as a sentence; empty if it allows all
     */
    record Outcome(String missing, List<ExactAverages> averages) {}

    /** The result for one temperature. */
    record One(@JsonUnwrapped ExactAverages averages, String missing) {}

    @Override
    public void run() {
        if (csv && output.json()) {
            throw new ParameterException(spec.commandLine(), "--csv and --json cannot be given together");
        }
        double[] temperatures = temperature.temperatures();
        Progress progress = output.progress();
        List<ExactAverages> averages = new ArrayList<>();
        if (temperatures.length > 1) {
            progress.begin("exact averages", temperatures.length, "temperatures");
        }
        for (double one : temperatures) {
            averages.add(ExactAverages.atTemperature(side, one, field));
            progress.advance(1);
        }
        progress.end();
        PrintWriter out = spec.commandLine().getOut();
        if (csv) {
            out.print(ExactAverages.TABLE.csv(averages));
            out.flush();
        } else if (output.json() || averages.size() > 1) {
            output.print(new Outcome(ExactAverages.missing(side), averages), out);
        } else {
            output.print(new One(averages.get(0), ExactAverages.missing(side)), out);
        }
    }
}
