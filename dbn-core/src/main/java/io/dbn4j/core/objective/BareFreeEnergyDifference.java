package io.dbn4j.core.objective;

import io.dbn4j.core.Reference;
import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;

/**
 * The squared difference of two free energies without a gauge, as it was proposed. It is degenerate and serves for
 * teaching only.
 *
 * <pre>
 *   L = (F - F_t)^2,   dL/dw = -2 (F - F_t) dF_t/dw
 * </pre>
 *
 * <p>Many distributions have the same free energy, and a constant in the energy gives any distribution any free energy.
 * With spins on both sides {@code F_t <= -(visible + hidden) log 2}, with equality only if all parameters are zero. If
 * the target's F lies above that, the only minimum is the model without couplings.
 *
 * @param target the energy whose free energy is matched
 */
@Reference(
        authors = "L. Burns",
        title = "Renormalization and Boltzmann machines",
        venue = "unpublished; its equation (2) lacks an exponential, its table the modulus",
        year = 2021)
public record BareFreeEnergyDifference(Hamiltonian target) implements Objective {

    private GaugedFreeEnergyDifference withoutGauge() {
        return new GaugedFreeEnergyDifference(target, new EnergyGauge.None());
    }

    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        return withoutGauge().start(rbm, random);
    }

    @Override
    public TrainingState step(Rbm rbm, Batch batch, TrainingState state, RandomSource random, Gradient into) {
        return withoutGauge().step(rbm, batch, state, random, into);
    }

    @Override
    public double score(Rbm rbm, Batch batch, TrainingState state) {
        return withoutGauge().score(rbm, batch, state);
    }

    @Override
    public Objective above(Rbm below) {
        return new BareFreeEnergyDifference(target.above(below));
    }

    @Override
    public String caution() {
        return "matching free energies without a gauge is degenerate: it does not make the model's distribution the target's";
    }
}
