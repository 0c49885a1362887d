package io.dbn4j.rg.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.partition.StartTest;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.units.Spin;
import io.dbn4j.lab.report.Evidence;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.rg.RgExperiments;
import io.dbn4j.rg.experiment.FreeEnergySandwich.Infinite;
import io.dbn4j.rg.experiment.FreeEnergySandwich.Point;
import io.dbn4j.rg.ising.BondRbm;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.lattice.Ring;
import io.dbn4j.rg.scheme.TensorRenormalizationGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class FreeEnergySandwichTest {

    private static final Ising RING = new Ring(6).ising(0.6);
    private static final Rbm RBM =
            Rbm.random(new Spin(), new Spin(), 6, 4, 0.5, DataType.DOUBLE, new Seed(1).stream("rbm"));

    private static final Map<String, String> SMALL = Map.of(
            "sides", "[4]",
            "temperatures", "[3.0]",
            "rows", "1000",
            "epochs", "2",
            "betas", "100",
            "chains", "200",
            "burnIn", "50",
            "parameters", "1");

    @TempDir
    private Path folder;

    @Test
    void theDistancesFromTheFreeEnergyAreTheDivergences() {
        Sandwich found = Sandwich.exact(RBM, RING);
        Ensemble data = Ensemble.of(RING);
        Ensemble model = Ensemble.of(RBM);
        double f = -RING.logPartition();

        assertThat(f - found.lower().value()).isEqualTo(data.divergence(model), within(1e-12));
        assertThat(found.upper().value() - f).isEqualTo(model.divergence(data), within(1e-12));
    }

    @Test
    void theRightModelLeavesNothingBetweenTheBounds() {
        Sandwich found = Sandwich.exact(BondRbm.of(RING, DataType.DOUBLE), RING);

        assertThat(found.lower().value()).isEqualTo(-RING.logPartition(), within(1e-12));
        assertThat(found.upper().value()).isEqualTo(-RING.logPartition(), within(1e-12));
    }

    /** Two comparisons at four standard errors: a false alarm in eight thousand seeds. */
    @Test
    void drawsGiveTheExactBounds() {
        Sandwich exact = Sandwich.exact(RBM, RING);
        Sandwich measured = measured(ownDraws());

        assertThat(deviation(measured.lower(), exact.lower())).isLessThan(4);
        assertThat(deviation(measured.upper(), exact.upper())).isLessThan(4);
    }

    /** Configurations used in place of draws of the model give the lower bound twice. */
    @Test
    void anUpperBoundWithoutDrawsOfTheModelIsNoticed() {
        assertThat(deviation(measured(data()).upper(), Sandwich.exact(RBM, RING).upper()))
                .isGreaterThan(10);
    }

    private static INDArray ownDraws() {
        return Ensemble.of(RBM).draws(2000, new Seed(2).stream("model"));
    }

    private static INDArray data() {
        return Ensemble.of(RING).draws(2000, new Seed(2).stream("data"));
    }

    private static Sandwich measured(INDArray model) {
        Estimate logPartition = Estimate.exact(Summation.of(RBM).logPartition(), "nats");
        return Sandwich.of(RBM, RING, logPartition, logPartition, data(), model);
    }

    private static double deviation(Estimate measured, Estimate exact) {
        return Math.abs(measured.value() - exact.value()) / measured.standardError();
    }

    /** The bounds are so wide that errors of log Z only widen them. */
    @Test
    void boundsOfLogZWidenTheBracket() {
        double logZ = Summation.of(RBM).logPartition();
        Estimate below = Estimate.normal(logZ - 0.2, 0.01, "nats", 10, 10).bound(Bound.LOWER);
        Estimate above = Estimate.normal(logZ + 0.3, 0.01, "nats", 10, 10).bound(Bound.UPPER_FROM_EQUILIBRIUM);
        Sandwich exact = measured(ownDraws());

        Sandwich wide = Sandwich.of(RBM, RING, below, above, data(), ownDraws());

        assertThat(wide.lower().value()).isEqualTo(exact.lower().value() - 0.3, within(1e-9));
        assertThat(wide.upper().value()).isEqualTo(exact.upper().value() + 0.2, within(1e-9));
        assertThat(wide.lower().bound()).isEqualTo(Bound.LOWER_FROM_EQUILIBRIUM);
        assertThat(wide.upper().bound()).isEqualTo(Bound.UPPER_FROM_EQUILIBRIUM);
        assertThat(wide.tested(start(true)).lower().bound()).isEqualTo(Bound.LOWER);
        assertThat(wide.tested(start(true)).upper().bound()).isEqualTo(Bound.UPPER);
        assertThat(wide.tested(start(false)).upper().bound()).isEqualTo(Bound.UPPER_FROM_EQUILIBRIUM);
    }

    private static StartTest start(boolean passes) {
        Estimate one = Estimate.exact(1, "");
        double chance = passes ? 0.5 : 1e-9;
        return new StartTest(one, one, chance, one, chance, 100, 0, passes);
    }

    private static Estimate nats(double value, double error) {
        return Estimate.normal(value, error, "nats", 500, 372);
    }

    private static Verdict verdict(double temperature, double f, Sandwich measured, Sandwich summed, boolean passes) {
        double width = summed.upper().value() - summed.lower().value();
        return verdict(new Point(4, temperature, f, measured, summed, width, 372, start(passes), f));
    }

    private static Verdict verdict(Point point) {
        double f = point.freeEnergy();
        return FreeEnergySandwichVerdict.of(
                List.of(point), List.of(new Infinite(point.temperature(), f / 16, f / 16 - 0.1)));
    }

    /** Paths that hardly overlap violate no condition (chances 0.9 and 0.8), but the start remains untested. */
    @Test
    void aStartThatCannotBeTestedDoesNotPass() {
        Estimate one = Estimate.exact(1, "");
        StartTest untested = new StartTest(one, one, 0.9, Estimate.normal(1, 0.6, "", 100, 100), 0.8, 2, 0, false);
        Sandwich bounds = new Sandwich(nats(-22.2, 0.02), nats(-22, 0.02));
        Point point = new Point(4, 1.5, -22.117, bounds, bounds, 0.2, 372, untested, -22.117);
        Verdict verdict = verdict(point);

        assertThat(verdict.text())
                .doesNotContain("The states of each RBM pass the test of their start.")
                .contains("do not pass the test of their start, or could not be tested")
                .contains("(1 of 3 checks fail: ")
                .contains(": start tested and passed.)");
        assertThat(FreeEnergySandwichReport.start(point)).isEqualTo("untested");
        VerdictContract.holdsFor(verdict);
    }

    @Test
    void theReportTellsAStartThatFailsFromOneThatPasses() {
        Sandwich bounds = new Sandwich(nats(-22.2, 0.02), nats(-22, 0.02));

        assertThat(FreeEnergySandwichReport.start(
                        new Point(4, 1.5, -22.117, bounds, bounds, 0.2, 372, start(false), -22.117)))
                .isEqualTo("fails");
        assertThat(FreeEnergySandwichReport.start(
                        new Point(4, 1.5, -22.117, bounds, bounds, 0.2, 372, start(true), -22.117)))
                .isEqualTo("passes");
    }

    @Test
    void theReportNamesABracketInvertedOnlyBeyondThreeErrors() {
        Sandwich crossing = new Sandwich(nats(-22, 0.02), nats(-22.05, 0.02));
        Sandwich inverted = new Sandwich(nats(-22, 0.02), nats(-22.1, 0.02));

        assertThat(FreeEnergySandwichReport.start(
                        new Point(4, 1.5, -22.117, crossing, crossing, 0.2, 372, start(true), -22.117)))
                .isEqualTo("passes");
        assertThat(FreeEnergySandwichReport.start(
                        new Point(4, 1.5, -22.117, inverted, inverted, 0.2, 372, start(true), -22.117)))
                .isEqualTo("passes, inverted by 3.5 errors");
    }

    /** Values measured at seed 161 before starts were tempered; F is exact, and the sums are over all states. */
    @Test
    void boundsThatAreNotTheirSumsDoNotPass() {
        Sandwich cold = new Sandwich(nats(-23.365, 0.028), nats(-23.408, 0.088));
        Sandwich coldSums = new Sandwich(Estimate.exact(-23.3756, "nats"), Estimate.exact(-21.519, "nats"));
        Sandwich warm = new Sandwich(nats(-19.927, 0.024), nats(-19.756, 0.036));
        Sandwich warmSums = new Sandwich(Estimate.exact(-19.9404, "nats"), Estimate.exact(-19.512, "nats"));

        assertThat(verdict(1.5, -22.117, cold, coldSums, false).text())
                .contains("By draws, a bound is on the wrong side of the exact free energy.")
                .contains("do not pass the test of their start, or could not be tested: its bounds hold only if")
                .contains("a measured bound does not agree with its sum.");
        assertThat(verdict(1.7, -19.698, warm, warmSums, true).text())
                .contains("By draws, the exact free energy lies between the bounds")
                .contains("a measured bound does not agree with its sum.");
        VerdictContract.holdsFor(verdict(1.7, -19.698, warm, warmSums, true));
    }

    @Test
    void anInvertedBracketIsNamed() {
        Sandwich inverted = new Sandwich(nats(-23, 0.02), nats(-23.5, 0.02));

        assertThat(inverted.inversion()).isGreaterThan(3);
        assertThat(new Sandwich(nats(-23, 0), nats(-23.0005, 0)).inversion()).isLessThan(3);
        assertThat(verdict(1.5, -23.2, inverted, inverted, true).text()).contains("A bracket is inverted");
    }

    /** A broken start with states of one sign of a model with two, which the sums reject: an upper bound below F. */
    @Test
    void statesOfOneSignAreNotDrawsOfTheModel() {
        Rbm biased = BondRbm.of(RING, DataType.DOUBLE);
        biased.visibleBias().addi(0.4);
        Estimate logZ = Estimate.exact(Summation.of(biased).logPartition(), "nats");
        INDArray own = Ensemble.of(biased).draws(2000, new Seed(2).stream("model"));

        double exact = Sandwich.exact(biased, RING).upper().value();
        Sandwich right = Sandwich.of(biased, RING, logZ, logZ, data(), own);
        Sandwich wrong = Sandwich.of(biased, RING, logZ, logZ, data(), own.neg());

        assertThat(right.upper().value())
                .isEqualTo(exact, within(4 * right.upper().standardError()));
        assertThat(wrong.upper().value()).isLessThan(-RING.logPartition());
        assertThat(right.isInverted()).isFalse();
        assertThat(right.upper().bound()).isEqualTo(Bound.UPPER_FROM_EQUILIBRIUM);
        assertThat(wrong.isInverted()).isTrue();
        assertThat(wrong.tested(start(true))).isEqualTo(wrong);
        assertThat(List.of(wrong.lower().bound(), wrong.upper().bound())).containsOnly(Bound.NONE);
        assertThat(evidence(right, true)).isEqualTo(Evidence.BOUND);
        assertThat(evidence(right, false)).isEqualTo(Evidence.ESTIMATE);
        assertThat(evidence(wrong, true)).isEqualTo(Evidence.ESTIMATE);
    }

    private static Evidence evidence(Sandwich measured, boolean passes) {
        double f = -RING.logPartition();
        Point point = new Point(8, 1.5, f, measured, measured, Double.NaN, 372, start(passes), f);
        return FreeEnergySandwich.finding(List.of(point), List.of(new Infinite(1.5, f / 6, f / 6 - 0.1)))
                .evidence();
    }

    /** The steps halve the sites down to one, so this is the torus and not the infinite lattice. */
    @Test
    void tensorsGiveTheFreeEnergyOfTheFiniteLattice() {
        double finite = new TensorRenormalizationGroup(16, 4).logPartition(0.4);

        assertThat(16 * finite).isEqualTo(new KaufmanPartitionFunction(4).logPartition(0.4), within(1e-2));
        assertThat(16 * new TensorRenormalizationGroup(16, 30).logPartition(0.4))
                .isNotCloseTo(new KaufmanPartitionFunction(4).logPartition(0.4), within(1e-2));
    }

    @Test
    void theExperimentPassesItsChecksTwiceTheSame() throws Exception {
        Finding finding = run("once", SMALL);

        assertThat(finding.checks().stream().filter(check -> !check.pass()).map(Finding.Check::name))
                .as("two epochs are too few to come close")
                .containsExactly("largest distance of an RBM's bound from F, nats a site");
        assertThat(run("again", SMALL).estimates()).isEqualTo(finding.estimates());
        VerdictContract.holdsFor(finding.verdict());
        assertThat(Files.readAllLines(folder.resolve("once/bounds.csv"))).hasSize(1 + 5 + 1);
        assertThat(ModelFile.read(folder.resolve("once/models/l-4-t-3-000.npz"))
                        .layer(1)
                        .visibleUnit())
                .isEqualTo(new Spin());
        assertThat(folder.resolve("once/l-4-t-3-000-configurations.npz")).exists();
        assertThat(folder.resolve("once/report.html")).exists();
    }

    private Finding run(String name, Map<String, String> settings) {
        RunRequest request = RunRequest.of(RgExperiments.LIST.preset("free-energy-sandwich"), 7, settings);
        return (Finding)
                Run.create(request, folder.resolve(name), Progress.SILENT).execute();
    }

    @Test
    void latticesThatCannotBeHalvedAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("six", Map.of("sides", "[6]")))
                .withMessageContaining("side must be a power of 2, at least 4, was 6");
    }
}
