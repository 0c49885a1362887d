package io.dbn4j.core.partition;

import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.UnitType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The model without weights whose visible units have given inputs: where annealing starts.
 *
 * @param input inputs of the visible units, {@code [visible]}
 */
public record BaseRate(INDArray input) {

    /**
     * Means are kept this far from the smallest and largest state, as a part of their distance if it is finite, so that
     * inputs stay finite: those of constant data, too.
     */
    private static final double MARGIN = 1e-3;

    /**
     * Inputs that reproduce the means of data: also the usual start of the visible biases.
     *
     * @param mean mean of each visible unit over the data, {@code [visible]}; not modified
     */
    public static BaseRate ofMeans(UnitType unit, INDArray mean) {
        double distance = unit.high() - unit.low();
        double margin = distance < Double.POSITIVE_INFINITY ? MARGIN * distance : MARGIN;
        INDArray inside = Transforms.max(mean, unit.low() + margin, true);
        return new BaseRate(unit.inputFromMean(Transforms.min(inside, unit.high() - margin, false)));
    }

    /** The start for a model without data: its own visible biases. */
    public static BaseRate of(Rbm rbm) {
        return new BaseRate(rbm.visibleBias().dup());
    }

    /** The RBM of this kind without weights and hidden biases; its log Z is known in closed form. */
    Rbm model(Rbm rbm) {
        return new Rbm(
                rbm.visibleUnit(),
                rbm.hiddenUnit(),
                Nd4j.zeros(rbm.weights().dataType(), rbm.weights().shape()),
                input,
                Nd4j.zeros(rbm.hiddenBias().dataType(), rbm.hidden()),
                0);
    }
}
