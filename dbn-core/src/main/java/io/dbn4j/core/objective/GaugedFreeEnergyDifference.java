package io.dbn4j.core.objective;

import io.dbn4j.core.Reference;
import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.objective.TrainingState.Stateless;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;

/**
 * The squared difference between the free energy of a target and that of the model, in a gauge.
 *
 * <pre>
 *   L = R^2,   dL/dw = 2 R dR/dw,   R = F - F_t - &lt;H - H_t&gt;_q
 * </pre>
 *
 * <p>In the gauge of data that follow the target, {@code R = KL(P || P_t)}. The minimum is that of maximum likelihood,
 * but it is approached slowly because the gradient vanishes with R. If the data are draws, the mean of the square also
 * holds {@code Var(H_t - H)/rows}. In the gauge of the model, {@code R = -KL(P_t || P)}. The loss is exact, for models
 * and targets whose states can be enumerated.
 *
 * @param target the energy H
 * @param gauge the distribution q
 */
@Reference(
        authors = "L. Burns",
        title = "Renormalization and Boltzmann machines",
        venue = "unpublished; proposes the difference without a gauge and the gradient for its square",
        year = 2021)
public record GaugedFreeEnergyDifference(Hamiltonian target, EnergyGauge gauge) implements Objective {

    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        target.requireUnitsOf(rbm);
        return new Stateless();
    }

    @Override
    public TrainingState step(Rbm rbm, Batch batch, TrainingState state, RandomSource random, Gradient into) {
        double scale = 2 * batch.rows() * gauge.difference(rbm, target, batch);
        gauge.addGradient(scale, rbm, target, batch, into);
        return state;
    }

    /** Returns {@code R^2}, in squared nats. */
    @Override
    public double score(Rbm rbm, Batch batch, TrainingState state) {
        double difference = gauge.difference(rbm, target, batch);
        return difference * difference;
    }

    @Override
    public Objective above(Rbm below) {
        return new GaugedFreeEnergyDifference(target.above(below), gauge);
    }

    @Override
    public String caution() {
        return gauge instanceof EnergyGauge.None ? new BareFreeEnergyDifference(target).caution() : "";
    }
}
