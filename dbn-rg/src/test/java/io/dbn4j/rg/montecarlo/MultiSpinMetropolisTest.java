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

    /** The same lattices, generators and order, but spin by spin. */
    private static final class SpinBySpin {

        private final SquareLattice lattice;
        private final int[] neighbours;
        private final double[] acceptance;
        private final XoshiroLanes random;
        private final byte[][] spins;

        SpinBySpin(SquareLattice lattice, double coupling, String stream) {
            this.lattice = lattice;
            neighbours = lattice.neighbours();
            acceptance = new double[] {0.5, Math.exp(-4 * coupling), Math.exp(-8 * coupling)};
            random = new XoshiroLanes(lattice.side() / 2, new Seed(SEED).stream(stream));
            spins = new byte[MultiSpinMetropolis.LATTICES][lattice.sites()];
            for (byte[] one : spins) {
                Arrays.fill(one, (byte) 1);
            }
        }

        void sweep() {
            for (int colour = 0; colour < 2; colour++) {
                for (int row = 0; row < lattice.side(); row++) {
                    move(row, (row + colour) % 2);
                }
            }
        }

        /** Sites of a row from a column on, every other: each compares a random number of 53 digits with its probability. */
        private void move(int row, int firstColumn) {
            int half = lattice.side() / 2;
            long[][] digits = new long[53][half];
            int drawn = 0;
            boolean[][] done = new boolean[half][spins.length];
            long[] ties = new long[half];
            random.bits(ties);
            flipTies(done, ties, row, firstColumn);
            while (!allDecided(done, digits, drawn, row, firstColumn)) {
                random.bits(digits[drawn++]);
            }
        }

        private void flipTies(boolean[][] done, long[] ties, int row, int firstColumn) {
            for (int i = 0; i < ties.length; i++) {
                int site = row * lattice.side() + firstColumn + 2 * i;
                for (int l = 0; l < spins.length; l++) {
                    done[i][l] = acceptance(spins[l], site) == 0.5;
                    if (done[i][l] && (ties[i] >>> l & 1) == 0) {
                        spins[l][site] = (byte) -spins[l][site];
                    }
                }
            }
        }

        /** Flips what the digits so far decide; false if they leave something open. */
        private boolean allDecided(boolean[][] done, long[][] digits, int drawn, int row, int firstColumn) {
            boolean all = true;
            for (int i = 0; i < done.length; i++) {
                int site = row * lattice.side() + firstColumn + 2 * i;
                for (int l = 0; l < spins.length; l++) {
                    if (!done[i][l]) {
                        double low = 0;
                        for (int d = 0; d < drawn; d++) {
                            low += (digits[d][i] >>> l & 1) * Math.scalb(1.0, -1 - d);
                        }
                        double p = acceptance(spins[l], site);
                        boolean accept =
                                p == 1 || low + Math.scalb(1.0, -drawn) <= Math.scalb(Math.floor(p * 0x1p53), -53);
                        done[i][l] = accept || low >= p;
                        if (accept) {
                            spins[l][site] = (byte) -spins[l][site];
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
                around += one[neighbours[i]];
            }
            int rise = around * one[site] / 2;
            return rise < 0 ? 1 : acceptance[rise];
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6, 8, 16})
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
        for (int sweep = 0; sweep < 20; sweep++) {
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
                .isEqualTo(ExactEnergy.perSite(8, CRITICAL), within(4.5 * energy.standardError()));
        assertThat(energy.value())
                .isNotCloseTo(ExactEnergy.perSite(8, 1.01 * CRITICAL), within(4.5 * energy.standardError()));
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
