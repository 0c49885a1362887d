package io.dbn4j.rg.coarse;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.stats.LogSumExp;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The exact energy of block spins by summation over all spins: a value for each state, with its constant.
 *
 * <pre>
 *   exp(-H'(h)) = sum_v P(h | v) exp(-H(v)),     Z' = Z
 * </pre>
 *
 * <p>The result is a Hamiltonian again, so steps can follow each other.
 */
public final class RenormalizedHamiltonian implements Hamiltonian {

    /** Largest number of spins and block spins together; the sum has {@code 2^(spins + block spins)} terms. */
    private static final int MAX_BITS = 28;

    private final double[] minusEnergy;
    private final int units;

    private RenormalizedHamiltonian(double[] minusEnergy) {
        this.minusEnergy = minusEnergy;
        units = Integer.numberOfTrailingZeros(minusEnergy.length);
    }

    /** Returns the Hamiltonian with given values of {@code -H}, one for each state; the array is not modified. */
    static RenormalizedHamiltonian of(double[] minusEnergy) {
        return new RenormalizedHamiltonian(minusEnergy.clone());
    }

    /**
     * Returns the energy of the block spins after one step.
     *
     * @throws IllegalArgumentException if there are too many states to enumerate
     */
    public static RenormalizedHamiltonian of(Hamiltonian hamiltonian, CoarseGraining step) {
        Check.require(
                hamiltonian.units() == step.spins(),
                "the coarse graining must take the %d spins of the Hamiltonian, but takes %d",
                hamiltonian.units(),
                step.spins());
        Check.require(
                step.spins() + step.blockSpins() <= MAX_BITS,
                "a sum over the states of %d spins and %d block spins takes too long (at most %d together)",
                step.spins(),
                step.blockSpins(),
                MAX_BITS);
        double[] fine = SpinStates.minusEnergy(hamiltonian);
        double largest = Arrays.stream(fine).max().orElseThrow();
        CompensatedSums sums = new CompensatedSums(SpinStates.count(step.blockSpins()));
        byte[] spins = new byte[step.spins()];
        double[] inputs = new double[step.blockSpins()];
        double[] terms = new double[1 << step.blockSpins()];
        for (int state = 0; state < fine.length; state++) {
            SpinStates.write(state, spins);
            step.inputs(spins, inputs);
            products(Math.exp(fine[state] - largest), inputs, terms);
            sums.add(terms);
        }
        return new RenormalizedHamiltonian(sums.logarithms(largest));
    }

    /**
     * Computes {@code weight * P(h | v)} for every h.
     *
     * @param into modified
     */
    private static void products(double weight, double[] inputs, double[] into) {
        into[0] = weight;
        for (int j = 0; j < inputs.length; j++) {
            double up = CoarseGraining.up(inputs[j]);
            double down = CoarseGraining.up(-inputs[j]);
            for (int state = 0; state < 1 << j; state++) {
                into[state + (1 << j)] = into[state] * up;
                into[state] *= down;
            }
        }
    }

    @Override
    public UnitType unit() {
        return new Spin();
    }

    @Override
    public int units() {
        return units;
    }

    @Override
    public double[] energy(INDArray states) {
        Check.columns(units, states, "states");
        double[] spins = Elements.of(states);
        double[] energy = new double[Math.toIntExact(states.size(0))];
        for (int row = 0; row < energy.length; row++) {
            int state = 0;
            for (int i = 0; i < units; i++) {
                state |= spins[row * units + i] > 0 ? 1 << i : 0;
            }
            energy[row] = -minusEnergy[state];
        }
        return energy;
    }

    @Override
    public double logPartition() {
        return LogSumExp.of(minusEnergy);
    }
}
