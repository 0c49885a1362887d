package io.dbn4j.rg.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.scheme.MigdalKadanoff.Order;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fixed points and exponents against values computed elsewhere. */
class FixedPointsTest {

    private static final Offset<Double> CLOSED = within(1e-8);
    private static final Offset<Double> VARIATIONAL = within(1e-6);

    @ParameterizedTest
    @CsvSource({
        "2, 2, MOVE_FIRST, .304688931718, .747235718929",
        "2, 2, DECIMATE_FIRST, .609377863436, .747235718929",
        "3, 2, MOVE_FIRST, .240605912530, .738140492857",
        "2, 3, MOVE_FIRST, .0652662950, .939128932"
    })
    void bondMoving(int factor, int dimension, Order order, double coupling, double thermal) {
        FixedPoint fixed = FixedPoint.near(new MigdalKadanoff(factor, dimension, order), coupling);

        assertThat(fixed.couplings().get(0)).isEqualTo(coupling, within(1e-10));
        assertThat(fixed.exponents().thermal()).isEqualTo(thermal, within(1e-9));
    }

    @Test
    void bondMovingByInfinitesimalStepsIsExactAboutTheCriticalPoint() {
        InfinitesimalMigdalKadanoff flow = new InfinitesimalMigdalKadanoff(2);

        assertThat(flow.fixedPoint()).isEqualTo(KaufmanPartitionFunction.CRITICAL_COUPLING, within(1e-14));
        assertThat(flow.thermalExponent()).isEqualTo(.753549519720, within(1e-11));
        assertThat(1 / flow.thermalExponent()).isEqualTo(1.327052790, CLOSED);
        assertThat(FixedPoint.near(new MigdalKadanoff(2, 2, Order.MOVE_FIRST), 0.3)
                        .exponents()
                        .nu())
                .isEqualTo(1.338265790, CLOSED);
    }

    /** The fixed point falls as {@code exp(1 - d)}; bisection of the same equation in Python. */
    @ParameterizedTest
    @CsvSource({
        "2, 0.4406867935097713, 0.7535495197195385",
        "3, 0.13977768212029296, 0.9481686435067207",
        "8, 0.0009118857568727147, 0.9999922390024736",
        "20, 5.602796437537248e-09, 0.9999999999999964",
        "100, 1.0112214926104342e-43, 0.9999999999999858"
    })
    void bondMovingByInfinitesimalStepsHasItsFixedPointInEveryDimension(
            int dimension, double coupling, double thermal) {
        InfinitesimalMigdalKadanoff flow = new InfinitesimalMigdalKadanoff(dimension);

        assertThat(flow.fixedPoint() / coupling).isEqualTo(1, within(1e-13));
        assertThat(flow.thermalExponent()).isEqualTo(thermal, within(1e-13));
    }

    @Test
    void trianglesByMajority() {
        FixedPoint fixed = FixedPoint.near(new NiemeijerVanLeeuwen(), 0.3);

        assertThat(fixed.couplings().get(0))
                .isEqualTo(Math.log(1 + 2 * Math.sqrt(2)) / 4, within(1e-14))
                .isEqualTo(.335613511613, within(1e-12));
        assertThat(NiemeijerVanLeeuwen.CRITICAL_COUPLING).isEqualTo(.274653072167, within(1e-12));
        assertThat(fixed.evenEigenvalues().get(0)).isEqualTo(1.623524387, CLOSED);
        assertThat(fixed.exponents().thermal()).isEqualTo(.882202646, CLOSED);
        assertThat(fixed.exponents().magnetic())
                .isEqualTo(Math.log(3 / Math.sqrt(2)) / Math.log(Math.sqrt(3)), within(1e-10))
                .isEqualTo(1.369070246, CLOSED);
    }

    @Test
    void kadanoffsFixedPoint() {
        KadanoffLowerBound best = KadanoffLowerBound.best(0.72, 0.82, 0.14, 0.14, -0.007);
        FixedPoint fixed = FixedPoint.near(best, 0.14, 0.14, -0.007);
        Exponents exponents = fixed.exponents();

        assertThat(best.parameter()).isEqualTo(.7659830352, VARIATIONAL);
        assertClose(fixed.couplings(), .13971663, .13971663, -.00686501);
        assertClose(fixed.evenEigenvalues(), 2.00121883, 1.15134568, .50560673);
        assertClose(fixed.oddEigenvalues(), 3.66881922, .95815413);
        assertThat(exponents.thermal()).isEqualTo(1.000879, VARIATIONAL);
        assertThat(exponents.nu()).isEqualTo(.999122, VARIATIONAL);
        assertThat(exponents.alpha()).isEqualTo(.001756, within(2e-6));
        assertThat(exponents.magnetic()).isEqualTo(1.875316, VARIATIONAL);
        assertThat(exponents.delta()).isEqualTo(15.0405, within(5e-5));
        assertThat(exponents.beta()).isEqualTo(.12457, within(5e-6));
        assertThat(exponents.eta()).isEqualTo(.24937, within(5e-6));
        assertThat(best.criticalCoupling(0.3, 0.6)).isEqualTo(.48483, within(5e-6));
    }

    @Test
    void theBranchThatTheNearestNeighborModelFlowsTo() {
        KadanoffLowerBound best = KadanoffLowerBound.best(0.755, 0.77, 0.1587, 0.1077, -0.0075);
        FixedPoint fixed = FixedPoint.near(best, 0.1587, 0.1077, -0.0075);

        assertThat(best.parameter()).isEqualTo(.7609885417, VARIATIONAL);
        assertClose(fixed.couplings(), .1587208, .1077066, -.0075303);
        assertClose(fixed.evenEigenvalues(), 2.02445713, .88708360, .44798313);
        assertClose(fixed.oddEigenvalues(), 3.67497996, .92217305);
        assertThat(fixed.exponents().thermal()).isEqualTo(1.017535, VARIATIONAL);
        assertThat(fixed.exponents().magnetic()).isEqualTo(1.877736, VARIATIONAL);
        assertThat(fixed.exponents().alpha()).isEqualTo(.03447, within(5e-6));
        assertThat(fixed.exponents().delta()).isEqualTo(15.358, within(5e-4));
        assertThat(best.criticalCoupling(0.3, 0.6)).isEqualTo(.48365, within(5e-6));
    }

    private static void assertClose(List<Double> values, double... expected) {
        assertThat(values.stream().mapToDouble(Double::doubleValue).toArray()).containsExactly(expected, VARIATIONAL);
    }

    /** Only at a fixed point does a step change nothing; far from one, Newton's method is refused. */
    @Test
    void placesThatAreNoFixedPointAreNotTakenForOne() {
        RecursionRelation relation = new MigdalKadanoff(2, 2, Order.MOVE_FIRST);

        assertThat(relation.next(new double[] {0.304688931718})[0]).isEqualTo(0.304688931718, within(1e-11));
        assertThat(relation.next(new double[] {0.31})[0]).isNotCloseTo(0.31, within(1e-3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FixedPoint.near(new GrowingStep(), 1))
                .withMessage("start must be near a fixed point, Newton's method does not converge from [1.0]");
    }

    /** {@code K' = K + exp(-K)} has no fixed point. */
    private record GrowingStep() implements RecursionRelation {

        @Override
        public int even() {
            return 1;
        }

        @Override
        public int odd() {
            return 0;
        }

        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public double rescaling() {
            return 2;
        }

        @Override
        public double[] next(double[] couplings) {
            return new double[] {couplings[0] + Math.exp(-couplings[0])};
        }
    }
}
