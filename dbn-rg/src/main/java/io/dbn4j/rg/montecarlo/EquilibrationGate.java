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
 * A check of sampled configurations: it hands them out only if their mean energy agrees with Kaufman's exact one.
 *
 * <p>A chain that has not reached equilibrium, or an update with a wrong stationary distribution, biases everything
 * learned from the data, and no other check shows it.
 *
 * @param chain draws the configurations
 * @param standardErrors largest distance of the mean energy from the exact one; with 4, one in sixteen thousand good
 *     samples is refused
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
     * @param type data type of the returned array
     * @throws IllegalStateException if the chain is not in equilibrium
     */
    public INDArray states(SquareLattice lattice, double coupling, int count, DataType type, RandomSource random) {
        MonteCarlo.Rows rows = new MonteCarlo.Rows(count, lattice.sites());
        sample(lattice, coupling, count, random, rows);
        return rows.array(type);
    }

    /**
     * Passes configurations to a visitor and throws after the last one if their mean energy is wrong.
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
     * Checks that a mean energy agrees with the exact one within its error.
     *
     * @throws IllegalStateException if it does not
     */
    public void require(Estimate energyPerSite, double exact) {
        double deviation = Math.abs(energyPerSite.errorsAbove(exact));
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
