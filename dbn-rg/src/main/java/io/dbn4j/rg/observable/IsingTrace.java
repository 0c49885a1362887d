package io.dbn4j.rg.observable;

import io.dbn4j.core.Check;
import io.dbn4j.core.stats.Autocorrelation;
import io.dbn4j.rg.lattice.SquareLattice;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A series of the energy and magnetization of configurations.
 *
 * <pre>
 *   e = -(1/N) sum over bonds of s_i s_j,     m = (1/N) sum_i s_i
 * </pre>
 *
 * <p>Both are per site; the energy is in units of the coupling J, so that the exponent of the model is {@code -K N e}.
 */
public final class IsingTrace implements Consumer<byte[]> {

    private final SquareLattice lattice;
    private final int[] neighbors;
    private final double[] energy;
    private final double[] magnetization;
    private int samples;

    /** Makes an empty trace for at most {@code most} configurations. */
    public IsingTrace(SquareLattice lattice, int most) {
        this.lattice = lattice;
        neighbors = lattice.neighbors();
        energy = new double[Check.atLeast(1, most, "most")];
        magnetization = new double[most];
    }

    /** Returns the lattice of the configurations. */
    public SquareLattice lattice() {
        return lattice;
    }

    /**
     * Measures one more configuration.
     *
     * @param spins 1 or -1, row by row; not modified
     */
    @Override
    public void accept(byte[] spins) {
        int bonds = 0;
        int sum = 0;
        for (int site = 0; site < spins.length; site++) {
            bonds += spins[site] * (spins[neighbors[4 * site]] + spins[neighbors[4 * site + 1]]);
            sum += spins[site];
        }
        energy[samples] = -(double) bonds / spins.length;
        magnetization[samples] = (double) sum / spins.length;
        samples++;
    }

    /** Returns the energy per site of each configuration. */
    public double[] energyPerSite() {
        return Arrays.copyOf(energy, samples);
    }

    /** Returns the magnetization per site of each configuration. */
    public double[] magnetization() {
        return Arrays.copyOf(magnetization, samples);
    }

    /** Returns the mean energy per site and its autocorrelation time, in samples. */
    public Autocorrelation energyCorrelation() {
        return Autocorrelation.of(new double[][] {energyPerSite()});
    }

    /** Returns the mean of m^2 and its autocorrelation time, in samples. */
    public Autocorrelation squaredMagnetizationCorrelation() {
        return Autocorrelation.of(
                new double[][] {Arrays.stream(magnetization()).map(m -> m * m).toArray()});
    }
}
