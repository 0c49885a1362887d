package io.dbn4j.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.hamiltonian.Ising.Bond;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.units.Spin;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The gauge theorem and the degeneracy without a gauge, on a ring of six spins with K = 0.6. */
class EnergyGaugeTest {

    private static final Ising RING = new Ising(
            6,
            IntStream.range(0, 6).mapToObj(i -> new Bond(i, (i + 1) % 6, 0.6)).toList(),
            List.of());
    private static final INDArray STATES = StateSpace.states(new Spin(), 6, 0, 64, DataType.DOUBLE);

    private final Rbm rbm = Rbm.random(new Spin(), new Spin(), 6, 4, 0.8, DataType.DOUBLE, TestSeed.stream("gauge"));

    private static double[] probabilities(double[] energy, double logPartition) {
        return Arrays.stream(energy).map(e -> Math.exp(-e - logPartition)).toArray();
    }

    private static double[] target() {
        return probabilities(RING.energy(STATES), RING.logPartition());
    }

    private double[] model() {
        return probabilities(rbm.freeEnergy(STATES), Summation.of(rbm).logPartition());
    }

    private static double divergence(double[] p, double[] q) {
        return IntStream.range(0, p.length)
                .mapToDouble(i -> p[i] * Math.log(p[i] / q[i]))
                .sum();
    }

    private static Batch data(Rbm rbm) {
        return Batch.of(rbm, STATES).withProbability(Nd4j.createFromArray(target()));
    }

    @Test
    void theRingHasItsTransferMatrixPartitionFunction() {
        double exact = Math.log(Math.pow(2 * Math.cosh(0.6), 6) + Math.pow(2 * Math.sinh(0.6), 6));

        assertThat(RING.logPartition()).isEqualTo(exact, within(1e-12)).isEqualTo(5.20340458, within(5e-9));
    }

    @Test
    void inTheGaugeOfTheDataTheDifferenceIsTheDivergence() {
        double divergence = divergence(target(), model());

        assertThat(new EnergyGauge.DataMean().difference(rbm, RING, data(rbm))).isEqualTo(divergence, within(1e-12));
        assertThat(new EnergyGauge.None().difference(rbm, RING, data(rbm))).isNotCloseTo(divergence, within(1e-3));
    }

    @Test
    void inTheGaugeOfTheModelItIsMinusTheReverseDivergence() {
        assertThat(new EnergyGauge.ModelMean().difference(rbm, RING, data(rbm)))
                .isEqualTo(-divergence(model(), target()), within(1e-12));
    }

    @Test
    void inTheGaugeOfAStateItIsTheLogarithmOfItsProbabilities() {
        EnergyGauge up = new EnergyGauge.ReferenceConfiguration(List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0));

        assertThat(up.difference(rbm, RING, data(rbm))).isEqualTo(Math.log(target()[63] / model()[63]), within(1e-12));
    }

    @Test
    void gaugesDoNotSeeAConstantInTheEnergyAndItsAbsenceDoes() {
        Rbm shifted = rbm.withEnergyOffset(7.5);

        for (EnergyGauge gauge : List.of(
                new EnergyGauge.DataMean(),
                new EnergyGauge.ModelMean(),
                new EnergyGauge.ReferenceConfiguration(List.of(1.0, -1.0, 1.0, 1.0, -1.0, -1.0)))) {
            assertThat(gauge.difference(shifted, RING, data(rbm)))
                    .as("%s", gauge)
                    .isEqualTo(gauge.difference(rbm, RING, data(rbm)), within(1e-12));
        }
        assertThat(new EnergyGauge.None().difference(shifted, RING, data(rbm)))
                .isEqualTo(new EnergyGauge.None().difference(rbm, RING, data(rbm)) - 7.5, within(1e-12));
    }

    /** The model without couplings is where the bare objective leads: its gradient is zero, its divergence is not. */
    @Test
    void withoutAGaugeTheModelWithoutCouplingsIsStationary() {
        Rbm zero = Rbm.zero(new Spin(), new Spin(), 6, 4, DataType.DOUBLE);
        Gradient gradient = Gradient.zero(zero);
        Objective bare = new BareFreeEnergyDifference(RING);
        TrainingState state = bare.start(zero, TestSeed.stream("none"));

        bare.step(zero, data(zero), state, TestSeed.stream("none"), gradient);

        assertThat(Elements.of(gradient.weights())).containsOnly(0);
        assertThat(Math.sqrt(bare.score(zero, data(zero), state))).isEqualTo(1.72806722, within(5e-9));
        assertThat(new EnergyGauge.DataMean().difference(zero, RING, data(zero)))
                .isEqualTo(1.00062036, within(5e-9));
        assertThat(bare.caution()).contains("degenerate");
    }

    @Test
    void aReferenceOfTheWrongSizeIsRefused() {
        EnergyGauge gauge = new EnergyGauge.ReferenceConfiguration(List.of(1.0));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> gauge.offset(rbm, RING, data(rbm)))
                .withMessage("reference state must have 6 numbers, had 1");
    }
}
