package io.dbn4j.rg.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.data.Npz;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.units.Spin;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.rg.RgExperiments;
import io.dbn4j.rg.ising.BondRbm;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.lattice.SquareLattice;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class IsingDensityTest {

    private static final double COLD = 1 / 1.9;
    private static final Ising ISING = new SquareLattice(3).ising(COLD);

    @TempDir
    private Path folder;

    private static DensityComparison compared(Rbm rbm) {
        return DensityComparison.of(ISING, rbm);
    }

    @Test
    void theRightModelLacksNothing() {
        DensityComparison found = compared(BondRbm.of(ISING, DataType.DOUBLE));

        assertThat(found.divergence()).isEqualTo(0, within(1e-12));
        assertThat(found.unexplained()).isEqualTo(0, within(1e-12));
        assertThat(found.model().signed()).isEqualTo(0, within(1e-12));
        assertThat(found.model().negative()).isEqualTo(0.5, within(1e-12));
        assertThat(found.model().absolute()).isEqualTo(found.data().absolute(), within(1e-12));
        assertThat(found.logPartition())
                .isEqualTo(new KaufmanPartitionFunction(3).logPartition(COLD) + BondRbm.excess(ISING), within(1e-10));
        assertThat(found.verdict().pass()).isTrue();
    }

    @Test
    void independentSpinsLackEverything() {
        DensityComparison found = compared(Rbm.zero(new Spin(), new Spin(), 9, 2, DataType.DOUBLE));

        assertThat(found.divergence()).isEqualTo(found.independent(), within(1e-12));
        assertThat(found.unexplained()).isEqualTo(1, within(1e-12));
        assertThat(found.verdict().text())
                .contains("more than a tenth of the divergence of independent spins")
                .contains("Both signs of the magnetization have the right weights")
                .contains("do not match the Ising model");
    }

    /**
     * A model with nine tenths of its weight on one sign lacks little more than log 2 = 0.69 nats of 4.4: the divergence alone
     * would let it pass.
     */
    @Test
    void aModelOfOneSignIsTold() {
        Rbm oneSign = BondRbm.of(ISING, DataType.DOUBLE);
        oneSign.visibleBias().addi(-0.15);

        DensityComparison found = compared(oneSign);

        assertThat(found.divergence()).isLessThan(found.independent() / 5);
        assertThat(found.model().negative()).isGreaterThan(0.9);
        assertThat(found.verdict().text()).contains("The signs of the magnetization have wrong weights: mean m = -0.");
        VerdictContract.holdsFor(found.verdict());
    }

    /** Two epochs of persistent chains at T = 1.5: the run that passed with any divergence below that of independent spins. */
    @Test
    void aColdLatticeThatIsLearnedWithOneSignDoesNotPass() {
        Map<String, String> cold = Map.of("side", "3", "temperature", "1.5", "layer.epochs", "5");
        Run run =
                Run.create(RunRequest.of(RgExperiments.LIST.preset("ising-density"), 7, cold), folder, Progress.SILENT);

        Finding finding = (Finding) run.execute();

        assertThat(finding.verdict().pass()).isFalse();
        Rbm rbm = ModelFile.read(folder.resolve("model.zip")).layer(1);
        assertThat(Objects.requireNonNull(finding.estimates().get("log Z of the RBM"))
                        .value())
                .isEqualTo(Summation.of(rbm.castTo(DataType.DOUBLE)).logPartition(), within(1e-12));
        try (Npz data = Npz.open(folder.resolve("configurations.npz"))) {
            assertThat(data.array("train").shape()).containsExactly(5000, 9);
        }
    }
}
