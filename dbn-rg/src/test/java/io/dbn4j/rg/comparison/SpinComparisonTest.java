package io.dbn4j.rg.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Rows;
import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.hamiltonian.Ising.Bond;
import io.dbn4j.core.hamiltonian.TeacherRbm;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Alphabet;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.Spin;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.rg.ising.BondRbm;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.montecarlo.MonteCarlo;
import io.dbn4j.rg.montecarlo.Wolff;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SpinComparisonTest {

    private static final Seed SEED = new Seed(Long.getLong("dbn.seed", 1));
    private static final SpinComparison QUICK = new SpinComparison(4, 100, 300);

    private final RandomSource random = SEED.stream("comparison");

    private SpinComparison.Outcome compared(Rbm rbm, Hamiltonian hamiltonian, INDArray data) {
        return QUICK.compare(rbm, KnownSpins.of(hamiltonian), data, random, Progress.SILENT);
    }

    private static INDArray configurations(int side, double coupling, int count) {
        return new MonteCarlo(new Wolff(4), 100, 2)
                .states(new SquareLattice(side), coupling, count, DataType.DOUBLE, SEED.stream("data"));
    }

    /** Draws from a small Hamiltonian by its probabilities. */
    private INDArray draws(Hamiltonian hamiltonian, int count) {
        INDArray states = states(hamiltonian.units());
        double[] energy = hamiltonian.energy(states);
        double logPartition = hamiltonian.logPartition();
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            double left = random.uniform() - Math.exp(-energy[0] - logPartition);
            while (left > 0 && chosen[i] < energy.length - 1) {
                left -= Math.exp(-energy[++chosen[i]] - logPartition);
            }
        }
        return Rows.pick(states, chosen);
    }

    private static INDArray states(int spins) {
        return StateSpace.states(new Spin(), spins, 0, 1 << spins, DataType.DOUBLE);
    }

    private static Estimate named(SpinComparison.Outcome found, String method) {
        return Objects.requireNonNull(found.divergence().get(method));
    }

    /** Sums P log(P / Q) over all states. */
    private static double divergence(Hamiltonian hamiltonian, Rbm rbm) {
        INDArray states = states(hamiltonian.units());
        double[] h = hamiltonian.energy(states);
        double[] f = rbm.freeEnergy(states);
        double zP = 0;
        double zQ = 0;
        for (int s = 0; s < h.length; s++) {
            zP += Math.exp(-h[s]);
            zQ += Math.exp(-f[s]);
        }
        double sum = 0;
        for (int s = 0; s < h.length; s++) {
            sum += Math.exp(-h[s]) / zP * (f[s] - h[s] + Math.log(zQ / zP));
        }
        return sum;
    }

    @Test
    void theDivergenceIsThatOfEnumerationAndItsEstimateAgrees() {
        for (int side : new int[] {3, 4}) {
            Hamiltonian ising = new SquareLattice(side).ising(0.35);
            Rbm rbm = Rbm.random(new Spin(), new Spin(), side * side, 5, 0.3, DataType.DOUBLE, random);
            double exact = divergence(ising, rbm);

            SpinComparison.Outcome found = compared(rbm, ising, configurations(side, 0.35, 2000));

            assertThat(named(found, "overAllStates").value()).isEqualTo(exact, within(1e-10 * exact));
            Estimate overData = named(found, "overData");
            // 5 standard errors: a false alarm in 6e-7 runs.
            assertThat(Math.abs(overData.value() - exact)).isLessThan(5 * overData.standardError());
            assertThat(found.warnings()).noneMatch(line -> line.contains("do not follow"));
        }
    }

    /** The RBM with a hidden spin for each bond is the Ising model: all differences vanish without statistics. */
    @Test
    void aModelThatIsTheLatticeHasNoDivergenceAndTheRightCouplings() {
        Ising ising = new SquareLattice(4).ising(0.4);
        Rbm rbm = BondRbm.of(ising, DataType.DOUBLE);

        SpinComparison.Outcome found = compared(rbm, ising, configurations(4, 0.4, 2000));

        assertThat(named(found, "overAllStates").value()).isEqualTo(0, within(1e-10));
        assertThat(named(found, "overData").value()).isEqualTo(0, within(1e-10));
        assertThat(found.logRatioVariance()).isLessThan(1e-20);
        assertThat(found.couplings()).hasSize(3).allSatisfy(coupling -> {
            // Two steps around a lattice of side 4 meet the same site from both sides.
            assertThat(coupling.overAllStates().value()).isEqualTo(coupling.exact(), within(1e-10));
            assertThat(coupling.overData().value()).isEqualTo(coupling.exact(), within(1e-10));
            assertThat(coupling.spread()).isLessThan(1e-10);
        });
        // Eight averages at 5 standard errors; chains of 50 steps: a false alarm in 1e-5 runs.
        assertThat(found.averages()).hasSize(6).allSatisfy(SpinComparisonTest::isNear);
        assertThat(found.correlation()).hasSize(2).allSatisfy(SpinComparisonTest::isNear);
    }

    private static void isNear(SpinComparison.Average average) {
        assertThat(Math.abs(Objects.requireNonNull(average.modelOff())))
                .as(average.toString())
                .isLessThan(5);
    }

    @Test
    void anyGraphIsComparedByItsOwnStates() {
        List<Bond> bonds = List.of(
                new Bond(0, 1, 0.5),
                new Bond(1, 2, 0.5),
                new Bond(2, 0, 0.3),
                new Bond(3, 2, 0.3),
                new Bond(4, 3, 0.5));
        Ising graph = new Ising(5, bonds, List.of(0.2, 0.0, -0.1, 0.0, 0.3));
        Rbm rbm = BondRbm.of(graph, DataType.DOUBLE);

        SpinComparison.Outcome found = compared(rbm, graph, draws(graph, 2000));

        assertThat(named(found, "overAllStates").value()).isEqualTo(0, within(1e-10));
        assertThat(found.couplings()).hasSize(2);
        found.couplings().forEach(pair -> assertThat(pair.overData().value()).isEqualTo(pair.exact(), within(1e-10)));
        assertThat(found.averages()).allSatisfy(SpinComparisonTest::isNear);
        assertThat(found.correlation()).isEmpty();
        SpinComparison.Average energy = found.averages().get(0);
        assertThat(List.of(energy.exact(), energy.model(), energy.data()))
                .extracting(Estimate::unit)
                .containsOnly("nats");
    }

    @Test
    void bernoulliModelsAreMeasuredAsSpins() {
        Ising ising = new SquareLattice(3).ising(0.35);
        Rbm spins = Rbm.random(new Spin(), new Spin(), 9, 4, 0.3, DataType.DOUBLE, random);
        Rbm bits = Alphabet.convert(spins, new Bernoulli(), new Bernoulli());
        INDArray data = configurations(3, 0.35, 1000);

        SpinComparison.Outcome one = compared(spins, ising, data);
        SpinComparison.Outcome other = compared(bits, ising, data.add(1).muli(0.5));

        assertThat(named(other, "overData").value())
                .isEqualTo(named(one, "overData").value(), within(1e-10));
        assertThat(other.couplings().get(0).overData().value())
                .isEqualTo(one.couplings().get(0).overData().value(), within(1e-10));
    }

    /** Ten copies of each configuration, one after the other, hold no more than one does. */
    @Test
    void theErrorOfACouplingIncludesTheCorrelationOfTheRows() {
        KnownSpins known = KnownSpins.of(new SquareLattice(3).ising(0.35));
        Rbm rbm = Rbm.random(new Spin(), new Spin(), 9, 4, 0.5, DataType.DOUBLE, random);
        INDArray rows = configurations(3, 0.35, 40);
        int[] copies = IntStream.range(0, 400).map(row -> row / 10).toArray();

        double once = error(ComparedCoupling.measured(rbm, known, rows, random, Progress.SILENT));
        double tenTimes =
                error(ComparedCoupling.measured(rbm, known, Rows.pick(rows, copies), random, Progress.SILENT));

        // Without the correlation the ratio would be 0.31; that of 40 rows is known to about 20 %.
        assertThat(tenTimes / once).isBetween(0.6, 1.7);
    }

    private static double error(List<ComparedCoupling> couplings) {
        return couplings.get(0).overData().standardError();
    }

    /** Twenty-five spins and fifty hidden spins are annealed; the divergence is 0. */
    @Test
    void largeModelsAreAnnealedFromBothSides() {
        Ising ising = new SquareLattice(5).ising(0.3);
        Rbm rbm = BondRbm.of(ising, DataType.DOUBLE);

        SpinComparison.Outcome found = compared(rbm, ising, configurations(5, 0.3, 1000));

        assertThat(found.divergence().keySet()).containsExactly("overDataAis", "overDataReverseAis");
        assertThat(named(found, "overDataAis").bound()).isEqualTo(Estimate.Bound.LOWER);
        found.divergence()
                .values()
                .forEach(value -> assertThat(value.value()).isEqualTo(0, within(5 * value.standardError())));
        assertThat(found.bracket().starts()).hasSize(1);
    }

    @Test
    void dataOfAnotherTemperatureAreNoted() {
        Ising ising = new SquareLattice(4).ising(0.4);

        SpinComparison.Outcome found =
                compared(BondRbm.of(ising, DataType.DOUBLE), ising, configurations(4, 0.3, 2000));

        assertThat(found.warnings()).anyMatch(line -> line.startsWith("the data do not follow the Hamiltonian"));
    }

    /** Chains of a strongly coupled model without tempering stay in the sign in which they start. */
    @Test
    void chainsThatDoNotMixAreNoted() {
        Ising ising = new SquareLattice(4).ising(0.9);
        INDArray up = configurations(4, 0.9, 2000);
        Rbm rbm = BondRbm.of(ising, DataType.DOUBLE);

        SpinComparison.Outcome found =
                new SpinComparison(1, 100, 300).compare(rbm, KnownSpins.of(ising), up, random, Progress.SILENT);

        assertThat(found.warnings()).anyMatch(line -> line.startsWith("magnetization of the model:"));
    }

    @Test
    void aSquareLatticeIsRecognizedInAnyOrderOfItsBonds() {
        Ising ising = new SquareLattice(5).ising(0.44);
        List<Bond> turned = new ArrayList<>(ising.bonds().stream()
                .map(bond -> new Bond(/* first= */ bond.second(), /* second= */ bond.first(), bond.coupling()))
                .toList());
        Collections.reverse(turned);
        List<Bond> open = turned.subList(1, turned.size());

        assertThat(KnownSpins.of(new Ising(25, turned, List.of())).lattice()).isPresent();
        assertThat(KnownSpins.of(new Ising(25, open, List.of())).lattice()).isEmpty();
        assertThat(KnownSpins.of(new Ising(25, open, List.of())).logPartition()).isEmpty();
        assertThat(KnownSpins.of(new Ising(25, turned, Collections.nCopies(25, 0.1)))
                        .lattice())
                .isEmpty();
    }

    @Test
    void theDivergenceFromATeacherWithFewHiddenUnitsIsKnown() {
        Rbm teacher = Rbm.random(new Spin(), new Spin(), 30, 2, 0.1, DataType.DOUBLE, random);
        double expected = StateSpace.of(teacher).logPartition();

        assertThat(KnownSpins.of(TeacherRbm.of(teacher)).logPartition().getAsDouble())
                .isEqualTo(expected, within(1e-10));
    }

    @Test
    void modelsAndDataThatDoNotFitAreRefused() {
        KnownSpins known = KnownSpins.of(new SquareLattice(3).ising(0.4));
        Rbm gaussian = Rbm.zero(new Gaussian(), new Spin(), 9, 2, DataType.DOUBLE);
        Rbm narrow = Rbm.zero(new Spin(), new Spin(), 8, 2, DataType.DOUBLE);
        Rbm bits = Rbm.zero(new Bernoulli(), new Bernoulli(), 9, 2, DataType.DOUBLE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpinComparison.requireFit(gaussian, known))
                .withMessageContaining("must have two states (spin or bernoulli), were gaussian");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpinComparison.requireFit(narrow, known))
                .withMessage("model must have a visible unit for each of the 9 spins, has 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QUICK.compare(
                        bits, known, Nd4j.valueArrayOf(new long[] {300, 9}, 0.5), random, Progress.SILENT))
                .withMessageContaining("0.0 or 1.0 in this model, had 0.5");
    }
}
