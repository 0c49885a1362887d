package io.dbn4j.rg.montecarlo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.observable.IsingObservables;
import io.dbn4j.rg.observable.IsingTrace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class MonteCarloTest {

    private static final long SEED = Long.getLong("dbn.seed", 1);
    private static final double CRITICAL = KaufmanPartitionFunction.CRITICAL_COUPLING;
    private static final KaufmanPartitionFunction KAUFMAN = new KaufmanPartitionFunction(8);
    private static final SquareLattice EIGHT = new SquareLattice(8);

    private final RandomSource random = new Seed(SEED).stream("monte-carlo");

    /** Exact values at L = 8. */
    private record Exact(double coupling, double m, double mm, double susceptibility, double binder) {}

    private static final List<Exact> EXACT = List.of(
            new Exact(1 / 2.0, .91145227, .84167118, .349630, .654619),
            new Exact(CRITICAL, .77733109, .64691157, 1.203405, .613045),
            new Exact(1 / 3.0, .34603461, .17031221, 1.078875, .279840));

    static List<Arguments> chains() {
        List<Arguments> chains = new ArrayList<>();
        for (Exact exact : EXACT) {
            chains.add(Arguments.of(new MonteCarlo(new Metropolis(), 500, 10), exact));
            chains.add(Arguments.of(new MonteCarlo(new Wolff(4), 100, 1), exact));
            chains.add(Arguments.of(new MonteCarlo(new SwendsenWang(), 100, 2), exact));
        }
        return chains;
    }

    /**
     * Six averages, three temperatures and three updates, at 4.5 standard errors: a false alarm in 4e-4 runs. Errors are known
     * to a few percent.
     */
    @ParameterizedTest
    @MethodSource("chains")
    void averagesAreTheExactOnes(MonteCarlo chain, Exact exact) {
        IsingTrace trace = new IsingTrace(EIGHT, 20_000);

        chain.sample(EIGHT, exact.coupling, 20_000, random, trace);

        assertAverages(trace, exact);
    }

    /** A biased update, known to give -1.552 instead of -1.4916. */
    @Test
    void aStopAfterEnoughFlipsIsRejected() {
        IsingTrace trace = new IsingTrace(EIGHT, 20_000);

        new MonteCarlo(new Wolff(1), 100, 1)
                .sample(new BiasedWolff(128).kernel(EIGHT, CRITICAL), EIGHT, 20_000, random, trace);

        assertThatThrownBy(() -> assertAverages(trace, EXACT.get(1))).isInstanceOf(AssertionError.class);
    }

    private static void assertAverages(IsingTrace trace, Exact exact) {
        IsingObservables averages = IsingObservables.of(trace, exact.coupling);
        assertNear(averages.energyPerSite(), KAUFMAN.energy(exact.coupling));
        assertNear(averages.specificHeatPerSite(), KAUFMAN.specificHeat(exact.coupling));
        assertNear(averages.absoluteMagnetization(), exact.m);
        assertNear(averages.squaredMagnetization(), exact.mm);
        assertNear(averages.reducedSusceptibility(), exact.susceptibility);
        assertNear(averages.binderCumulant(), exact.binder);
    }

    private static void assertNear(Estimate estimate, double exact) {
        assertThat(estimate.value()).as("seed %d", SEED).isEqualTo(exact, within(4.5 * estimate.standardError()));
    }

    /**
     * Far below the critical temperature the update alone would keep the sign. Tolerance: 4.5 standard deviations of
     * 1000 signs.
     */
    @Test
    void bothSignsAreShownAsOften() {
        IsingTrace trace = new IsingTrace(EIGHT, 1000);

        new MonteCarlo(new Metropolis(), 10, 1).sample(EIGHT, 0.8, 1000, random, trace);

        double sum = 0;
        for (double m : trace.magnetization()) {
            assertThat(Math.abs(m)).isGreaterThan(0.5);
            sum += Math.signum(m);
        }
        assertThat(Math.abs(sum) / Math.sqrt(1000)).as("seed %d", SEED).isLessThan(4.5);
    }

    @Test
    void statesAreWhatWasSampledAndFollowTheSeed() {
        MonteCarlo chain = new MonteCarlo(new SwendsenWang(), 3, 1);
        List<Float> seen = new ArrayList<>();
        chain.sample(EIGHT, CRITICAL, 5, new Seed(3).stream("states"), spins -> {
            for (byte spin : spins) {
                seen.add((float) spin);
            }
        });

        INDArray states = chain.states(EIGHT, CRITICAL, 5, DataType.DOUBLE, new Seed(3).stream("states"));

        assertThat(states.shape()).containsExactly(5, 64);
        assertThat(states.dataType()).isEqualTo(DataType.DOUBLE);
        assertThat(states.ravel().toFloatVector()).containsExactly(seen.toArray(Float[]::new));
        assertThat(seen).contains(1f, -1f).containsOnly(1f, -1f);
    }

    @Test
    void theGateHandsOutWhatIsInEquilibriumAndNothingElse() {
        SquareLattice lattice = new SquareLattice(16);
        EquilibrationGate good = new EquilibrationGate(new MonteCarlo(new Wolff(10), 100, 1), 4);
        EquilibrationGate cold = new EquilibrationGate(new MonteCarlo(new Metropolis(), 0, 1), 4);

        assertThat(good.states(lattice, CRITICAL, 500, DataType.FLOAT, random).shape())
                .containsExactly(500, 256);
        assertThatIllegalStateException()
                .isThrownBy(() -> cold.states(lattice, CRITICAL, 20, DataType.FLOAT, random))
                .withMessageStartingWith("samples are not in equilibrium: their energy per site is -1.")
                .withMessageContaining("the exact one -1.45306");
        assertThatIllegalStateException()
                .isThrownBy(() -> good.require(Estimate.normal(Double.NaN, 1, "J", 10, 10), -1.4));
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MonteCarlo(new Wolff(1), 1, 0))
                .withMessage("stride must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EquilibrationGate(new MonteCarlo(new Wolff(1), 1, 1), 0))
                .withMessageStartingWith("standardErrors must be positive");
    }
}
