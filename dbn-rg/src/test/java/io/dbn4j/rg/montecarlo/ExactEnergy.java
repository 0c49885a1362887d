package io.dbn4j.rg.montecarlo;

import io.dbn4j.rg.ising.KaufmanPartitionFunction;

/** Kaufman's energy and specific heat per site, from differences of log Z. */
final class ExactEnergy {

    private static final double STEP = 1e-3;

    private ExactEnergy() {}

    /** Off by less than 1e-8: five-point differences. */
    static double perSite(int side, double coupling) {
        KaufmanPartitionFunction lattice = new KaufmanPartitionFunction(side);
        double near = lattice.logPartition(coupling + STEP) - lattice.logPartition(coupling - STEP);
        double far = lattice.logPartition(coupling + 2 * STEP) - lattice.logPartition(coupling - 2 * STEP);
        return -(8 * near - far) / (12 * STEP) / side / side;
    }

    /** Off by less than 1e-6. */
    static double specificHeatPerSite(int side, double coupling) {
        double step = STEP / 10;
        return coupling * coupling * (perSite(side, coupling - step) - perSite(side, coupling + step)) / (2 * step);
    }
}
