package io.dbn4j.rg.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.run.Progress;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.run.RunRequest;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Spin;
import io.dbn4j.rg.RgExperiments;
import io.dbn4j.rg.ising.BondRbm;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.lattice.Ring;
import io.dbn4j.rg.scheme.TensorRenormalizationGroup;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Sandwich measured = measured(Sandwich.draws(RBM, data(), 20, new Seed(2).stream("model")));

        assertThat(deviation(measured.lower(), exact.lower())).isLessThan(4);
        assertThat(deviation(measured.upper(), exact.upper())).isLessThan(4);
    }

    /** Configurations taken for draws of the model give the lower bound twice. */
    @Test
    void anUpperBoundWithoutDrawsOfTheModelIsNoticed() {
        assertThat(deviation(measured(data()).upper(), Sandwich.exact(RBM, RING).upper()))
                .isGreaterThan(10);
    }

    private static INDArray data() {
        return Ensemble.of(RING).draws(2000, new Seed(2).stream("data"));
    }

    private static Sandwich measured(INDArray model) {
        Estimate logPartition = Estimate.exact(Summation.of(RBM).logPartition(), "nats");
        return Sandwich.of(RBM, RING, logPartition, data(), model);
    }

    private static double deviation(Estimate measured, Estimate exact) {
        return Math.abs(measured.value() - exact.value()) / measured.standardError();
    }

    /** As many steps as halve the sites to one: the torus, and not the infinite lattice. */
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

        assertThat(finding.checks()).allMatch(Finding.Check::pass);
        assertThat(run("again", SMALL).estimates()).isEqualTo(finding.estimates());
        assertThat(Files.readAllLines(folder.resolve("once/bounds.csv"))).hasSize(1 + 5 + 1);
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
