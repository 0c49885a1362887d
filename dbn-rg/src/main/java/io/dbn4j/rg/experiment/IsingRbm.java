package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.partition.AnnealingStart;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.Evidence;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.training.LayerRecipe;
import io.dbn4j.lab.training.StackRecipe;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.ising.MagnetizationDistribution;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.montecarlo.EquilibrationGate;
import io.dbn4j.rg.montecarlo.MonteCarlo;
import io.dbn4j.rg.montecarlo.Wolff;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An experiment with RBMs that learn the Ising model on a square lattice from equilibrium configurations. They are
 * measured by thermal averages and by numbers that thermal averages do not show: the Kullback-Leibler divergence and
 * the couplings.
 *
 * <p>Energy, specific heat and magnetization can agree with the exact values while the couplings are wrong. The divergence
 * is {@code <log P>_test + <F>_test + log Z_RBM}, with P exact by Kaufman's partition function and log Z by AIS.
 *
 * @param side side of the lattice, even, at most 8: for larger ones the exact magnetization takes too long
 * @param temperatures temperatures of the data
 * @param hidden numbers of hidden units, each trained at every temperature
 * @param seeds number of RBMs of each kind, whose medians are judged
 * @param configurations number of configurations to train on
 * @param testConfigurations number of further configurations, for the divergence
 * @param epochs passes through the data
 * @param batch rows of an update
 * @param objective what is minimized
 * @param learningRate learning rate at the first update; it falls linearly to zero
 * @param betas inverse temperatures of AIS
 */
@Reference(
        authors = "G. Torlai, R. G. Melko",
        title = "Learning thermodynamics with Boltzmann machines",
        venue = "Physical Review B 94",
        year = 2016,
        url = "https://doi.org/10.1103/PhysRevB.94.165134")
@JsonTypeName("ising-rbm")
public record IsingRbm(
        int side,
        List<Double> temperatures,
        List<Integer> hidden,
        int seeds,
        int configurations,
        int testConfigurations,
        int epochs,
        int batch,
        Objective objective,
        double learningRate,
        int betas)
        implements RgExperiment {

    /** Chain that draws the configurations: 5 Wolff clusters a step, 200 steps before the first. */
    private static final MonteCarlo CHAIN = new MonteCarlo(new Wolff(5), 200, 1);

    private static final double STANDARD_ERRORS = 4;
    private static final int AIS_CHAINS = 1000;

    public IsingRbm {
        Check.require(side % 2 == 0 && side >= 4 && side <= 8, "side must be 4, 6 or 8, was %d", side);
        temperatures = List.copyOf(temperatures);
        temperatures.forEach(temperature -> Check.positive(temperature, "temperature"));
        hidden = List.copyOf(hidden);
        hidden.forEach(units -> Check.atLeast(1, units, "hidden"));
        Check.atLeast(1, seeds, "seeds");
        Check.atLeast(batch, configurations, "configurations");
        Check.atLeast(LearnedIsing.CHAINS, testConfigurations, "testConfigurations");
        Check.atLeast(1, betas, "betas");
    }

    /** Exact thermal averages of the data. */
    record Exact(double energy, double specificHeat, double magnetization) {

        static Exact of(int side, double coupling) {
            KaufmanPartitionFunction kaufman = new KaufmanPartitionFunction(side);
            return new Exact(
                    kaufman.energy(coupling),
                    kaufman.specificHeat(coupling),
                    MagnetizationDistribution.of(side, coupling).meanAbsolute());
        }
    }

    /** All RBMs of one temperature and size, with the exact averages. */
    record Kind(double temperature, int hidden, Exact exact, List<LearnedIsing> rbms) {

        String label() {
            return String.format(Locale.ROOT, "T = %.4f, %d hidden", temperature, hidden);
        }

        Estimate median(Function<LearnedIsing, Estimate> number) {
            return Median.of(rbms.stream().map(number).toList());
        }
    }

    @Override
    public String cost() {
        return "10 min";
    }

    @Override
    public Map<String, String> quick() {
        return Map.of(
                "side",
                "4",
                "hidden",
                "[16]",
                "seeds",
                "1",
                "configurations",
                "10000",
                "batch",
                "100",
                "epochs",
                "5",
                "betas",
                "300");
    }

    @Override
    public Finding run(Run run) {
        List<Kind> kinds = new ArrayList<>();
        for (double temperature : temperatures) {
            Exact exact = Exact.of(side, 1 / temperature);
            INDArray data = states(run, temperature, configurations, "training");
            INDArray test = states(run, temperature, testConfigurations, "test");
            for (int units : hidden) {
                List<LearnedIsing> rbms = new ArrayList<>();
                for (int seed = 1; seed <= seeds; seed++) {
                    rbms.add(learn(run, temperature, units, seed, data, test));
                }
                kinds.add(new Kind(temperature, units, exact, rbms));
            }
        }
        IsingRbmVerdict verdict = new IsingRbmVerdict(side, kinds);
        IsingRbmReport report = new IsingRbmReport(kinds);
        IsingRbmReport.RBMS.save(run, report.rbms());
        return new Finding("ising-rbm", verdict.estimates(), verdict.verdict(), Evidence.ESTIMATE)
                .shown(run, "RBMs that learn the Ising model, L = " + side, report::addTo);
    }

    /** Draws equilibrium configurations, as 0 and 1. */
    private INDArray states(Run run, double temperature, int count, String name) {
        double coupling = 1 / temperature;
        INDArray spins = new EquilibrationGate(CHAIN, STANDARD_ERRORS)
                .states(new SquareLattice(side), coupling, count, DataType.FLOAT, run.random(name + "-" + temperature));
        INDArray states = spins.addi(1).muli(0.5);
        Exports.rows(run, name + "-" + text(temperature), states);
        return states;
    }

    private LearnedIsing learn(Run run, double temperature, int units, int seed, INDArray data, INDArray test) {
        String name = String.format(Locale.ROOT, "T = %.4f, %d hidden, seed %d", temperature, units, seed);
        String label = String.format(Locale.ROOT, "rbm-%s-%d-%d", text(temperature), units, seed);
        LayerRecipe recipe = new LayerRecipe(units, epochs, objective, learningRate, true, 0, 0);
        StackRecipe.Trained trained = new StackRecipe(List.of(recipe), batch, Binarization.NONE)
                .train(run, label, data, run.seed("training, " + name));
        Rbm rbm = trained.rbm(0);
        Exports.rbm(run, label, rbm);
        double coupling = 1 / temperature;
        Estimate logPartition = new AnnealedImportanceSampling(betas, AIS_CHAINS)
                .logPartition(rbm, AnnealingStart.at(trained.baseRates().get(0)), run.random("AIS, " + name));
        return LearnedIsing.measure(
                rbm,
                new SquareLattice(side),
                coupling,
                new KaufmanPartitionFunction(side).logPartition(coupling),
                test,
                logPartition,
                trained.seconds().get(0),
                run.random("measurement, " + name));
    }

    /** Returns a temperature for the name of a file. */
    private static String text(double temperature) {
        return String.format(Locale.ROOT, "%.4f", temperature).replace('.', '-');
    }
}
