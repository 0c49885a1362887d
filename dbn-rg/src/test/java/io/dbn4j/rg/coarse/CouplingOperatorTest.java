package io.dbn4j.rg.coarse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.hamiltonian.Ising.Bond;
import io.dbn4j.core.hamiltonian.TeacherRbm;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.stats.LogSumExp;
import io.dbn4j.core.units.Spin;
import io.dbn4j.rg.ising.BondRbm;
import io.dbn4j.rg.lattice.Ring;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class CouplingOperatorTest {

    private static final Ising SPINS =
            new Ising(3, List.of(new Bond(0, 1, 0.7), new Bond(1, 2, 0.7)), List.of(0.3, 0.0, 0.0));

    /** {@code -T = E(h) + K(v) + log Z~}, {@code Z~ = sum_v exp(-E(v) - K(v))}: keeps Z and changes the distribution. */
    private static CouplingOperator counterexample() {
        double[] minusEnergy = SpinStates.minusEnergy(SPINS);
        double[] added = new double[8];
        byte[] v = new byte[3];
        double[] exponents = new double[8];
        for (int state = 0; state < 8; state++) {
            SpinStates.write(state, v);
            added[state] = 0.9 * v[2] - 0.5 * v[0] * v[1];
            exponents[state] = minusEnergy[state] - added[state];
        }
        double logOther = LogSumExp.of(exponents);
        assertThat(Math.exp(logOther)).isEqualTo(24.3733763470, within(5e-11));
        double[][] values = new double[8][8];
        for (int state = 0; state < 8; state++) {
            for (int h = 0; h < 8; h++) {
                values[state][h] = minusEnergy[h] - added[state] - logOther;
            }
        }
        return CouplingOperator.of(values);
    }

    /** States in the order --- --+ -+- ..., the last spin changing fastest. */
    private static double[] inOrder(double[] byState) {
        double[] ordered = new double[8];
        for (int i = 0; i < 8; i++) {
            ordered[i] = byState[Integer.reverse(i) >>> 29];
        }
        return ordered;
    }

    private static double[] distribution(CouplingOperator coupling) {
        double[] logTrace = coupling.logTrace();
        double[] exponents = SpinStates.minusEnergy(SPINS);
        for (int v = 0; v < 8; v++) {
            exponents[v] += logTrace[v];
        }
        double logPartition = LogSumExp.of(exponents);
        return Arrays.stream(exponents).map(x -> Math.exp(x - logPartition)).toArray();
    }

    @Test
    void theSameZDoesNotMakeTheSameDistribution() {
        CouplingOperator coupling = counterexample();
        double[] p = inOrder(Arrays.stream(SpinStates.minusEnergy(SPINS))
                .map(x -> Math.exp(x - SPINS.logPartition()))
                .toArray());

        assertThat(Math.exp(SPINS.logPartition())).isEqualTo(13.1750220799, within(5e-11));
        assertThat(coupling.renormalize(SPINS).logPartition()).isEqualTo(SPINS.logPartition(), within(1e-14));
        assertThat(p)
                .containsExactly(
                        new double[] {.22802, .05623, .01387, .05623, .10246, .02527, .10246, .41548}, within(5e-6));
        assertThat(inOrder(distribution(coupling)))
                .containsExactly(
                        new double[] {.49983, .02037, .01118, .00750, .08262, .00337, .22459, .15055}, within(5e-6));
        assertThat(inOrder(Arrays.stream(coupling.logTrace()).map(Math::exp).toArray()))
                .containsExactly(
                        new double[] {2.19204, .36234, .80641, .13330, .80641, .13330, 2.19204, .36234}, within(5e-6));
    }

    @Test
    void theRepairRestoresTheDistributionAndKeepsZ() {
        CouplingOperator repaired = counterexample().repaired();

        assertThat(repaired.logTrace()).containsExactly(new double[8], within(1e-15));
        assertThat(distribution(repaired))
                .containsExactly(
                        Arrays.stream(SpinStates.minusEnergy(SPINS))
                                .map(x -> Math.exp(x - SPINS.logPartition()))
                                .toArray(),
                        within(3e-16));
        assertThat(repaired.renormalize(SPINS).logPartition()).isEqualTo(SPINS.logPartition(), within(1e-14));
    }

    @Test
    void theCouplingOfAnRbmLeadsToItsHiddenFreeEnergyAndZ() {
        Rbm rbm = Rbm.random(new Spin(), new Spin(), 3, 2, 0.9, DataType.DOUBLE, new Seed(1).stream("rbm"));
        CouplingOperator coupling = CouplingOperator.between(SPINS, rbm);
        RenormalizedHamiltonian hidden = coupling.renormalize(SPINS);

        assertThat(hidden.logPartition()).isEqualTo(Summation.of(rbm).logPartition(), within(1e-13));
        assertThat(hidden.energy(SpinStates.all(2)))
                .containsExactly(rbm.hiddenFreeEnergy(SpinStates.all(2)), within(1e-13));
        assertThat(coupling.logTrace())
                .containsExactly(CouplingOperator.logTrace(SPINS, rbm, SpinStates.all(3)), within(1e-13));
    }

    /** The repaired coupling of an RBM is its recognition pass. */
    @Test
    void theRepairOfAnRbmIsItsConditionalDistribution() {
        Rbm rbm = Rbm.random(new Spin(), new Spin(), 3, 2, 0.9, DataType.DOUBLE, new Seed(1).stream("rbm"));

        assertThat(CouplingOperator.between(SPINS, rbm)
                        .repaired()
                        .renormalize(SPINS)
                        .energy(SpinStates.all(2)))
                .containsExactly(
                        RenormalizedHamiltonian.of(SPINS, new RenormalizationGroupLayer(rbm))
                                .energy(SpinStates.all(2)),
                        within(1e-13));
    }

    @Test
    void theRbmThatIsAnIsingModelObeysTheTraceConditionUpToItsConstant() {
        Ising ring = new Ring(5).ising(0.4);
        Rbm rbm = BondRbm.of(ring, DataType.DOUBLE);
        Rbm other = rbm.copy();
        other.weights().putScalar(0, 0, 0.5);

        double[] excess = new double[32];
        Arrays.fill(excess, BondRbm.excess(ring));
        assertThat(CouplingOperator.logTrace(ring, rbm, SpinStates.all(5))).containsExactly(excess, within(1e-13));
        assertThat(Arrays.stream(CouplingOperator.logTrace(ring, other, SpinStates.all(5)))
                        .map(x -> Math.abs(x - BondRbm.excess(ring)))
                        .max()
                        .orElseThrow())
                .isGreaterThan(0.1);
    }

    @Test
    void anRbmHasTheFreeEnergyOfItsTeacher() {
        Rbm rbm = Rbm.random(new Spin(), new Spin(), 4, 3, 0.9, DataType.DOUBLE, new Seed(2).stream("teacher"));

        assertThat(CouplingOperator.between(TeacherRbm.of(rbm), rbm).logTrace())
                .containsExactly(new double[16], within(1e-13));
    }
}
