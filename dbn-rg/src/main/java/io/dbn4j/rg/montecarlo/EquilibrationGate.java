package io.dbn4j.rg.montecarlo;

import io.dbn4j.core.Check;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.observable.IsingTrace;
import java.util.Locale;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Hands out sampled configurations only if their mean energy is Kaufman's.
 *
 * <p>A chain that has not reached equilibrium, or an update that does not sample it, shifts everything that is learned from
 * the data, and nothing else shows it.
 *
 * @param chain draws the configurations
 * @param standardErrors within which the mean energy must lie; 4 refuse good data once in sixteen thousand times
 */
public record EquilibrationGate(MonteCarlo chain, double standardErrors) {

    public EquilibrationGate {
        Check.positive(standardErrors, "standardErrors");
    }

    /**
     * Draws configurations as rows, {@code [count, sites]}, of 1 and -1.
     *
     * @param coupling K, positive
     * @param count at least 2
     * @param type of the array
     * @throws IllegalStateException if the chain is not in equilibrium
     */
    public INDArray states(SquareLattice lattice, double coupling, int count, DataType type, RandomSource random) {
        MonteCarlo.Rows rows = new MonteCarlo.Rows(count, lattice.sites());
        sample(lattice, coupling, count, random, rows);
        return rows.array(type);
    }

    /**
     * Shows configurations to a visitor, and throws after the last one if their mean energy is wrong.
     *
     * @param coupling K, positive
     * @param count at least 2
     * @param visit sees each sample, 1 or -1 row by row, in an array that the next one overwrites
     * @throws IllegalStateException if the chain is not in equilibrium
     */
    public void sample(SquareLattice lattice, double coupling, int count, RandomSource random, Consumer<byte[]> visit) {
        IsingTrace trace = new IsingTrace(lattice, count);
        chain.sample(lattice, coupling, count, random, visit.andThen(trace));
        double exact = new KaufmanPartitionFunction(lattice.side()).energy(coupling);
        require(trace.energyCorrelation().estimate("J"), exact);
    }

    /**
     * Requires a mean energy that is right within its error.
     *
     * @throws IllegalStateException if it is not
     */
    public void require(Estimate energyPerSite, double exact) {
        double deviation = Math.abs(energyPerSite.value() - exact) / energyPerSite.standardError();
        if (!(deviation <= standardErrors)) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "samples are not in equilibrium: their energy per site is %s and the exact one %.5f,"
                            + " %.1f standard errors apart (at most %s); use more burn-in",
                    EstimateText.number(energyPerSite),
                    exact,
                    deviation,
                    standardErrors));
        }
    }
}
