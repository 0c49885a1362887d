package io.dbn4j.core.objective;

import io.dbn4j.core.Reference;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The negative log-likelihood of the data.
 *
 * <pre>
 *   d(-log p)/dw = &lt;dF(v)/dw&gt;_data - &lt;dF(v)/dw&gt;_model
 * </pre>
 *
 * <p>The positive phase is exact, so the bias is that of the negative phase.
 *
 * @param negativePhase estimates the model average
 */
@Reference(
        authors = "D. H. Ackley, G. E. Hinton, T. J. Sejnowski",
        title = "A learning algorithm for Boltzmann machines",
        venue = "Cognitive Science 9",
        year = 1985,
        url = "https://doi.org/10.1207/s15516709cog0901_7")
public record Likelihood(NegativePhase negativePhase) implements Objective {

    @Override
    public long chainRows() {
        return negativePhase.chainRows();
    }

    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        return negativePhase.start(rbm, random);
    }

    @Override
    public TrainingState startAt(Rbm rbm, INDArray visible, RandomSource random) {
        return negativePhase.startAt(rbm, visible, random);
    }

    @Override
    public TrainingState step(Rbm rbm, Batch batch, TrainingState state, RandomSource random, Gradient into) {
        batch.addMeanGradient(rbm, (double) batch.rows(), into);
        TrainingState moved = negativePhase.move(rbm, batch, state, random);
        negativePhase.addTo(into, rbm, batch.rows(), moved);
        return moved;
    }

    /** Returns the mean free energy of the batch minus that of the model: exactly -log p for {@link Exact}. */
    @Override
    public double score(Rbm rbm, Batch batch, TrainingState state) {
        return batch.mean(rbm.freeEnergy(batch.visible())) - negativePhase.modelFreeEnergy(rbm, state);
    }
}
