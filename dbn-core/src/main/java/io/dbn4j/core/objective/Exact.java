package io.dbn4j.core.objective;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.objective.TrainingState.Stateless;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.stats.LogSumExp;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The exact model average, in closed form or by enumeration of a discrete side with at most
 * {@code 2^}{@value StateSpace#MAX_UNITS} states.
 */
@Reference(
        authors = "D. H. Ackley, G. E. Hinton, T. J. Sejnowski",
        title = "A learning algorithm for Boltzmann machines",
        venue = "Cognitive Science 9",
        year = 1985,
        url = "https://doi.org/10.1207/s15516709cog0901_7")
public record Exact() implements NegativePhase {

    static final ShortName SHORT_NAME = new ShortName("exact", steps -> new Exact());

    /** Largest number of two-state visible units whose states are held in memory at once. */
    private static final int MAX_BITS = 18;

    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        return new Stateless();
    }

    @Override
    public TrainingState move(Rbm rbm, Batch batch, TrainingState state, RandomSource random) {
        return state;
    }

    /**
     * Returns all visible states with their probabilities.
     *
     * @throws IllegalArgumentException if the visible units are continuous or have too many states
     */
    @Override
    public Batch states(Rbm rbm, TrainingState state) {
        Check.require(
                StateSpace.bits(rbm.visibleUnit(), rbm.visible()) <= MAX_BITS,
                "cannot sum over all states of %d %s visible units: at most %d units with two states are possible; use fewer"
                        + " visible units or another objective",
                rbm.visible(),
                rbm.visibleUnit(),
                MAX_BITS);
        int count = StateSpace.count(rbm.visibleUnit(), rbm.visible());
        INDArray visible = StateSpace.states(
                rbm.visibleUnit(), rbm.visible(), 0, count, rbm.weights().dataType());
        double[] exponent = Arrays.stream(rbm.freeEnergy(visible)).map(f -> -f).toArray();
        double logPartition = LogSumExp.of(exponent);
        double[] probability =
                Arrays.stream(exponent).map(x -> Math.exp(x - logPartition)).toArray();
        return Batch.of(rbm, visible).withProbability(Nd4j.createFromArray(probability));
    }

    /** Subtracts the exact model average; an enumeration takes the smaller side, which may be the hidden one. */
    @Override
    public void addTo(Gradient into, Rbm rbm, long rows, TrainingState state) {
        Summation.of(rbm).addLogPartitionGradient((double) rows, into);
    }

    /** Returns {@code -log Z}, in nats. */
    @Override
    public double modelFreeEnergy(Rbm rbm, TrainingState state) {
        return -Summation.of(rbm).logPartition();
    }
}
