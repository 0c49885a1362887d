package io.dbn4j.rg.montecarlo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.dbn4j.core.random.Seed;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.montecarlo.ThinnedSample.Average;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThinnedSampleTest {

    private static final Seed SEED = new Seed(Long.getLong("dbn.seed", 1));
    private static final SquareLattice SIX = new SquareLattice(6);

    private static ThinnedSample drawn(SpinUpdate update, double coupling, int count) {
        ThinnedChain chain = ThinnedChain.measured(update, SIX, coupling, SEED.stream("pilot"));
        return ThinnedSample.drawn(chain, SIX, coupling, count, SEED.stream("sample"), done -> {});
    }

    static Stream<SpinUpdate> updates() {
        return Stream.of(new Wolff(1), new SwendsenWang(), new Metropolis());
    }

    /** Six averages and three updates at 5 standard errors: a false alarm in 1e-5 runs. */
    @ParameterizedTest
    @MethodSource("updates")
    void configurationsAreNearlyIndependentAndHaveTheExactAverages(SpinUpdate update) {
        ThinnedSample sample = drawn(update, 1 / 2.3, 5000);

        assertThat(sample.spins()).hasSize(5000 * 36).containsOnly(-1, 1);
        // Steps of two integrated times leave correlations of about exp(-4), which make the time 1.04.
        assertThat(sample.trace().energyCorrelation().time()).isLessThan(1.4);
        assertThat(sample.averages(1 / 2.3)).hasSize(6).allSatisfy(ThinnedSampleTest::isNear);
    }

    private static void isNear(Average average) {
        assertThat(Math.abs(Objects.requireNonNull(average.off()))).isLessThan(5);
    }

    @Test
    void theSameSeedGivesTheSameBytes() {
        assertThat(drawn(new Wolff(1), 0.3, 50).spins())
                .isEqualTo(drawn(new Wolff(1), 0.3, 50).spins());
    }

    /** A frozen lattice has one energy: no averages, and no refusal although the error of the mean is zero. */
    @Test
    void aFrozenLatticeIsNotRefused() {
        ThinnedChain chain = ThinnedChain.measured(new Wolff(1), SIX, 4, SEED.stream("pilot"));

        ThinnedSample frozen = ThinnedSample.drawn(chain, SIX, 4, 2000, SEED.stream("sample"), done -> {});

        assertThat(frozen.averages(4)).isEmpty();
        assertThat(ThinnedSample.Times.of(chain).energy()).isNull();
    }

    /** Excitations of 8 J are Poisson numbers: whatever their mean, 4 errors leave out less than 1e-4 of them. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.83, 3, 10, 100})
    void coldSamplesAreSeldomRefused(double excitations) {
        double error = ThinnedSample.error(8 * Math.sqrt(excitations / 50) / 36, 36, 50) * 36 * 50 / 8;
        int most = (int) Math.floor(excitations + 4 * error);

        double above = 1 - new PoissonDistribution(excitations).cumulativeProbability(most);

        assertThat(above).isLessThan(1e-4);
    }

    /** Single clusters of a hot lattice are small: after three of them nearly all spins are still up. */
    @Test
    void configurationsOutOfEquilibriumAreRefused() {
        ThinnedChain good = ThinnedChain.measured(new Wolff(1), SIX, 0.2, SEED.stream("pilot"));
        ThinnedChain early =
                new ThinnedChain(new MonteCarlo(new Wolff(1), 0, 1), good.energy(), good.squaredMagnetization());

        assertThatIllegalStateException()
                .isThrownBy(() ->
                        ThinnedSample.drawn(early, new SquareLattice(40), 0.2, 3, SEED.stream("sample"), done -> {}))
                .withMessageContaining("not in equilibrium");
    }

    @Test
    void moreThanAnArrayHoldsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThinnedSample.requireRoom(new SquareLattice(1000), 3000))
                .withMessage("count must be at most 2147 for side 1000, was 3000");
    }
}
