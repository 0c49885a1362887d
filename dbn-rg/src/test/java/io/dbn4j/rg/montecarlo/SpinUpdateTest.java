package io.dbn4j.rg.montecarlo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dbn4j.core.json.Json;
import io.dbn4j.core.random.Draws;
import io.dbn4j.rg.lattice.SquareLattice;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that walk through every outcome of every decision, without statistics. */
class SpinUpdateTest {

    private static final double K = 0.37;

    private static final int ALL_SATISFIED = 18;

    /**
     * Largest number of satisfied bonds, of 18 on the lattice of nine sites: the 266 of 512 states with more have too
     * many outcomes.
     */
    private static final int MOST_SATISFIED = 8;

    static List<SpinUpdate> updates() {
        return List.of(new Metropolis(), new Wolff(1), new Wolff(2), new SwendsenWang());
    }

    static List<SpinUpdate> clusters() {
        return List.of(new Wolff(1), new SwendsenWang());
    }

    @Test
    void everyUpdateHasAnExample() {
        assertThat(updates().stream().map(Object::getClass).distinct())
                .containsExactlyElementsOf(Arrays.asList(SpinUpdate.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("updates")
    void theEquilibriumStaysAndIsReachedFromAnywhere(SpinUpdate update) {
        SquareLattice lattice = new SquareLattice(2);

        assertInvariant(lattice, update.kernel(lattice, K));

        double[][] transitions = transitions(lattice, update.kernel(lattice, K), ALL_SATISFIED);
        assertThat(afterMany(transitions)).containsExactly(equilibrium(lattice), within(1e-9));
    }

    private static double[] afterMany(double[][] transitions) {
        double[] state = new double[transitions.length];
        state[0] = 1;
        for (int step = 0; step < 500; step++) {
            state = next(state, transitions);
        }
        return state;
    }

    @Test
    void metropolisKeepsTheEquilibriumOfNineSpins() {
        SquareLattice lattice = new SquareLattice(3);

        assertInvariant(lattice, new Metropolis().kernel(lattice, K));
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void clustersAreInDetailedBalance(SpinUpdate update) {
        for (int side : new int[] {2, 3}) {
            SquareLattice lattice = new SquareLattice(side);
            assertDetailedBalance(lattice, update.kernel(lattice, K));
        }
    }

    /** A broken update that always accepts flips with dE = 0: four states are never reached from the others. */
    @Test
    void sweepsWithCertainTiesDoNotReachEveryState() {
        SquareLattice lattice = new SquareLattice(2);
        SpinUpdate.Kernel usual = new Metropolis().kernel(lattice, K);
        SpinUpdate.Kernel certain = (spins, draws) -> usual.step(spins, new TiesAccepted(draws));

        double[][] transitions = transitions(lattice, certain, ALL_SATISFIED);

        assertInvariant(lattice, certain);
        double[] state = afterMany(transitions);
        assertThat(Arrays.stream(state).filter(p -> p == 0)).hasSize(4);
    }

    private record TiesAccepted(Draws draws) implements Draws {

        @Override
        public boolean bernoulli(double p) {
            return p == 0.5 || draws.bernoulli(p);
        }

        @Override
        public int below(int n) {
            return draws.below(n);
        }
    }

    @Test
    void wrongBondsAndAStopByFlipsAreNoticed() {
        SquareLattice two = new SquareLattice(2);
        SquareLattice three = new SquareLattice(3);

        assertThatThrownBy(() -> assertInvariant(two, new BiasedWolff(3).kernel(two, K)))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertInvariant(two, new Metropolis().kernel(two, 1.01 * K)))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertDetailedBalance(three, new Wolff(1).kernel(three, 1.01 * K)))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertInvariant(SquareLattice lattice, SpinUpdate.Kernel kernel) {
        double[] equilibrium = equilibrium(lattice);

        assertThat(next(equilibrium, transitions(lattice, kernel, ALL_SATISFIED)))
                .containsExactly(equilibrium, within(1e-13));
    }

    private static void assertDetailedBalance(SquareLattice lattice, SpinUpdate.Kernel kernel) {
        double[] equilibrium = equilibrium(lattice);
        double[][] transitions = transitions(lattice, kernel, MOST_SATISFIED);
        int[] few = IntStream.range(0, equilibrium.length)
                .filter(state -> satisfied(lattice, state) <= MOST_SATISFIED)
                .toArray();
        for (int a : few) {
            for (int b : few) {
                double difference = equilibrium[a] * transitions[a][b] - equilibrium[b] * transitions[b][a];
                assertTrue(Math.abs(difference) < 1e-15, () -> "difference " + difference);
            }
        }
    }

    /** Returns the transition matrix; rows of states with more satisfied bonds are left empty. */
    private static double[][] transitions(SquareLattice lattice, SpinUpdate.Kernel kernel, int mostSatisfied) {
        int states = 1 << lattice.sites();
        double[][] transitions = new double[states][states];
        byte[] spins = new byte[lattice.sites()];
        for (int state = 0; state < states; state++) {
            if (satisfied(lattice, state) <= mostSatisfied) {
                int from = state;
                ExhaustiveDraws.walk(
                        draws -> {
                            put(from, spins);
                            kernel.step(spins, draws);
                        },
                        probability -> transitions[from][number(spins)] += probability);
                assertThat(Arrays.stream(transitions[state]).sum()).isEqualTo(1, within(1e-12));
            }
        }
        return transitions;
    }

    private static double[] next(double[] state, double[][] transitions) {
        double[] next = new double[state.length];
        for (int a = 0; a < state.length; a++) {
            for (int b = 0; b < state.length; b++) {
                next[b] += state[a] * transitions[a][b];
            }
        }
        return next;
    }

    private static double[] equilibrium(SquareLattice lattice) {
        double logPartition = lattice.ising(K).logPartition();
        int bonds = 2 * lattice.sites();
        return IntStream.range(0, 1 << lattice.sites())
                .mapToDouble(state -> Math.exp(K * (2 * satisfied(lattice, state) - bonds) - logPartition))
                .toArray();
    }

    /** Returns the number of bonds between equal spins. */
    private static int satisfied(SquareLattice lattice, int state) {
        return (int) lattice.ising(K).bonds().stream()
                .filter(bond -> (state >> bond.first() & 1) == (state >> bond.second() & 1))
                .count();
    }

    private static void put(int state, byte[] spins) {
        for (int site = 0; site < spins.length; site++) {
            spins[site] = (byte) (2 * (state >> site & 1) - 1);
        }
    }

    private static int number(byte[] spins) {
        int state = 0;
        for (int site = 0; site < spins.length; site++) {
            state |= spins[site] > 0 ? 1 << site : 0;
        }
        return state;
    }

    @ParameterizedTest
    @MethodSource("updates")
    void updatesSurviveJson(SpinUpdate update) {
        MonteCarlo chain = new MonteCarlo(update, 100, 2);

        assertThat(Json.read(Json.write(chain), MonteCarlo.class)).isEqualTo(chain);
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Wolff(0))
                .withMessage("clusters must be at least 1, was 0");
        for (SpinUpdate update : updates()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> update.kernel(new SquareLattice(4), -0.1))
                    .withMessage("coupling must be positive and finite, was -0.1");
        }
    }
}
