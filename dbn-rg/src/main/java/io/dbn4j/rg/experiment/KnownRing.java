package io.dbn4j.rg.experiment;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.units.Spin;
import io.dbn4j.rg.lattice.Ring;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A ring of spins with all its states and their probabilities, for comparison with RBMs. */
final class KnownRing {

    /** The deviation of an RBM from the ring: divergences and differences in nats. */
    record Deviation(
            double divergence,
            double reverseDivergence,
            double freeEnergyDifference,
            double variance,
            double neighbors,
            double norm) {}

    private final Ising ring;
    private final INDArray states;
    private final double[] energy;
    private final double logPartition;
    private final INDArray probability;

    KnownRing(Ising ring, INDArray states) {
        this.ring = ring;
        this.states = states;
        energy = ring.energy(states);
        logPartition = ring.logPartition();
        double[] p = new double[energy.length];
        for (int s = 0; s < p.length; s++) {
            p[s] = Math.exp(-energy[s] - logPartition);
        }
        probability = Nd4j.createFromArray(p);
    }

    /** Returns the probability of each state, {@code [states]}. */
    INDArray probability() {
        return probability;
    }

    /** Compares an RBM with the ring, by enumeration. */
    Deviation measure(Rbm rbm) {
        double[] p = Elements.of(probability);
        double[] freeEnergy = rbm.freeEnergy(states);
        double[] neighbors = neighborProducts();
        double modelLogPartition = Summation.of(rbm).logPartition();
        double divergence = 0;
        double reverse = 0;
        double mean = 0;
        double square = 0;
        double correlation = 0;
        for (int s = 0; s < p.length; s++) {
            double q = Math.exp(-freeEnergy[s] - modelLogPartition);
            double logRatio = freeEnergy[s] + modelLogPartition - energy[s] - logPartition;
            divergence += p[s] * logRatio;
            reverse -= q * logRatio;
            mean += p[s] * (freeEnergy[s] - energy[s]);
            correlation += q * neighbors[s];
        }
        for (int s = 0; s < p.length; s++) {
            square += p[s] * Math.pow(freeEnergy[s] - energy[s] - mean, 2);
        }
        double norm = 0;
        for (INDArray array : List.of(rbm.weights(), rbm.visibleBias(), rbm.hiddenBias())) {
            for (double parameter : Elements.of(array)) {
                norm += parameter * parameter;
            }
        }
        return new Deviation(
                divergence, reverse, modelLogPartition - logPartition, square, correlation, Math.sqrt(norm));
    }

    /** Returns the mean product of neighboring spins. */
    double neighbors() {
        double[] products = neighborProducts();
        double[] p = Elements.of(probability);
        double sum = 0;
        for (int s = 0; s < p.length; s++) {
            sum += p[s] * products[s];
        }
        return sum;
    }

    /**
     * Returns the probability, under the ring, that a hidden spin equals the spin of a site, or its opposite if their
     * weight is negative.
     */
    double agreement(Rbm rbm, int site, int hidden) {
        double[] p = Elements.of(probability);
        double[] spins = Elements.of(states.getColumn(site));
        double[] means = Elements.of(rbm.hiddenGivenVisible(states).getColumn(hidden));
        double sign = Math.signum(rbm.weights().getDouble(site, hidden));
        double sum = 0;
        for (int s = 0; s < p.length; s++) {
            sum += p[s] * (1 + sign * spins[s] * means[s]) / 2;
        }
        return sum;
    }

    /**
     * Returns independent spins with the free energy of the ring, in the field {@code a = arcosh(exp(log Z / n) / 2)}.
     */
    Rbm productModel() {
        double x = Math.exp(logPartition / ring.spins()) / 2;
        Rbm rbm = Rbm.zero(new Spin(), new Spin(), ring.spins(), 1, DataType.DOUBLE);
        rbm.visibleBias().assign(Math.log(x + Math.sqrt(x * x - 1)));
        return rbm.withEnergyOffset(Math.log(2));
    }

    /** Returns the mean product of neighbors for each state: minus the energy per spin with coupling 1. */
    private double[] neighborProducts() {
        return new Ring(ring.spins()).ising(-1.0 / ring.spins()).energy(states);
    }
}
