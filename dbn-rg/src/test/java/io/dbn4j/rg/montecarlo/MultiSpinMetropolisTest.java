package io.dbn4j.rg.montecarlo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.Seed;
import io.dbn4j.core.random.XoshiroLanes;
import io.dbn4j.core.stats.Autocorrelation;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.observable.IsingTrace;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultiSpinMetropolisTest {

    private static final long SEED = Long.getLong("dbn.seed", 1);
    private static final double CRITICAL = KaufmanPartitionFunction.CRITICAL_COUPLING;
    private static final KaufmanPartitionFunction KAUFMAN = new KaufmanPartitionFunction(8);

    /** A reference with the same lattices, generators and order, but spin by spin. */
    private static final class SpinBySpin {

        private final SquareLattice lattice;
        private final int[] neighbors;
        private final double[] acceptance;
        private final XoshiroLanes random;
        private final byte[][] spins;

        SpinBySpin(SquareLattice lattice, double coupling, String stream) {
            this.lattice = lattice;
            neighbors = lattice.neighbors();
            acceptance = new double[] {0.5, Math.exp(-4 * coupling), Math.exp(-8 * coupling)};
            int words = MultiSpinMetropolis.rowsAtOnce(lattice.side()) * lattice.side() / 2;
            random = new XoshiroLanes(words, new Seed(SEED).stream(stream));
            spins = new byte[MultiSpinMetropolis.LATTICES][lattice.sites()];
            for (byte[] one : spins) {
                Arrays.fill(one, (byte) 1);
            }
        }

        void sweep() {
            int rows = MultiSpinMetropolis.rowsAtOnce(lattice.side());
            for (int color = 0; color < 2; color++) {
                for (int first = 0; first < lattice.side(); first += rows) {
                    int[] sites = new int[rows * lattice.side() / 2];
                    for (int i = 0; i < sites.length; i++) {
                        int row = first + 2 * i / lattice.side();
                        sites[i] = row * lattice.side() + 2 * i % lattice.side() + (row + color) % 2;
                    }
                    move(sites);
                }
            }
        }

        /**
         * Uses one random bit for a flip that does not change the energy; other flips compare a number of 53 digits
         * with their probability.
         */
        private void move(int[] sites) {
            long[][] digits = new long[54][sites.length];
            boolean[][] done = new boolean[sites.length][spins.length];
            random.bits(digits[0]);
            flipTies(sites, digits[0], done);
            int drawn = 0;
            while (!allDecided(sites, digits, drawn, done)) {
                random.bits(digits[++drawn]);
            }
        }

        private void flipTies(int[] sites, long[] ties, boolean[][] done) {
            for (int i = 0; i < sites.length; i++) {
                for (int l = 0; l < spins.length; l++) {
                    done[i][l] = acceptance(spins[l], sites[i]) == 0.5;
                    if (done[i][l] && (ties[i] >>> l & 1) == 0) {
                        spins[l][sites[i]] = (byte) -spins[l][sites[i]];
                    }
                }
            }
        }

        /** Flips the spins that the digits so far decide; returns false if a flip is still undecided. */
        private boolean allDecided(int[] sites, long[][] digits, int drawn, boolean[][] done) {
            boolean all = true;
            for (int i = 0; i < sites.length; i++) {
                for (int l = 0; l < spins.length; l++) {
                    if (!done[i][l]) {
                        double low = 0;
                        for (int d = 1; d <= drawn; d++) {
                            low += (digits[d][i] >>> l & 1) * Math.scalb(1.0, -d);
                        }
                        double high = low + Math.scalb(1.0, -drawn);
                        double p = acceptance(spins[l], sites[i]);
                        boolean accept = p == 1 || high <= Math.floor(p * 0x1p53) * 0x1p-53;
                        done[i][l] = accept || low >= p;
                        if (accept) {
                            spins[l][sites[i]] = (byte) -spins[l][sites[i]];
                        }
                        all &= done[i][l];
                    }
                }
            }
            return all;
        }

        private double acceptance(byte[] one, int site) {
            int around = 0;
            for (int i = 4 * site; i < 4 * site + 4; i++) {
                around += one[neighbors[i]];
            }
            int rise = around * one[site] / 2;
            return rise < 0 ? 1 : acceptance[rise];
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6, 8, 10, 32})
    void doesWhatALoopOverSpinsDoes(int side) {
        SquareLattice lattice = new SquareLattice(side);

        assertSame(lattice, CRITICAL, new SpinBySpin(lattice, CRITICAL, "words"));
        assertSame(lattice, 0.05, new SpinBySpin(lattice, 0.05, "words"));
        assertThatThrownBy(() -> assertSame(lattice, CRITICAL, new SpinBySpin(lattice, 1.1 * CRITICAL, "words")))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertSame(SquareLattice lattice, double coupling, SpinBySpin expected) {
        MultiSpinMetropolis fast = new MultiSpinMetropolis(lattice, coupling, new Seed(SEED).stream("words"));
        byte[] spins = new byte[lattice.sites()];
        for (int sweep = 0; sweep < 10; sweep++) {
            fast.sweep();
            expected.sweep();
        }
        for (int l = 0; l < MultiSpinMetropolis.LATTICES; l++) {
            fast.copy(l, spins);
            assertThat(spins).as("lattice %d", l).isEqualTo(expected.spins[l]);
        }
    }

    /** 4.5 standard errors: a false alarm in 7e-6 runs; a coupling that is 1 % off is noticed. */
    @Test
    void theEnergyIsKaufmans() {
        Estimate energy = energy(8, CRITICAL);

        assertThat(energy.value())
                .as("seed %d", SEED)
                .isEqualTo(KAUFMAN.energy(CRITICAL), within(4.5 * energy.standardError()));
        assertThat(energy.value()).isNotCloseTo(KAUFMAN.energy(1.01 * CRITICAL), within(4.5 * energy.standardError()));
    }

    private static Estimate energy(int side, double coupling) {
        SquareLattice lattice = new SquareLattice(side);
        MultiSpinMetropolis lattices = new MultiSpinMetropolis(lattice, coupling, new Seed(SEED).stream("energy"));
        int samples = 400;
        double[][] energy = new double[MultiSpinMetropolis.LATTICES][];
        IsingTrace[] traces = new IsingTrace[energy.length];
        Arrays.setAll(traces, l -> new IsingTrace(lattice, samples));
        byte[] spins = new byte[lattice.sites()];
        for (int sweep = -500; sweep < 20 * samples; sweep++) {
            lattices.sweep();
            if (sweep >= 0 && sweep % 20 == 0) {
                for (int l = 0; l < energy.length; l++) {
                    lattices.copy(l, spins);
                    traces[l].accept(spins);
                }
            }
        }
        Arrays.setAll(energy, l -> traces[l].energyPerSite());
        return Autocorrelation.of(energy).estimate("J");
    }

    @Test
    void anOddSideIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MultiSpinMetropolis(new SquareLattice(5), 0.4, new Seed(1).stream("")))
                .withMessage("side must be even for a checkerboard, was 5");
    }
}
