package io.dbn4j.rg.experiment;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.hamiltonian.Ising.Bond;
import io.dbn4j.core.objective.Exact;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.units.Spin;
import io.dbn4j.rg.lattice.Ring;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Two rings A and B that do not interact, and RBMs that learn them apart and together. */
final class ProductOfRings {

    private final int spins;
    private final Ising first;
    private final Ising second;
    private final Ising both;
    private final QuasiNewton minimizer;

    ProductOfRings(int spins, double firstCoupling, double secondCoupling, int iterations) {
        this.spins = spins;
        first = new Ring(spins).ising(firstCoupling);
        second = new Ring(spins).ising(secondCoupling);
        List<Bond> bonds = new ArrayList<>(first.bonds());
        second.bonds()
                .forEach(bond -> bonds.add(new Bond(spins + bond.first(), spins + bond.second(), bond.coupling())));
        both = new Ising(2 * spins, bonds, List.of());
        minimizer = new QuasiNewton(iterations);
    }

    /**
     * The comparison of one RBM for both rings with two RBMs.
     *
     * @param first KL(A || RBM), in nats
     * @param second KL(B || RBM)
     * @param both KL(A and B || RBM)
     * @param bare F_AB - F_A - F_B of the RBMs without a gauge
     * @param information mutual information between the rings in the RBM that learned both, in nats; 0 in the data's
     *     true distribution
     * @param learned the trained RBMs and their data
     */
    record Comparison(double first, double second, double both, double bare, double information, Learned learned) {

        /** Returns KL_AB - KL_A - KL_B, which is minus F_AB - F_A - F_B in the gauge of the rings. */
        double excess() {
            return both - first - second;
        }
    }

    /**
     * The three RBMs and their data.
     *
     * @param rbms by name: first, second, both
     * @param data probability of each state of both rings in the data, in the order of {@link StateSpace}
     */
    record Learned(Map<String, Rbm> rbms, INDArray data) {}

    /**
     * Trains the three RBMs and compares them.
     *
     * @param hidden hidden units for each ring; the RBM for both has twice as many
     * @param rows number of draws to train on; 0 for all states with their probabilities
     */
    Comparison compare(int hidden, int rows, RandomSource random) {
        Ensemble truth = Ensemble.of(both);
        Ensemble data = rows == 0 ? truth : empirical(truth, rows, random);
        Rbm a = trained(marginal(data, true), hidden, random);
        Rbm b = trained(marginal(data, false), hidden, random);
        Rbm ab = trained(data, 2 * hidden, random);
        Ensemble model = Ensemble.of(ab);
        return new Comparison(
                Ensemble.of(first).divergence(Ensemble.of(a)),
                Ensemble.of(second).divergence(Ensemble.of(b)),
                truth.divergence(model),
                freeEnergy(ab) - freeEnergy(a) - freeEnergy(b),
                marginal(model, true).entropy() + marginal(model, false).entropy() - model.entropy(),
                new Learned(Map.of("first", a, "second", b, "both", ab), data.probability()));
    }

    private Rbm trained(Ensemble data, int hidden, RandomSource random) {
        Rbm rbm = small((int) data.states().size(1), hidden, random);
        minimizer.minimize(rbm, new Likelihood(new Exact()), data.states(), data.probability(), random);
        return rbm;
    }

    private static Rbm small(int visible, int hidden, RandomSource random) {
        return Rbm.random(new Spin(), new Spin(), visible, hidden, 0.3, DataType.DOUBLE, random);
    }

    private static double freeEnergy(Rbm rbm) {
        return -Summation.of(rbm).logPartition();
    }

    /** Returns F_AB - F_A - F_B for two random RBMs A and B and the RBM AB that holds both in blocks. */
    double additivity(RandomSource random) {
        Rbm a = small(spins, spins, random);
        Rbm b = small(spins, spins, random);
        return freeEnergy(joined(a, b)) - freeEnergy(a) - freeEnergy(b);
    }

    /** Returns the RBM of independent parts, with weights in two blocks on the diagonal. */
    static Rbm joined(Rbm a, Rbm b) {
        Rbm both = Rbm.zero(
                a.visibleUnit(), a.hiddenUnit(), a.visible() + b.visible(), a.hidden() + b.hidden(), DataType.DOUBLE);
        both.weights()
                .get(NDArrayIndex.interval(0, a.visible()), NDArrayIndex.interval(0, a.hidden()))
                .assign(a.weights());
        both.weights()
                .get(
                        NDArrayIndex.interval(a.visible(), both.visible()),
                        NDArrayIndex.interval(a.hidden(), both.hidden()))
                .assign(b.weights());
        both.visibleBias().assign(Nd4j.concat(0, a.visibleBias(), b.visibleBias()));
        both.hiddenBias().assign(Nd4j.concat(0, a.hiddenBias(), b.hiddenBias()));
        return both.withEnergyOffset(a.energyOffset() + b.energyOffset());
    }

    /** Returns the frequencies of all states among some draws. */
    private static Ensemble empirical(Ensemble truth, int rows, RandomSource random) {
        double[] drawn = Elements.of(truth.draws(rows, random));
        int units = (int) truth.states().size(1);
        double[] frequency = new double[1 << units];
        for (int row = 0; row < rows; row++) {
            int state = 0;
            for (int unit = 0; unit < units; unit++) {
                state |= drawn[row * units + unit] > 0 ? 1 << unit : 0; // the order of StateSpace.states
            }
            frequency[state] += 1.0 / rows;
        }
        return new Ensemble(truth.states(), frequency);
    }

    /**
     * Returns the distribution of the first or the last half of the spins, which are the low or the high bits of a
     * state's number.
     */
    private Ensemble marginal(Ensemble joint, boolean firstHalf) {
        double[] p = Elements.of(joint.probability());
        double[] sums = new double[1 << spins];
        for (int state = 0; state < p.length; state++) {
            sums[firstHalf ? state & sums.length - 1 : state >> spins] += p[state];
        }
        return new Ensemble(Ensemble.of(first).states(), sums);
    }
}
