package io.dbn4j.core.objective;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.objective.TrainingState.Stateless;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.sample.Kernel;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Contrastive divergence: the negative phase is estimated with chains that start at the data and take a few steps.
 *
 * <p>It is biased for every finite {@code k}. With {@code k = 1} the likelihood of the data falls again after a few
 * epochs while reconstructions improve, so never select a model by reconstruction error. It is good for pretraining,
 * but gives a poor model of the data.
 *
 * @param k Gibbs steps from the data, at least 1
 */
@Reference(
        authors = "G. E. Hinton",
        title = "Training products of experts by minimizing contrastive divergence",
        venue = "Neural Computation 14",
        year = 2002,
        url = "https://doi.org/10.1162/089976602760128018")
public record ContrastiveDivergence(int k) implements NegativePhase {

    static final ShortName SHORT_NAME = new ShortName("cd-K", ContrastiveDivergence::new);

    /** Chains that are overwritten at every update; their content is not saved. */
    record Scratch(Chains chains) implements TrainingState {
        @Override
        public Map<String, INDArray> arrays() {
            return Map.of();
        }
    }

    public ContrastiveDivergence {
        Check.atLeast(1, k, "k");
    }

    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        return new Stateless();
    }

    @Override
    public TrainingState move(Rbm rbm, Batch batch, TrainingState state, RandomSource random) {
        Chains chains = state instanceof Scratch scratch && scratch.chains().size() == batch.rows()
                ? scratch.chains()
                : Chains.allocate(rbm, batch.rows());
        rbm.hiddenUnit().draw(rbm.hiddenParameters(), batch.hiddenMean(), chains.hidden(), random);
        Kernel kernel = new Gibbs().kernel(rbm);
        for (int step = 0; step < k; step++) {
            kernel.step(chains, random);
        }
        return new Scratch(chains);
    }

    @Override
    public Batch states(Rbm rbm, TrainingState state) {
        if (state instanceof Scratch scratch) {
            return new Batch(scratch.chains().visible(), scratch.chains().hiddenMean());
        }
        throw new IllegalStateException("contrastive divergence has no score before its first step");
    }
}
