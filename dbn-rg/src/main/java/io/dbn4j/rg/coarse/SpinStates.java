package io.dbn4j.rg.coarse;

import io.dbn4j.core.Check;
import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.units.Spin;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All states of a few spins: spin i of a state is up if bit i of the state's number is 1, as in {@link StateSpace}.
 */
final class SpinStates {

    /** Largest number of spins whose states are all held in memory. */
    static final int MAX_SPINS = 22;

    private static final int BLOCK = 1 << 12;

    private SpinStates() {}

    /** Returns the number of states of some spins. */
    static int count(int spins) {
        Check.require(
                spins <= MAX_SPINS, "states of %d spins cannot be enumerated (at most %d spins)", spins, MAX_SPINS);
        return 1 << spins;
    }

    /**
     * Writes the spins of a state.
     *
     * @param into modified
     */
    static void write(int state, byte[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = (byte) (((state >>> i) & 1) == 1 ? 1 : -1);
        }
    }

    /** Returns the spins of all states, {@code [2^spins, spins]}. */
    static INDArray all(int spins) {
        return StateSpace.states(new Spin(), spins, 0, count(spins), DataType.DOUBLE);
    }

    /** Returns {@code -H} of every state. */
    static double[] minusEnergy(Hamiltonian hamiltonian) {
        Check.require(
                hamiltonian.unit().hasStates(-1, 1),
                "units of a Hamiltonian must be spins for coarse graining, were %s",
                hamiltonian.unit());
        int spins = hamiltonian.units();
        double[] minusEnergy = new double[count(spins)];
        for (int first = 0; first < minusEnergy.length; first += BLOCK) {
            int rows = Math.min(BLOCK, minusEnergy.length - first);
            double[] energy = hamiltonian.energy(StateSpace.states(new Spin(), spins, first, rows, DataType.DOUBLE));
            for (int row = 0; row < rows; row++) {
                minusEnergy[first + row] = -energy[row];
            }
        }
        return minusEnergy;
    }
}
