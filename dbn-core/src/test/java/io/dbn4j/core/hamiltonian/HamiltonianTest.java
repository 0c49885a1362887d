package io.dbn4j.core.hamiltonian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.Registered;
import io.dbn4j.core.hamiltonian.Ising.Bond;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.objective.Batch;
import io.dbn4j.core.objective.LayerFreeEnergyMatching;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.DiagonalGaussian;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class HamiltonianTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#enumerablePairs";
    private static final Ising CHAIN =
            new Ising(3, List.of(new Bond(0, 1, 0.7), new Bond(1, 2, -0.4)), List.of(0.3, 0.0, -0.1));

    @Test
    void everyRegisteredHamiltonianSurvivesJson() {
        List<Hamiltonian> all = List.of(CHAIN, TeacherRbm.of(SmallRbms.bernoulli(3, 2)), new LayerBelow());

        assertThat(all).extracting(Hamiltonian::getClass).isEqualTo(Registered.on(Hamiltonian.class));
        all.forEach(target ->
                assertThat(Json.read(Json.write(target), Hamiltonian.class)).isEqualTo(target));
    }

    /** By hand: -(0.7 s0 s1 - 0.4 s1 s2 + 0.3 s0 - 0.1 s2). */
    @Test
    void energiesOfSpinsAreThoseOfTheirBondsAndFields() {
        double[] energy = CHAIN.energy(Nd4j.createFromArray(new double[][] {{1, 1, 1}, {-1, 1, 1}, {1, -1, 1}}));

        assertThat(energy).containsExactly(new double[] {-0.5, 1.5, 0.1}, within(1e-15));
    }

    /** An open chain with fields, summed by hand: an Ising model is an RBM if one spin in two is taken for hidden. */
    @Test
    void logPartitionOfAnOpenChainIsThatOfTheRbmWhoseHiddenUnitIsItsMiddle() {
        Rbm star = Rbm.zero(new Spin(), new Spin(), 2, 1, DataType.DOUBLE);
        star.weights().assign(Nd4j.createFromArray(new double[][] {{0.7}, {-0.4}}));
        star.visibleBias().assign(Nd4j.createFromArray(0.3, -0.1));

        assertThat(CHAIN.logPartition()).isEqualTo(Summation.of(star).logPartition(), within(1e-12));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void aTeacherHasTheFreeEnergiesOfItsRbm(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.pair(visible, hidden);
        var rows = SmallRbms.states(rbm, 5);
        TeacherRbm teacher = TeacherRbm.of(rbm);

        assertThat(teacher.energy(rows)).containsExactly(rbm.freeEnergy(rows), within(1e-12));
        assertThat(teacher.logPartition()).isEqualTo(Summation.of(rbm).logPartition(), within(1e-12));
        teacher.requireUnitsOf(rbm);
    }

    /** A transposed RBM has the same free energy, so it matches the RBM below it in every state. */
    @ParameterizedTest
    @MethodSource(PAIRS)
    void aTiedLayerHasTheFreeEnergyOfTheLayerBelow(UnitType visible, UnitType hidden) {
        Rbm below = SmallRbms.pair(visible, hidden);
        Rbm tied = below.transposed().copy();
        RandomSource random = TestSeed.stream("none");
        Objective matching = new LayerFreeEnergyMatching().above(below);
        Batch rows = Batch.of(tied, SmallRbms.states(tied, 6));
        tied.weights().muli(2);
        double untied = matching.score(tied, rows, matching.start(tied, random));
        tied.weights().divi(2);

        assertThat(Summation.of(tied).logPartition())
                .isEqualTo(Summation.of(below).logPartition(), within(1e-10));
        assertThat(matching.score(tied, rows, matching.start(tied, random))).isEqualTo(0, within(1e-20));
        assertThat(untied).isGreaterThan(1e-4);
    }

    @Test
    void freeEnergiesOfIndependentPartsAdd() {
        Rbm first = SmallRbms.of(new Spin(), new Bernoulli(), 3, 2);
        Rbm second = SmallRbms.strong(new Spin(), new Bernoulli(), 2, 3);
        Rbm both = Rbm.zero(new Spin(), new Bernoulli(), 5, 5, DataType.DOUBLE);
        copy(first, both, 0, 0);
        copy(second, both, 3, 2);
        double sum = Summation.of(first).logPartition()
                + first.energyOffset()
                + Summation.of(second).logPartition()
                + second.energyOffset();

        assertThat(Summation.of(both).logPartition()).isEqualTo(sum, within(1e-10));
        assertThat(JointStates.of(both).logPartition()).isEqualTo(sum, within(1e-10));
        both.weights().putScalar(0, 4, 0.3);
        assertThat(Summation.of(both).logPartition()).isNotCloseTo(sum, within(1e-6));
    }

    private static void copy(Rbm from, Rbm into, int row, int column) {
        for (int i = 0; i < from.visible(); i++) {
            into.visibleBias().putScalar(row + i, from.visibleBias().getDouble(i));
            for (int j = 0; j < from.hidden(); j++) {
                into.weights().putScalar(row + i, column + j, from.weights().getDouble(i, j));
            }
        }
        for (int j = 0; j < from.hidden(); j++) {
            into.hiddenBias().putScalar(column + j, from.hiddenBias().getDouble(j));
        }
    }

    @Test
    void impossibleHamiltoniansAreRefusedInOneLine() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ising(2, List.of(new Bond(0, 2, 1)), List.of()))
                .withMessage("bond must join two of the 2 spins 0 to 1, was Bond[first=0, second=2, coupling=1.0]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ising(2, List.of(), List.of(1.0)))
                .withMessage("fields must have 2 entries or none, had 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ising(26, List.of(), List.of()).logPartition())
                .withMessage("log Z of 26 spins cannot be enumerated (at most 25)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TeacherRbm(
                        new Spin(), new Bernoulli(), List.of(1.0), List.of(1.0), Arrays.asList(1.0, 2.0), 0))
                .withMessage("weights must be 1 x 2 numbers, were 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TeacherRbm.of(SmallRbms.of(new DiagonalGaussian(), new Bernoulli(), 2, 1)))
                .withMessage("visible units of a teacher RBM must have no parameters besides their biases,"
                        + " diagonal-gaussian has [log_variance]; use gaussian");
    }
}
