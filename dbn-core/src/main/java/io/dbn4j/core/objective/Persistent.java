package io.dbn4j.core.objective;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.sample.Kernel;
import io.dbn4j.core.sample.Sampler;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Stochastic maximum likelihood: the negative phase is estimated with chains that persist between updates.
 *
 * <pre>
 *   &lt;dF(v)/dw&gt;_model  ~  mean over chains of dF(v)/dw, after k steps of the sampler
 * </pre>
 *
 * <p>The estimate is biased unless the chains follow the model. The bias vanishes as the learning rate goes to zero,
 * which is why a decaying rate gains more than 10 nats on MNIST.
 *
 * @param chains number of persistent chains, at least 1
 * @param sampler moves the chains between two updates
 * @param k kernel steps between two updates, at least 1
 */
@Reference(
        authors = "T. Tieleman",
        title = "Training restricted Boltzmann machines using approximations to the likelihood gradient",
        venue = "ICML",
        year = 2008,
        url = "https://doi.org/10.1145/1390156.1390290")
public record Persistent(int chains, Sampler sampler, int k) implements NegativePhase {

    /** Short name for 100 chains and Gibbs sampling. */
    static final ShortName SHORT_NAME = new ShortName("pcd-K", k -> new Persistent(100, new Gibbs(), k));

    /** Chains that persist between updates. */
    record Persisting(Chains chains) implements TrainingState {
        @Override
        public Map<String, INDArray> arrays() {
            return Map.of("visible", chains.visible(), "hidden", chains.hidden());
        }

        @Override
        public Optional<INDArray> persistentChains() {
            return Optional.of(chains.visible());
        }
    }

    public Persistent {
        Check.atLeast(1, chains, "chains");
        Check.atLeast(1, k, "k");
    }

    @Override
    public long chainRows() {
        return chains;
    }

    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        return new Persisting(sampler.start(rbm, chains, random));
    }

    @Override
    public TrainingState startAt(Rbm rbm, INDArray visible, RandomSource random) {
        return new Persisting(Chains.at(Rows.first(chains, visible), rbm, random));
    }

    @Override
    public TrainingState move(Rbm rbm, Batch batch, TrainingState state, RandomSource random) {
        Chains moving = state.as(Persisting.class).chains();
        Kernel kernel = sampler.kernel(rbm);
        for (int step = 0; step < k; step++) {
            kernel.step(moving, random);
        }
        return state;
    }

    @Override
    public Batch states(Rbm rbm, TrainingState state) {
        Chains chains = state.as(Persisting.class).chains();
        return new Batch(chains.visible(), chains.hiddenMean());
    }
}
