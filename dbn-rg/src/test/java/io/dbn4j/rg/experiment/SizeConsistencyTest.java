package io.dbn4j.rg.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.data.Npz;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.units.Spin;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.rg.RgExperiments;
import io.dbn4j.rg.experiment.ProductOfRings.Comparison;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class SizeConsistencyTest {

    @TempDir
    private Path folder;

    private static double freeEnergy(Rbm rbm) {
        return -Summation.of(rbm).logPartition();
    }

    @Test
    void theFreeEnergyOfBlocksIsTheSumAndOfCoupledBlocksIsNot() {
        Rbm a = Rbm.random(new Spin(), new Spin(), 4, 3, 0.5, DataType.DOUBLE, new Seed(1).stream("a"));
        Rbm b = Rbm.random(new Spin(), new Spin(), 3, 5, 0.5, DataType.DOUBLE, new Seed(1).stream("b"));
        new Seed(1).stream("bias").gaussian(a.visibleBias());
        new Seed(2).stream("bias").gaussian(b.hiddenBias());
        Rbm both = ProductOfRings.joined(a.withEnergyOffset(0.3), b);

        assertThat(freeEnergy(both)).isEqualTo(0.3 + freeEnergy(a) + freeEnergy(b), within(1e-12));
        both.weights().putScalar(0, 7, 0.2);
        assertThat(freeEnergy(both)).isNotCloseTo(0.3 + freeEnergy(a) + freeEnergy(b), within(1e-4));
    }

    @Test
    void oneRbmForIndependentRingsHasTheFreeEnergyOfTwo() {
        Comparison found = new ProductOfRings(3, 0.6, 0.4, 60).compare(3, 0, new Seed(1).stream("rings"));

        assertThat(found.excess()).isEqualTo(0, within(1e-6));
        assertThat(found.information()).isEqualTo(0, within(1e-6));
    }

    /** In fifty rows the rings appear to be coupled: 9 spurious correlations are worth about 9 / 100 nats. */
    @Test
    void fewRowsCoupleTheRingsByChance() {
        Comparison found = new ProductOfRings(3, 0.6, 0.4, 50).compare(3, 50, new Seed(1).stream("rings"));

        assertThat(found.information()).isGreaterThan(0.01);
        assertThat(found.excess()).isGreaterThan(0.01);
    }

    @Test
    void theCorrectionOfTheCriticalTorusIsFisherAndFerdinands() {
        assertThat(SizeConsistency.CORRECTION).isEqualTo(0.639912, within(5e-7));
        assertThat(SizeConsistency.correction(64)).isEqualTo(0.639912, within(5e-5));
        assertThat(SizeConsistency.correction(4)).isNotCloseTo(0.639912, within(5e-4));
    }

    @Test
    void theExperimentPassesItsChecksTwiceTheSame() throws Exception {
        Finding finding = run("once");

        assertThat(finding.checks()).allMatch(Finding.Check::pass);
        assertThat(run("again").estimates()).isEqualTo(finding.estimates());
        assertThat(Files.readAllLines(folder.resolve("once/rings.csv"))).hasSize(1 + 2 * 2);
        assertThat(folder.resolve("once/report.html")).exists();
        assertThat(ModelFile.read(folder.resolve("once/models/rows-200-hidden-3-start-2-both.npz"))
                        .layer(1)
                        .visible())
                .isEqualTo(6);
        try (Npz data = Npz.open(folder.resolve("once/data/rows-200-hidden-3-start-2.npz"))) {
            assertThat(data.array("probability").sumNumber().doubleValue()).isEqualTo(1, within(1e-12));
        }
    }

    private Finding run(String name) {
        Map<String, String> small = Map.of(
                "spins", "3", "hidden", "[2]", "rows", "[200]", "starts", "2", "iterations", "3", "annealed", "[]");
        RunRequest request = RunRequest.of(RgExperiments.LIST.preset("size-consistency"), 7, small);
        return (Finding)
                Run.create(request, folder.resolve(name), Progress.SILENT).execute();
    }

    @Test
    void moreThanTwoRingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SizeConsistency(
                        4, List.of(0.1, 0.2, 0.3), List.of(4), List.of(), 2, 10, List.of(4), List.of(), 10))
                .withMessage("couplings must list two values, were [0.1, 0.2, 0.3]");
    }
}
