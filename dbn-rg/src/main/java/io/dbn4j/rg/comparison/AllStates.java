package io.dbn4j.rg.comparison;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.LogSumExp;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sums over all states of a few spins.
 *
 * @param spins number of spins
 * @param energy energy of each state, in nats
 * @param magnetization magnetization per spin of each state
 * @param logPartition log Z, in nats
 */
@SuppressWarnings("ArrayRecordComponent") // nothing compares them
record AllStates(int spins, double[] energy, double[] magnetization, double logPartition) {

    private static final int BLOCK = 1 << 12;

    /** Enumerates the states of a Hamiltonian of at most {@link KnownSpins#ENUMERABLE} spins. */
    static AllStates of(Hamiltonian hamiltonian) {
        int spins = hamiltonian.units();
        double[] energy = new double[1 << spins];
        double[] magnetization = new double[1 << spins];
        LogSumExp sum = new LogSumExp();
        for (int first = 0; first < energy.length; first += BLOCK) {
            INDArray states = states(hamiltonian, first, energy.length);
            double[] part = hamiltonian.energy(states);
            System.arraycopy(part, 0, energy, first, part.length);
            System.arraycopy(Elements.of(states.mean(1)), 0, magnetization, first, part.length);
            Arrays.stream(part).forEach(e -> sum.add(-e));
        }
        return new AllStates(spins, energy, magnetization, sum.value());
    }

    private static INDArray states(Hamiltonian hamiltonian, int first, int all) {
        int rows = Math.min(BLOCK, all - first);
        return StateSpace.states(hamiltonian.unit(), hamiltonian.units(), first, rows, DataType.DOUBLE);
    }

    /**
     * Returns {@code KL(P || P_model)} in nats.
     *
     * @param model RBM of double precision with as many visible spins
     */
    static double divergence(Hamiltonian hamiltonian, Rbm model, double logPartitionOfModel) {
        AllStates known = of(hamiltonian);
        double sum = 0;
        for (int first = 0; first < known.energy.length; first += BLOCK) {
            double[] freeEnergy = model.freeEnergy(states(hamiltonian, first, known.energy.length));
            for (int row = 0; row < freeEnergy.length; row++) {
                double logProbability = -known.energy[first + row] - known.logPartition;
                sum += Math.exp(logProbability) * (logProbability + freeEnergy[row] + logPartitionOfModel);
            }
        }
        return sum;
    }

    /** Returns the averages of an Ising model per spin, with energies in nats. */
    Map<String, Estimate> averages() {
        double[] e = new double[2];
        double[] m = new double[5]; // powers of |m|
        for (int state = 0; state < energy.length; state++) {
            double p = Math.exp(-energy[state] - logPartition);
            double absolute = Math.abs(magnetization[state]);
            e[0] += p * energy[state];
            e[1] += p * energy[state] * energy[state];
            for (int power = 1; power < m.length; power++) {
                m[power] += p * Math.pow(absolute, power);
            }
        }
        Map<String, Estimate> named = new LinkedHashMap<>();
        named.put("energyPerSite", Estimate.exact(e[0] / spins, "nats"));
        named.put("specificHeatPerSite", Estimate.exact((e[1] - e[0] * e[0]) / spins, ""));
        named.put("absoluteMagnetization", Estimate.exact(m[1], ""));
        named.put("squaredMagnetization", Estimate.exact(m[2], ""));
        named.put("reducedSusceptibility", Estimate.exact(spins * (m[2] - m[1] * m[1]), ""));
        named.put("binderCumulant", Estimate.exact(1 - m[4] / (3 * m[2] * m[2]), ""));
        return named;
    }
}
