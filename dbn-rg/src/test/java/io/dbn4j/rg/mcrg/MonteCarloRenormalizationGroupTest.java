package io.dbn4j.rg.mcrg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.coarse.Blocks;
import io.dbn4j.rg.coarse.CoarseGraining;
import io.dbn4j.rg.coarse.Decimation;
import io.dbn4j.rg.coarse.EffectiveCouplings;
import io.dbn4j.rg.coarse.KadanoffKernel;
import io.dbn4j.rg.coarse.MajorityRule;
import io.dbn4j.rg.coarse.RenormalizedHamiltonian;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.mcrg.SpinOperator.Site;
import java.util.List;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class MonteCarloRenormalizationGroupTest {

    private static final long SEED = Long.getLong("dbn.seed", 1);

    private static final List<int[][]> PATTERNS =
            SpinOperator.EVEN.stream().map(SpinOperator::offsets).toList();

    private static void write(int state, byte[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = (byte) (((state >>> i) & 1) == 1 ? 1 : -1);
        }
    }

    @Test
    void sumsOfOperatorsAreThoseOfPlainLoops() {
        RandomSource random = new Seed(SEED).stream("spins");
        for (int side : new int[] {2, 4, 5, 32, 64}) {
            byte[] spins = new byte[side * side];
            for (int i = 0; i < spins.length; i++) {
                spins[i] = (byte) (random.uniform() < 0.6 ? 1 : -1);
            }
            SpinRows rows = new SpinRows(side);
            rows.set(spins);
            for (List<SpinOperator> operators : List.of(SpinOperator.EVEN, SpinOperator.ODD)) {
                for (SpinOperator operator : operators) {
                    assertThat(rows.sum(operator.offsets()))
                            .as("%s, side %d, seed %d", operator, side, SEED)
                            .isEqualTo(plainSum(operator, spins, side));
                }
            }
        }
    }

    private static int plainSum(SpinOperator operator, byte[] spins, int side) {
        int sum = 0;
        for (List<Site> pattern : operator.patterns()) {
            for (int row = 0; row < side; row++) {
                for (int column = 0; column < side; column++) {
                    int product = 1;
                    for (Site site : pattern) {
                        product *= spins[(row + site.row()) % side * side + (column + site.column()) % side];
                    }
                    sum += product;
                }
            }
        }
        return sum;
    }

    @Test
    void operatorsHaveAsManyPatternsAsTheLatticeHasDirections() {
        assertThat(SpinOperator.EVEN.stream()
                        .map(operator -> operator.patterns().size()))
                .containsExactly(2, 2, 1, 2);
        assertThat(SpinOperator.ODD.stream().map(operator -> operator.patterns().size()))
                .containsExactly(1, 4, 2, 4);
        assertThat(SpinOperator.EVEN)
                .allMatch(SpinOperator::even)
                .hasToString("[s(0,0) s(0,1), s(0,0) s(1,1), s(0,0) s(0,1) s(1,0) s(1,1), s(0,0) s(0,2)]");
    }

    /**
     * On 2 x 2 block spins there are only three even operators, so the first column of T is the derivative of the exact
     * couplings by K.
     */
    @Test
    void correlationsOfAllStatesGiveTheDerivativesOfTheCouplings() {
        KadanoffKernel step = new KadanoffKernel(Blocks.square(4, 2), 0.8);
        RealMatrix transformation = enumerated(step, 0.44).transformation(3);
        double[] above = couplings(step, 0.44 + 1e-5);
        double[] below = couplings(step, 0.44 - 1e-5);

        for (int a = 0; a < 3; a++) {
            assertThat(transformation.getEntry(a, 0)).isEqualTo((above[a] - below[a]) / 2e-5, within(1e-8));
        }
        // The same comparison notices couplings of other block spins.
        MajorityRule other = new MajorityRule(step.blocks());
        double derivative = (couplings(other, 0.44 + 1e-5)[0] - couplings(other, 0.44 - 1e-5)[0]) / 2e-5;
        assertThat(Math.abs(transformation.getEntry(0, 0) - derivative)).isGreaterThan(1e-2);
    }

    /**
     * Coefficients of the three operators: on 2 x 2 sites each pair counts twice, diagonals and the square four times.
     */
    private static double[] couplings(CoarseGraining step, double coupling) {
        EffectiveCouplings found =
                EffectiveCouplings.of(RenormalizedHamiltonian.of(new SquareLattice(4).ising(coupling), step));
        return new double[] {found.of(0, 1) / 2, found.of(0, 3) / 4, found.of(0, 1, 2, 3) / 4};
    }

    /** Sums with one spin held fixed: flipping all spins changes neither a weight nor an even operator. */
    private static RgCorrelations enumerated(CoarseGraining step, double coupling) {
        RgCorrelations correlations = new RgCorrelations(SpinOperator.EVEN.size(), true);
        byte[] blockSpins = new byte[4];
        double[][] coarse = new double[16][];
        for (int h = 0; h < 16; h++) {
            write(h, blockSpins);
            coarse[h] = values(blockSpins, 2);
        }
        byte[] spins = new byte[16];
        for (int v = 0; v < 1 << 15; v++) {
            write(v, spins);
            double[] fine = values(spins, 4);
            for (int h = 0; h < 16; h++) {
                write(h, blockSpins);
                double weight = Math.exp(coupling * (fine[0] - 32) + step.logProbability(spins, blockSpins));
                correlations.add(weight, coarse[h], fine);
            }
        }
        return correlations;
    }

    private static double[] values(byte[] spins, int side) {
        SpinRows rows = new SpinRows(side);
        rows.set(spins);
        return PATTERNS.stream().mapToDouble(rows::sum).toArray();
    }

    /**
     * Without couplings the spins that decimation keeps are independent, and T of the field is 1, so y_H = 0.
     * Tolerance: 4.5 standard errors of the jackknife with 20 bins, a false alarm in 4000 seeds.
     */
    @Test
    void independentSpinsHaveNoRelevantField() {
        RandomSource random = new Seed(SEED).stream("independent");
        int samples = 4000;
        Decimation step = new Decimation(Blocks.square(8, 2));
        MonteCarloRenormalizationGroup group =
                new MonteCarloRenormalizationGroup(List.of(step, step.above()), samples, random);
        byte[] spins = new byte[64];
        for (int sample = 0; sample < samples; sample++) {
            for (int i = 0; i < spins.length; i++) {
                spins[i] = (byte) (random.uniform() < 0.5 ? 1 : -1);
            }
            group.add(spins);
        }
        for (int step1 = 1; step1 <= 2; step1++) {
            Estimate field = group.magneticExponent(step1, 1);
            assertThat(field.value()).as("seed %d", SEED).isEqualTo(0, within(4.5 * field.standardError()));
            assertThat(field.standardError()).isBetween(0.005, 0.1);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        RandomSource random = new Seed(SEED).stream("refused");
        MajorityRule step = new MajorityRule(Blocks.square(8, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MonteCarloRenormalizationGroup(List.of(step, step), 100, random))
                .withMessage(
                        "a coarse graining of the 16 block spins of another must take that many spins, but takes 64");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new MonteCarloRenormalizationGroup(List.of(new MajorityRule(Blocks.ring(8, 2))), 100, random))
                .withMessage("spins must fill a square, were 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MonteCarloRenormalizationGroup(List.of(step), 39, random))
                .withMessage("samples must be at least 40, was 39");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MonteCarloRenormalizationGroup(List.of(step), 100, random).thermalExponent(1, 1))
                .withMessage("all 100 samples must be added first, 0 were");
    }
}
