package io.dbn4j.rg.experiment;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Alphabet;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.sample.Kernel;
import io.dbn4j.core.stats.Autocorrelation;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Spin;
import io.dbn4j.rg.coarse.EffectiveCouplings;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.observable.IsingObservables;
import io.dbn4j.rg.observable.IsingTrace;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Measurements of an RBM that has learned an Ising model.
 *
 * @param divergence {@code KL(P || P_RBM)} in nats, with the errors of the test data and of log Z
 * @param variance variance of {@code F - H} over the test data, in squared nats: 0 if the distributions are equal
 * @param observables thermal averages of draws of the RBM
 * @param autocorrelation autocorrelation time of the energy along its chains, in Gibbs steps
 * @param neighbors mean effective coupling of neighbors
 * @param diagonals mean effective coupling of diagonal neighbors; 0 in the Ising model
 * @param seconds time of the training
 */
record LearnedIsing(
        Estimate divergence,
        double variance,
        IsingObservables observables,
        double autocorrelation,
        Coupling neighbors,
        Coupling diagonals,
        double seconds) {

    /**
     * A mean coupling of two sites under two measures of the other spins.
     *
     * @param overAllStates all states of the other spins with equal weight, drawn anew for each site; the error is the
     *     spread over the lattice
     * @param inEquilibrium the other spins as in the test data; all sites share these configurations, so the error is
     *     the spread, over configurations, of the mean over the lattice
     */
    record Coupling(Estimate overAllStates, Estimate inEquilibrium) {}

    /** Number of chains, each started from a configuration of the test data. */
    static final int CHAINS = 400;

    private static final int BURN_IN = 500;
    private static final int SAMPLES = 250;
    private static final int STRIDE = 4;
    private static final int DRAWS = 400;

    /**
     * Measures a trained RBM.
     *
     * @param rbm Bernoulli visible units, one for each site
     * @param test configurations in equilibrium as 0 and 1, at least 400 rows; not modified
     */
    static LearnedIsing measure(
            Rbm rbm,
            SquareLattice lattice,
            double coupling,
            double exactLogPartition,
            INDArray test,
            Estimate logPartition,
            double seconds,
            RandomSource random) {
        double[] difference = rbm.freeEnergy(test); // F - H
        double[] energy = lattice.ising(coupling).energy(test.mul(2).subi(1));
        for (int row = 0; row < difference.length; row++) {
            difference[row] -= energy[row];
        }
        Estimate mean = Estimate.mean(difference, "nats");
        List<IsingTrace> traces = traces(rbm, lattice, test, random);
        Rbm spins = Alphabet.convert(rbm, new Spin(), rbm.hiddenUnit());
        INDArray others = test.get(NDArrayIndex.interval(0, CHAINS), NDArrayIndex.all())
                .mul(2)
                .subi(1);
        return new LearnedIsing(
                mean.plus(logPartition).plus(-exactLogPartition).within(0, Double.POSITIVE_INFINITY),
                mean.standardError() * mean.standardError() * difference.length,
                IsingObservables.ofChains(traces, coupling),
                STRIDE
                        * Autocorrelation.of(traces.stream()
                                        .map(IsingTrace::energyPerSite)
                                        .toArray(double[][]::new))
                                .time(),
                coupling(spins, lattice, 1, others, random),
                coupling(spins, lattice, lattice.side() + 1, others, random),
                seconds);
    }

    private static List<IsingTrace> traces(Rbm rbm, SquareLattice lattice, INDArray test, RandomSource random) {
        INDArray start =
                test.get(NDArrayIndex.interval(0, CHAINS), NDArrayIndex.all()).dup();
        Chains chains = Chains.at(start, rbm, random);
        Kernel gibbs = new Gibbs().kernel(rbm);
        List<IsingTrace> traces = Stream.generate(() -> new IsingTrace(lattice, SAMPLES))
                .limit(CHAINS)
                .toList();
        for (int step = 1 - BURN_IN; step <= SAMPLES * STRIDE; step++) {
            gibbs.step(chains, random);
            if (step > 0 && step % STRIDE == 0) {
                record(chains.visible(), traces);
            }
        }
        return traces;
    }

    private static void record(INDArray visible, List<IsingTrace> traces) {
        double[] states = Elements.of(visible);
        byte[] spins = new byte[states.length / traces.size()];
        for (int chain = 0; chain < traces.size(); chain++) {
            for (int site = 0; site < spins.length; site++) {
                spins[site] = (byte) (2 * states[chain * spins.length + site] - 1);
            }
            traces.get(chain).accept(spins);
        }
    }

    /** Returns the mean, over all sites, of the coupling to the site at an offset. */
    static Coupling coupling(Rbm spins, SquareLattice lattice, int offset, INDArray others, RandomSource random) {
        double[] all = new double[lattice.sites()];
        double[] equilibrium = new double[(int) others.size(0)];
        int side = lattice.side();
        for (int site = 0; site < lattice.sites(); site++) {
            int across = (site / side + offset / side) % side;
            int column = (site % side + offset % side) % side;
            int[] pair = {site, across * side + column};
            all[site] = EffectiveCouplings.sampled(spins, pair, DRAWS, random).value();
            double[] rows = EffectiveCouplings.each(spins, pair, others);
            for (int row = 0; row < rows.length; row++) {
                equilibrium[row] += rows[row] / lattice.sites();
            }
        }
        return new Coupling(Estimate.mean(all, "nats"), Estimate.mean(equilibrium, "nats"));
    }
}
