package io.dbn4j.core.hamiltonian;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stats.LogSumExp;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitType;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Spins with pair interactions, on any graph.
 *
 * <pre>
 *   H(s) = -sum over bonds of K_ij s_i s_j - sum_i B_i s_i,     s_i = -1, 1
 * </pre>
 *
 * @param spins number of spins
 * @param bonds each interacting pair; a pair named twice interacts twice
 * @param fields B, one for each spin; none if empty
 */
public record Ising(int spins, List<Bond> bonds, List<Double> fields) implements Hamiltonian {

    private static final int BLOCK = 1 << 12;

    /** An interaction {@code -coupling s_first s_second}, spins counted from 0. */
    public record Bond(int first, int second, double coupling) {}

    public Ising {
        bonds = List.copyOf(bonds);
        fields = List.copyOf(fields);
        Check.atLeast(1, spins, "spins");
        for (Bond bond : bonds) {
            Check.require(
                    Math.min(bond.first, bond.second) >= 0
                            && Math.max(bond.first, bond.second) < spins
                            && bond.first != bond.second,
                    "bond must join two of the %d spins 0 to %d, was %s",
                    spins,
                    spins - 1,
                    bond);
        }
        Check.require(
                fields.isEmpty() || fields.size() == spins,
                "fields must have %d entries or none, had %d",
                spins,
                fields.size());
    }

    @Override
    public UnitType unit() {
        return new Spin();
    }

    @Override
    public int units() {
        return spins;
    }

    @Override
    public double[] energy(INDArray states) {
        Check.columns(spins, states, "states");
        double[] s = Elements.of(states);
        double[] energy = new double[Math.toIntExact(states.size(0))];
        for (int row = 0; row < energy.length; row++) {
            int first = row * spins;
            for (Bond bond : bonds) {
                energy[row] -= bond.coupling * s[first + bond.first] * s[first + bond.second];
            }
            for (int i = 0; i < fields.size(); i++) {
                energy[row] -= fields.get(i) * s[first + i];
            }
        }
        return energy;
    }

    @Override
    public double logPartition() {
        Check.require(
                spins <= StateSpace.MAX_UNITS,
                "log Z of %d spins cannot be enumerated (at most %d)",
                spins,
                StateSpace.MAX_UNITS);
        LogSumExp sum = new LogSumExp();
        int states = 1 << spins;
        for (int first = 0; first < states; first += BLOCK) {
            int rows = Math.min(BLOCK, states - first);
            for (double energy : energy(StateSpace.states(unit(), spins, first, rows, DataType.DOUBLE))) {
                sum.add(-energy);
            }
        }
        return sum.value();
    }
}
