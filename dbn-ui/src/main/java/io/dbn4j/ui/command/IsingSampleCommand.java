package io.dbn4j.ui.command;

import io.dbn4j.cli.Output;
import io.dbn4j.cli.SeedOption;
import io.dbn4j.cli.WholeNumber;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.montecarlo.Metropolis;
import io.dbn4j.rg.montecarlo.MonteCarlo;
import io.dbn4j.rg.montecarlo.SpinUpdate;
import io.dbn4j.rg.montecarlo.SwendsenWang;
import io.dbn4j.rg.montecarlo.ThinnedChain;
import io.dbn4j.rg.montecarlo.ThinnedSample;
import io.dbn4j.rg.montecarlo.Wolff;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code dbn ising sample}, which draws configurations of spins into a file. */
@Command(
        name = "sample",
        sortOptions = false,
        description = {
            "Draws configurations of the Ising model on a periodic square lattice and writes them as bytes -1 and 1,"
                    + " one row of L*L sites for each, row of the lattice by row.",
            "Configurations are two autocorrelation times apart, which a pilot chain measures. The file is written only"
                    + " if the mean energy agrees with the exact one."
        },
        footer = {
            "",
            "wolff           flips one cluster in a step",
            "swendsen-wang   gives every cluster a random sign in a step",
            "metropolis      visits every spin once in a step",
            "",
            "Examples:",
            "  ./dbn ising sample --side 6 --temperature 2.3 --count 20000 --out spins.npy",
            "  ./dbn ising sample --side 32 --coupling 0.44 --count 1000 --sampler swendsen-wang --out s.npy"
        })
final class IsingSampleCommand implements Runnable {

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
            names = "--count",
            paramLabel = "N",
            required = true,
            converter = WholeNumber.Positive.class,
            description = "Number of configurations.")
    private int count;

    @Option(
            names = "--sampler",
            paramLabel = "NAME",
            defaultValue = "wolff",
            converter = SamplerReader.class,
            description =
                    "Step of the chain, see below: wolff, swendsen-wang or metropolis. Default: ${DEFAULT-VALUE}.")
    private SpinUpdate sampler;

    @Mixin
    private ArrayFile out;

    @Mixin
    private SeedOption seed;

    @Mixin
    private Output output;

    /** Reads the name of a sampler. */
    static final class SamplerReader implements ITypeConverter<SpinUpdate> {

        @Override
        public SpinUpdate convert(String text) {
            return switch (text) {
                case "wolff" -> new Wolff(1);
                case "swendsen-wang" -> new SwendsenWang();
                case "metropolis" -> new Metropolis();
                default -> throw new TypeConversionException("must be wolff, swendsen-wang or metropolis, was " + text);
            };
        }
    }

    /**
     * The result to print.
     *
     * @param chain step of the chain, steps before the first configuration and between two
     * @param autocorrelation integrated autocorrelation times, in steps of the pilot chain
     * @param averages averages of the configurations beside the exact ones; empty for fewer than 1000
     */
    record Outcome(
            String file,
            long rows,
            long columns,
            String type,
            double temperature,
            double coupling,
            ThinnedSample.Times autocorrelation,
            MonteCarlo chain,
            List<ThinnedSample.Average> averages) {}

    @Override
    public void run() {
        out.check();
        double coupling = temperature.coupling();
        SquareLattice lattice = new SquareLattice(side);
        ThinnedSample.requireRoom(lattice, count);
        Progress progress = output.progress();
        ThinnedChain thinned = ThinnedChain.measured(sampler, lattice, coupling, seed.seed().stream("pilot"));
        progress.begin("configurations", count, "configurations");
        ThinnedSample sample = ThinnedSample.drawn(
                thinned, lattice, coupling, count, seed.seed().stream("configurations"), progress::at);
        progress.end();
        List<ThinnedSample.Average> averages = sample.averages(coupling);
        if (averages.isEmpty()) {
            progress.note(
                    "averages: at least " + ThinnedSample.FEWEST + " configurations of different energies are needed");
        }
        ArrayFile.Written written = out.write(sample.spins(), lattice.sites());
        output.print(
                new Outcome(
                        written.file(),
                        written.rows(),
                        written.columns(),
                        "int8, -1 and 1",
                        1 / coupling,
                        coupling,
                        ThinnedSample.Times.of(thinned),
                        thinned.chain(),
                        averages),
                spec.commandLine().getOut());
    }
}
