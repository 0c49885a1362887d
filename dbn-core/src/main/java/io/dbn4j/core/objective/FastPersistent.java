package io.dbn4j.core.objective;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.sample.Kernel;
import io.dbn4j.core.sample.Sampler;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Persistent contrastive divergence whose chains are pushed away from where they have been.
 *
 * <p>The chains move under the model with parameters {@code w + u}, where the fast weights u follow the same gradient
 * at a rate of their own and decay,
 *
 * <pre>
 *   u &lt;- 19/20 u - rate d(-log p)/dw,
 * </pre>
 *
 * <p>which fills up a mode while chains sit in it. The chains mix even when the learning rate is small, but no longer
 * follow the model, so the gradient stays biased. The gradient is that of w, so hidden means are taken under w. It
 * costs eight matrix products where {@link Persistent} needs five; with rate 0 the numbers are the same. Weights and
 * biases have fast weights; learned variances have none, and chains move under the variances of the model.
 *
 * @param chains number of persistent chains, at least 1
 * @param sampler moves the chains between two updates
 * @param k kernel steps between two updates, at least 1
 * @param rate learning rate of the fast weights for the mean gradient over the rows of a batch, at least 0
 */
@Reference(
        authors = "T. Tieleman, G. E. Hinton",
        title = "Using fast weights to improve persistent contrastive divergence",
        venue = "ICML",
        year = 2009,
        url = "https://doi.org/10.1145/1553374.1553506")
public record FastPersistent(int chains, Sampler sampler, int k, double rate) implements NegativePhase {

    /** Short name for 100 chains, Gibbs sampling and a rate of 0.05. */
    static final ShortName SHORT_NAME = new ShortName("fpcd-K", k -> new FastPersistent(100, new Gibbs(), k, 0.05));

    /** Chains that persist between updates, and fast weights. */
    record Fast(Chains chains, Gradient weights) implements TrainingState {
        @Override
        public Map<String, INDArray> arrays() {
            return Map.of(
                    "visible", chains.visible(),
                    "hidden", chains.hidden(),
                    "fastWeights", weights.weights(),
                    "fastVisibleBias", weights.visibleBias(),
                    "fastHiddenBias", weights.hiddenBias());
        }

        @Override
        public Optional<INDArray> persistentChains() {
            return Optional.of(chains.visible());
        }
    }

    private static final double DECAY = 19.0 / 20;

    public FastPersistent {
        Check.atLeast(1, chains, "chains");
        Check.atLeast(1, k, "k");
        Check.inRange(0, Double.MAX_VALUE, rate, "rate");
    }

    @Override
    public long chainRows() {
        return chains;
    }

    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        return new Fast(sampler.start(rbm, chains, random), noFastWeights(rbm));
    }

    @Override
    public TrainingState startAt(Rbm rbm, INDArray visible, RandomSource random) {
        return new Fast(Chains.at(Rows.first(chains, visible), rbm, random), noFastWeights(rbm));
    }

    private static Gradient noFastWeights(Rbm rbm) {
        Gradient zero = Gradient.zero(rbm);
        return new Gradient(zero.weights(), zero.visibleBias(), zero.hiddenBias());
    }

    @Override
    public TrainingState move(Rbm rbm, Batch batch, TrainingState state, RandomSource random) {
        Chains moving = state.as(Fast.class).chains();
        Gradient fast = state.as(Fast.class).weights();
        Kernel kernel = sampler.kernel(sum(rbm, fast));
        for (int step = 0; step < k; step++) {
            kernel.step(moving, random);
        }
        follow(rbm, batch, Batch.of(rbm, moving.visible(), moving.hiddenMean()), fast);
        return state;
    }

    private static Rbm sum(Rbm rbm, Gradient fast) {
        return rbm.with(
                rbm.weights().add(fast.weights()),
                rbm.visibleBias().add(fast.visibleBias()),
                rbm.hiddenBias().add(fast.hiddenBias()),
                rbm.energyOffset());
    }

    private void follow(Rbm rbm, Batch data, Batch model, Gradient fast) {
        fast.weights().muli(DECAY);
        fast.visibleBias().muli(DECAY);
        fast.hiddenBias().muli(DECAY);
        data.addMeanGradient(rbm, -rate, fast);
        model.addMeanGradient(rbm, rate, fast);
    }

    @Override
    public Batch states(Rbm rbm, TrainingState state) {
        Chains chains = state.as(Fast.class).chains();
        return new Batch(chains.visible(), chains.hiddenMean());
    }
}
