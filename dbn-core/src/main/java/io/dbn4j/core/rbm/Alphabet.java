package io.dbn4j.core.rbm;

import io.dbn4j.core.Check;
import io.dbn4j.core.units.UnitType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A conversion of an RBM of two-state units to units with other states, for example from Bernoulli units to spins,
 * without a change of the distribution.
 *
 * <p>With {@code v = p + q s} and {@code h = r + u t}, where {@code s} and {@code t} are the new states and {@code q}
 * and {@code u} the ratios of the old to the new distance between the two states,
 *
 * <pre>
 *   W' = q u W,   a' = q (a + W r),   b' = u (b + p W),   offset' = offset - p a.1 - r b.1 - p r 1.W.1
 * </pre>
 *
 * <p>so energies of corresponding states, and log Z, are equal.
 */
public final class Alphabet {

    private Alphabet() {}

    /**
     * Returns the same model with units of these kinds, in new arrays.
     *
     * @throws IllegalArgumentException if a kind of unit does not have two states
     */
    public static Rbm convert(Rbm rbm, UnitType visibleUnit, UnitType hiddenUnit) {
        double q = spacing(rbm.visibleUnit()) / spacing(visibleUnit);
        double p = rbm.visibleUnit().low() - q * visibleUnit.low();
        double u = spacing(rbm.hiddenUnit()) / spacing(hiddenUnit);
        double r = rbm.hiddenUnit().low() - u * hiddenUnit.low();
        INDArray weights = rbm.weights();
        double offset = rbm.energyOffset()
                - p * rbm.visibleBias().sumNumber().doubleValue()
                - r * rbm.hiddenBias().sumNumber().doubleValue()
                - p * r * weights.sumNumber().doubleValue();
        return new Rbm(
                visibleUnit,
                hiddenUnit,
                weights.mul(q * u),
                rbm.visibleBias().add(weights.sum(1).muli(r)).muli(q),
                rbm.hiddenBias().add(weights.sum(0).muli(p)).muli(u),
                offset);
    }

    private static double spacing(UnitType unit) {
        Check.require(unit.states() == 2 && unit.width() == 1, "units must have two states each, were %s", unit);
        return unit.high() - unit.low();
    }
}
