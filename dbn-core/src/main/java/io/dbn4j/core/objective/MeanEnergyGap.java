package io.dbn4j.core.objective;

import io.dbn4j.core.Reference;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The squared difference between the mean free energies of the data and of the model's own states.
 *
 * <pre>
 *   g = &lt;H_t&gt;_data - &lt;H_t&gt;_model,   L = g^2,   dL/dw = 2 g (&lt;D&gt;_data - &lt;D&gt;_model + Cov_model(H_t, D)),   D = dH_t/dw
 * </pre>
 *
 * <p>g is the derivative of the negative log-likelihood with respect to an inverse temperature, at 1, so the loss
 * calibrates the temperature. Neither log Z nor an energy of the data is needed, and a constant in the energy drops
 * out. A gap of zero is necessary for the right model and far from sufficient: use it as a penalty or a diagnostic.
 *
 * <p>With rows and draws instead of exact means the square is biased,
 * {@code E g^2 = gap^2 + Var_data(H_t)/rows + Var_model(H_t)/draws}: training then also narrows the free energies. Take
 * thousands of both.
 *
 * @param negativePhase averages over the model
 */
@Reference(
        authors = "D. H. Ackley, G. E. Hinton, T. J. Sejnowski",
        title = "A learning algorithm for Boltzmann machines",
        venue = "Cognitive Science 9; its gradient, taken by the inverse temperature",
        year = 1985,
        url = "https://doi.org/10.1207/s15516709cog0901_7")
public record MeanEnergyGap(NegativePhase negativePhase) implements Objective {

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
        TrainingState moved = negativePhase.move(rbm, batch, state, random);
        Batch model = negativePhase.states(rbm, moved);
        double[] energy = rbm.freeEnergy(model.visible());
        double scale = 2 * batch.rows() * gap(rbm, batch, model, energy);
        batch.addMeanGradient(rbm, scale, into);
        model.addMeanGradient(rbm, -scale, into);
        model.addGradient(rbm, model.deviations(energy), scale, into);
        return moved;
    }

    /** Returns {@code g^2}, in squared nats. */
    @Override
    public double score(Rbm rbm, Batch batch, TrainingState state) {
        Batch model = negativePhase.states(rbm, state);
        double gap = gap(rbm, batch, model, rbm.freeEnergy(model.visible()));
        return gap * gap;
    }

    private static double gap(Rbm rbm, Batch data, Batch model, double[] modelEnergy) {
        return data.mean(rbm.freeEnergy(data.visible())) - model.mean(modelEnergy);
    }

    @Override
    public String caution() {
        return "a mean energy gap of zero does not determine the model: use it as a penalty in a hybrid";
    }
}
