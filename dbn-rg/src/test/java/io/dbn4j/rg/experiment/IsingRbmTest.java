package io.dbn4j.rg.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Alphabet;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Spin;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.rg.RgExperiments;
import io.dbn4j.rg.coarse.EffectiveCouplings;
import io.dbn4j.rg.ising.BondRbm;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.ising.MagnetizationDistribution;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.montecarlo.EquilibrationGate;
import io.dbn4j.rg.montecarlo.MonteCarlo;
import io.dbn4j.rg.montecarlo.Wolff;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Tests with an RBM that represents an Ising model in place of a trained RBM: its divergence and couplings are known
 * exactly.
 */
class IsingRbmTest {

    private static final double COUPLING = 0.35;
    private static final SquareLattice LATTICE = new SquareLattice(4);
    private static final KaufmanPartitionFunction KAUFMAN = new KaufmanPartitionFunction(4);

    private final RandomSource random = new Seed(11).stream("ising-rbm");

    @TempDir
    private Path folder;

    private LearnedIsing measured(double learned) {
        INDArray test = new EquilibrationGate(new MonteCarlo(new Wolff(5), 200, 1), 4)
                .states(LATTICE, COUPLING, 4000, DataType.FLOAT, random)
                .addi(1)
                .muli(0.5);
        Rbm rbm =
                Alphabet.convert(BondRbm.of(LATTICE.ising(learned), DataType.FLOAT), new Bernoulli(), new Bernoulli());
        double logPartition = KAUFMAN.logPartition(learned) + BondRbm.excess(LATTICE.ising(learned));
        return LearnedIsing.measure(
                rbm,
                LATTICE,
                COUPLING,
                KAUFMAN.logPartition(COUPLING),
                test,
                Estimate.exact(logPartition, "nats"),
                0,
                random);
    }

    @Test
    void theIsingModelItselfHasNoDivergenceAndTheRightCouplings() {
        LearnedIsing exact = measured(COUPLING);

        assertThat(exact.divergence().value()).isCloseTo(0, within(1e-5));
        assertThat(exact.variance()).isLessThan(1e-8);
        assertThat(exact.neighbors().overAllStates().value()).isCloseTo(COUPLING, within(1e-5));
        assertThat(exact.neighbors().inEquilibrium().value()).isCloseTo(COUPLING, within(1e-5));
        assertThat(exact.diagonals().overAllStates().value()).isCloseTo(0, within(1e-5));
        assertThat(exact.diagonals().inEquilibrium().value()).isCloseTo(0, within(1e-5));
        near(exact.observables().energyPerSite(), KAUFMAN.energy(COUPLING));
        near(exact.observables().specificHeatPerSite(), KAUFMAN.specificHeat(COUPLING));
        near(
                exact.observables().absoluteMagnetization(),
                MagnetizationDistribution.of(4, COUPLING).meanAbsolute());
    }

    /** KL(P || P') of two Ising models is {@code log Z' - log Z + (K - K') N c} with c = -E / N, the energy in units of J. */
    @Test
    void theDivergenceOfAnotherIsingModelIsTheExactOne() {
        double other = 0.5;
        double exact = KAUFMAN.logPartition(other)
                - KAUFMAN.logPartition(COUPLING)
                - (COUPLING - other) * KAUFMAN.energy(COUPLING) * LATTICE.sites();

        LearnedIsing wrong = measured(other);

        assertThat(exact).isGreaterThan(0.3);
        near(wrong.divergence(), exact);
        assertThat(wrong.neighbors().overAllStates().value()).isCloseTo(other, within(1e-5));
        assertThat(Math.abs(wrong.observables().energyPerSite().value() - KAUFMAN.energy(COUPLING)))
                .isGreaterThan(10 * wrong.observables().energyPerSite().standardError());
    }

