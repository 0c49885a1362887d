package io.dbn4j.rg.flow;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.observable.IsingTrace;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A series of the quantities from which temperatures are read, one value of each for every configuration.
 *
 * <pre>
 *   e = -(1/N) sum over bonds of s_i s_j,   |m| = |sum_i s_i| / N,   c = (1/2N) sum over diagonal neighbors of s_i s_j
 * </pre>
 */
public final class LatticeReadings implements Consumer<byte[]> {

    private final IsingTrace trace;
    private final int[] neighbors;
    private final double[] diagonal;
    private int samples;

    /** Makes an empty series for at most {@code most} configurations. */
    public LatticeReadings(SquareLattice lattice, int most) {
        trace = new IsingTrace(lattice, most);
        neighbors = lattice.neighbors();
        diagonal = new double[most];
    }

    /**
     * Measures rows of units.
     *
     * @param units 0 or 1, {@code [configurations, sites]}; not modified
     * @param siteOfUnit site of each unit on the lattice
     */
    public static LatticeReadings of(SquareLattice lattice, INDArray units, List<Integer> siteOfUnit) {
        Check.columns(lattice.sites(), units, "units");
        int[] site = siteOfUnit.stream().mapToInt(Integer::intValue).toArray();
        double[] states = Elements.of(units);
        byte[] spins = new byte[lattice.sites()];
        LatticeReadings readings = new LatticeReadings(lattice, (int) units.size(0));
        for (int first = 0; first < states.length; first += spins.length) {
            for (int unit = 0; unit < spins.length; unit++) {
                spins[site[unit]] = (byte) (states[first + unit] > 0.5 ? 1 : -1);
            }
            readings.accept(spins);
        }
        return readings;
    }

    /** Returns the sites in their order: unit i on site i. */
    public static List<Integer> inOrder(SquareLattice lattice) {
        return IntStream.range(0, lattice.sites()).boxed().toList();
    }

    /**
     * Measures one more configuration.
     *
     * @param spins 1 or -1, row by row; not modified
     */
    @Override
    public void accept(byte[] spins) {
        trace.accept(spins);
        int sum = 0;
        for (int site = 0; site < spins.length; site++) {
            int right = neighbors[4 * site];
            sum += spins[site] * (spins[neighbors[4 * right + 1]] + spins[neighbors[4 * right + 3]]);
        }
        diagonal[samples++] = sum / (2.0 * spins.length);
    }

    /** Returns e of each configuration, in units of J. */
    public double[] energyPerSite() {
        return trace.energyPerSite();
    }

    /** Returns |m| of each configuration. */
    public double[] absoluteMagnetization() {
        return Arrays.stream(trace.magnetization()).map(Math::abs).toArray();
    }

    /** Returns c of each configuration. */
    public double[] diagonalCorrelation() {
        return Arrays.copyOf(diagonal, samples);
    }
}
