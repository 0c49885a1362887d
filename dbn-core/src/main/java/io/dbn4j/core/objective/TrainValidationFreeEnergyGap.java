package io.dbn4j.core.objective;

import io.dbn4j.core.Reference;
import io.dbn4j.core.objective.TrainingState.Stateless;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;

/**
 * The squared difference between the mean free energies of rows that are trained on and rows that are held out.
 *
 * <pre>
 *   g = &lt;H_t&gt;_train - &lt;H_t&gt;_heldOut,   L = g^2,   dL/dw = 2 g (&lt;D&gt;_train - &lt;D&gt;_heldOut),   D = dH_t/dw
 * </pre>
 *
 * <p>The gap of a batch is noisy, so its square also holds the variances of the two means, {@code Var(H_t)/rows} each.
 * Log Z drops out, so the gap measures overfitting without an estimate of log Z; the source watches it and does not
 * train on it. As a loss it makes the held-out rows part of the training data: keep a third set to measure on.
 */
@Reference(
        authors = "G. E. Hinton",
        title = "A practical guide to training restricted Boltzmann machines",
        venue = "UTML TR 2010-003, section 6",
        year = 2010,
        url = "https://www.cs.toronto.edu/~hinton/absps/guideTR.pdf")
public record TrainValidationFreeEnergyGap() implements Objective {

    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        return new Stateless();
    }

    @Override
    public TrainingState step(Rbm rbm, Batch batch, TrainingState state, RandomSource random, Gradient into) {
        double scale = 2 * batch.rows() * gap(rbm, batch);
        batch.addMeanGradient(rbm, scale, into);
        heldOut(batch).addMeanGradient(rbm, -scale, into);
        return state;
    }

    /** Returns {@code g^2}, in squared nats. */
    @Override
    public double score(Rbm rbm, Batch batch, TrainingState state) {
        double gap = gap(rbm, batch);
        return gap * gap;
    }

    private static double gap(Rbm rbm, Batch batch) {
        Batch heldOut = heldOut(batch);
        return batch.mean(rbm.freeEnergy(batch.visible())) - heldOut.mean(rbm.freeEnergy(heldOut.visible()));
    }

    private static Batch heldOut(Batch batch) {
        Batch heldOut = batch.heldOut();
        if (heldOut == null) {
            throw new IllegalArgumentException(
                    "train-validation-free-energy-gap needs rows that are not trained on: set validation");
        }
        return heldOut;
    }

    @Override
    public String caution() {
        return "the validation rows become part of the training data: measure on other rows";
    }
}
