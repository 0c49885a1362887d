package io.dbn4j.rg.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.Spin;
import io.dbn4j.lab.report.Evidence;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.rg.RgExperiments;
import io.dbn4j.rg.ising.BondRbm;
import io.dbn4j.rg.lattice.Ring;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class LayerAuditTest {

    private static final Ensemble RING = Ensemble.of(new Ring(6).ising(0.6));

    @TempDir
    private Path folder;

    private static Rbm random(int visible, int hidden, String stream) {
        return Rbm.random(new Spin(), new Spin(), visible, hidden, 0.5, DataType.DOUBLE, new Seed(1).stream(stream));
    }

    private static AuditedStack audit(Rbm... rbms) {
        return AuditedStack.of(List.of(rbms), RING, RING.above(rbms[0]), 500, new Seed(2).stream("draws"));
    }

    @Test
    void anRbmUpsideDownOnTopChangesNothing() {
        Rbm first = random(6, 4, "first");
        Rbm second = LayerAudit.upsideDown(first);
        AuditedStack stack = audit(first, second, LayerAudit.upsideDown(second));

        assertThat(stack.largest()).isLessThan(1e-12);
        assertThat(stack.bound()).isEqualTo(stack.logLikelihood(), within(1e-12));
        assertThat(stack.measuredGain().standardError()).isLessThan(1e-12);
    }

    @Test
    void anythingElseOnTopChangesTheFreeEnergy() {
        Rbm first = random(6, 4, "first");
        Rbm broken = LayerAudit.upsideDown(first);
        broken.weights().putScalar(0, 0, broken.weights().getDouble(0, 0) + 0.1);

        assertThat(audit(first, broken).largest()).isGreaterThan(1e-4);
    }

    @Test
    void inTheGaugeOfTheModelTheDifferenceIsMinusADivergence() {
        Rbm first = random(6, 4, "first");
        Rbm second = random(4, 3, "second");
        AuditedStack stack = audit(first, second);

        double divergence = Ensemble.of(first.transposed()).divergence(Ensemble.of(second));
        assertThat(stack.steps().get(0).onModel()).isEqualTo(-divergence, within(1e-12));
        assertThat(stack.bound()).isLessThan(stack.logLikelihood());
    }

    /** A bond RBM is the exact model of the data, so no RBM above it can gain. */
    @Test
    void nothingCanBeGainedAboveARightModel() {
        Rbm right = BondRbm.of(new Ring(6).ising(0.6), DataType.DOUBLE);
        AuditedStack stack = audit(right, random(6, 3, "above"));

        assertThat(stack.ceiling()).isEqualTo(0, within(1e-10));
        assertThat(stack.gain()).isLessThan(0);
        assertThat(stack.steps().get(0).onData()).isEqualTo(stack.steps().get(0).onModel(), within(1e-10));
    }

    @Test
    void theExperimentPassesItsChecksTwiceTheSame() throws Exception {
        Finding finding = run("once");

        assertThat(finding.checks()).allMatch(Finding.Check::pass);
        assertThat(finding.evidence()).isEqualTo(Evidence.EXACT);
        assertThat(run("again").estimates()).isEqualTo(finding.estimates());
        assertThat(Files.readAllLines(folder.resolve("once/layers.csv"))).hasSize(1 + 6 * 2);
        assertThat(folder.resolve("once/report.html")).exists();
    }

    private Finding run(String name) {
        RunRequest request = RunRequest.of(
                RgExperiments.LIST.preset("layer-audit"),
                7,
                Map.of("side", "3", "hidden", "[4, 3]", "gammas", "[1.0]", "iterations", "5", "draws", "500"));
        return (Finding)
                Run.create(request, folder.resolve(name), Progress.SILENT).execute();
    }

    @Test
    void whatCannotBeEnumeratedIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LayerAudit(5, 0.4, List.of(10, 6), List.of(), 10, 10, 10))
                .withMessage("side must be 3 or 4, was 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LayerAudit(4, 0.4, List.of(13, 6), List.of(), 10, 10, 10))
                .withMessage("hidden must be in [1, 12], was 13");
    }
}
