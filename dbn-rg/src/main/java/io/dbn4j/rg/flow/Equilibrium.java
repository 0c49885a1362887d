package io.dbn4j.rg.flow;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.montecarlo.EquilibrationGate;
import io.dbn4j.rg.montecarlo.MonteCarlo;
import io.dbn4j.rg.montecarlo.SwendsenWang;
import io.dbn4j.rg.observable.IsingTrace;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A source of equilibrium configurations of the Ising model at any temperature, with both signs, whose mean energy is
 * checked against the exact one.
 *
 * <p>The update is Swendsen-Wang and not Wolff, because its step is the same work at every temperature.
 */
record Equilibrium(SquareLattice lattice) {

    private static final EquilibrationGate GATE = new EquilibrationGate(new MonteCarlo(new SwendsenWang(), 100, 4), 4);

    /** Smallest expected number of flipped spins in all samples at which the number is nearly normally distributed. */
    private static final double COUNTABLE = 20;

    /**
     * Draws configurations and checks their mean energy. The check is left out where hardly a flipped spin is expected
     * in all samples, because their mean energy then has no usable error.
     *
     * @param temperature T = 1 / K, or 0
     * @param visit sees each sample, 1 or -1 row by row, in an array that the next one overwrites
     * @throws IllegalStateException if the mean energy is off by more than four standard errors
     */
    void sample(double temperature, int count, RandomSource random, Consumer<byte[]> visit) {
        if (temperature == 0) {
            ordered(count, random, visit);
            return;
        }
        IsingTrace trace = new IsingTrace(lattice, count);
        GATE.chain().sample(lattice, 1 / temperature, count, random, trace.andThen(visit));
        double energy = energy(temperature);
        if (count * lattice.sites() * (energy + 2) / 8 >= COUNTABLE) {
            GATE.require(trace.energyCorrelation().estimate("J"), energy);
        }
    }

    /** Returns Kaufman's E / N, and -2 at T = 0. */
    double energy(double temperature) {
        return temperature == 0 ? -2 : new KaufmanPartitionFunction(lattice.side()).energy(1 / temperature);
    }

    private void ordered(int count, RandomSource random, Consumer<byte[]> visit) {
        byte[] spins = new byte[lattice.sites()];
        for (int sample = 0; sample < count; sample++) {
            Arrays.fill(spins, (byte) (random.uniform() < 0.5 ? 1 : -1));
            visit.accept(spins);
        }
    }
}
