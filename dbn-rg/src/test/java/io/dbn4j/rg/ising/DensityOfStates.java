package io.dbn4j.rg.ising;

import io.dbn4j.core.Check;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stats.LogSumExp;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The number of states of each energy, by enumeration, which gives all thermal averages at every coupling.
 *
 * <pre>
 *   Z(K) = sum over E of g(E) exp(-K E),     E / N = &lt;E&gt; / N,     C / N = K^2 var(E) / N
 * </pre>
 *
 * @param spins N
 * @param states g, by energy in units of the interaction
 */
public record DensityOfStates(int spins, SortedMap<Integer, Long> states) {

    /** Largest number of spins; enumeration of more takes minutes. */
    private static final int MOST_SPINS = 20;

    private static final int BLOCK = 1 << 12;

    public DensityOfStates {
        states = new TreeMap<>(states);
    }

    /**
     * Enumerates all states of an Ising model.
     *
     * @param ising with couplings and fields that are integers, {@code lattice.ising(1)} for example
     * @throws IllegalArgumentException if there are more than 20 spins or an energy is no integer
     */
    public static DensityOfStates of(Ising ising) {
        int spins = ising.spins();
        Check.require(spins <= MOST_SPINS, "states of %d spins cannot be enumerated (at most %d)", spins, MOST_SPINS);
        TreeMap<Integer, Long> states = new TreeMap<>();
        for (int first = 0; first < 1 << spins; first += BLOCK) {
            int rows = Math.min(BLOCK, (1 << spins) - first);
            for (double energy : ising.energy(StateSpace.states(ising.unit(), spins, first, rows, DataType.DOUBLE))) {
                Check.require(energy == Math.rint(energy), "energy must be an integer, was %s", energy);
                states.merge((int) energy, 1L, Long::sum);
            }
        }
        return new DensityOfStates(spins, states);
    }

    /**
     * Returns log Z in nats.
     *
     * @param coupling K
     */
    public double logPartition(double coupling) {
        LogSumExp sum = new LogSumExp();
        states.forEach((energy, count) -> sum.add(Math.log(count) - coupling * energy));
        return sum.value();
    }

    /**
     * Returns the energy per site, in units of the interaction.
     *
     * @param coupling K
     */
    public double energy(double coupling) {
        return mean(coupling, 0, 1) / spins;
    }

    /**
     * Returns the specific heat per site.
     *
     * @param coupling K
     */
    public double specificHeat(double coupling) {
        double variance = mean(coupling, mean(coupling, 0, 1), 2);
        return coupling * coupling * variance / spins;
    }

    /** Returns {@code <(E - center)^power>}. */
    private double mean(double coupling, double center, int power) {
        double logPartition = logPartition(coupling);
        return states.entrySet().stream()
                .collect(Collectors.summingDouble(level -> level.getValue()
                        * Math.exp(-coupling * level.getKey() - logPartition)
                        * Math.pow(level.getKey() - center, power)));
    }
}
