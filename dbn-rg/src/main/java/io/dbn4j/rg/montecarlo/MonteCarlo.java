package io.dbn4j.rg.montecarlo;

import io.dbn4j.core.Check;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Xoshiro256;
import io.dbn4j.rg.lattice.SquareLattice;
import java.util.Arrays;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A Markov chain of Ising configurations on a square lattice, started with all spins up.
 *
 * <p>Before each sample all spins are flipped with probability 1/2. This move does not change the energy; samples then
 * show both signs equally often, also where the update alone seldom changes the sign.
 *
 * @param update one step of the chain
 * @param burnIn steps before the first sample, at least 0
 * @param stride steps from one sample to the next, at least 1
 */
public record MonteCarlo(SpinUpdate update, int burnIn, int stride) {

    public MonteCarlo {
        Check.atLeast(0, burnIn, "burnIn");
        Check.atLeast(1, stride, "stride");
    }

    /**
     * Draws configurations and passes each to a visitor.
     *
     * @param coupling K, positive
     * @param visit sees each sample, 1 or -1 row by row, in an array that the next one overwrites
     */
    public void sample(SquareLattice lattice, double coupling, int count, RandomSource random, Consumer<byte[]> visit) {
        sample(update.kernel(lattice, coupling), lattice, count, random, visit);
    }

    /** Draws configurations with another kernel. */
    void sample(
            SpinUpdate.Kernel kernel, SquareLattice lattice, int count, RandomSource random, Consumer<byte[]> visit) {
        Check.atLeast(0, count, "count");
        Xoshiro256 draws = Xoshiro256.of(random);
        byte[] spins = new byte[lattice.sites()];
        Arrays.fill(spins, (byte) 1);
        for (int step = 0; step < burnIn; step++) {
            kernel.step(spins, draws);
        }
        for (int sample = 0; sample < count; sample++) {
            for (int step = 0; step < stride; step++) {
                kernel.step(spins, draws);
            }
            if (draws.bernoulli(0.5)) {
                flip(spins);
            }
            visit.accept(spins);
        }
    }

    private static void flip(byte[] spins) {
        for (int site = 0; site < spins.length; site++) {
            spins[site] = (byte) -spins[site];
        }
    }

    /**
     * Draws configurations as rows, {@code [count, sites]}, of 1 and -1. For training use
     * {@link EquilibrationGate#states}, which checks that they are in equilibrium.
     *
     * @param coupling K, positive
     * @param type data type of the returned array
     */
    public INDArray states(SquareLattice lattice, double coupling, int count, DataType type, RandomSource random) {
        Rows rows = new Rows(count, lattice.sites());
        sample(lattice, coupling, count, random, rows);
        return rows.array(type);
    }

    /** A visitor that collects samples as rows. */
    static final class Rows implements Consumer<byte[]> {

        private final float[] values;
        private final int columns;
        private int next;

        Rows(int count, int columns) {
            values = new float[Math.multiplyExact(Check.atLeast(1, count, "count"), columns)];
            this.columns = columns;
        }

        @Override
        public void accept(byte[] spins) {
            for (byte spin : spins) {
                values[next++] = spin;
            }
        }

        INDArray array(DataType type) {
            return Nd4j.createFromArray(values).castTo(type).reshape(values.length / columns, columns);
        }
    }
}