    /** The error includes a common fluctuation of the sites, which the spread over the sites does not contain. */
    @Test
    void theErrorInEquilibriumIsThatOverConfigurationsWhichAllSitesShare() {
        Rbm spins = Rbm.random(new Spin(), new Spin(), 16, 1, 0.3, DataType.DOUBLE, random);
        spins.weights().assign(0.3);
        INDArray others = Nd4j.valueArrayOf(new long[] {60, 16}, 0.5, DataType.DOUBLE);
        random.bernoulli(others, others);
        others.muli(2).subi(1);
        double[] site = new double[16];
        double[] row = new double[60];
        for (int i = 0; i < site.length; i++) {
            int[] pair = {i, i / 4 * 4 + (i + 1) % 4};
            site[i] = EffectiveCouplings.over(spins, pair, others).value();
            for (int r = 0; r < row.length; r++) {
                INDArray twice = Nd4j.vstack(others.getRow(r, true), others.getRow(r, true));
                row[r] += EffectiveCouplings.over(spins, pair, twice).value() / site.length;
            }
        }

        Estimate found =
                LearnedIsing.coupling(spins, LATTICE, 1, others, random).inEquilibrium();

        assertThat(found.value()).isCloseTo(Estimate.mean(site, "nats").value(), within(1e-12));
        assertThat(found.standardError()).isCloseTo(Estimate.mean(row, "nats").standardError(), within(1e-12));
        assertThat(found.standardError())
                .isGreaterThan(2 * Estimate.mean(site, "nats").standardError());
    }

    /** Four standard errors: a false alarm once in sixteen thousand comparisons. */
    private static void near(Estimate estimate, double exact) {
        assertThat(estimate.value()).isCloseTo(exact, within(4 * estimate.standardError()));
        assertThat(estimate.standardError()).isPositive();
    }

    @Test
    void trainingBringsTheDivergenceDownAndTheSameSeedTheSameFigures() throws Exception {
        Finding trained = run("trained", Map.of("epochs", "20"));
        Finding hardly = run("hardly", Map.of("epochs", "1", "learningRate", "0.0001"));

        assertThat(divergence(trained)).isBetween(0.0, 1.0);
        assertThat(divergence(hardly)).isGreaterThan(2); // KL to independent spins is 2.4
        assertThat(hardly.verdict().text())
                .startsWith("Not all thermal averages agree with the exact ones. (3 of 3 checks fail:")
                .contains("This run does not show averages that hide wrong couplings: for no kind of RBM");
        assertThat(folder.resolve("trained/models/rbm-3-0000-16-2.npz")).isNotEmptyFile();
        assertThat(folder.resolve("trained/test-3-0000.npy")).isNotEmptyFile();
        assertThat(folder.resolve("trained/training-3-0000.npy")).isNotEmptyFile();
        assertThat(Files.readAllLines(folder.resolve("trained/rbms.csv"))).hasSize(3);
        assertThat(folder.resolve("trained/report.html")).isNotEmptyFile();
        assertThat(run("again", Map.of("epochs", "20"))).isEqualTo(trained);
    }

    private static double divergence(Finding finding) {
        return Objects.requireNonNull(finding.estimates().get("T = 3.0000, 16 hidden, median divergence"))
                .value();
    }

    private Finding run(String name, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "side", "4",
                "temperatures", "[3.0]",
                "hidden", "[16]",
                "seeds", "2",
                "configurations", "5000",
                "batch", "100",
                "testConfigurations", "1000",
                "betas", "200"));
        settings.putAll(more);
        RunRequest request = RunRequest.of(RgExperiments.LIST.preset("ising-rbm"), 3, settings);
        return (Finding)
                Run.create(request, folder.resolve(name), Progress.SILENT).execute();
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("odd", Map.of("side", "5")))
                .withMessage("side must be 4, 6 or 8, was 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("cold", Map.of("temperatures", "[-1]")))
                .withMessage("temperature must be positive and finite, was -1.0");
    }
}
