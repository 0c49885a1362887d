package io.dbn4j.core.partition;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Coupling;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.Span;
import io.dbn4j.core.units.States;
import io.dbn4j.core.units.UnitType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The base-rate model, in which annealing starts: no weights, and given inputs of the visible units.
 *
 * @param input inputs of the visible units, {@code [visible]}
 */
public record BaseRate(INDArray input) {

    /**
     * Distance of means from the smallest and largest state, as a part of the states' range if the range is finite. It
     * keeps inputs finite, even for constant data.
     */
    private static final double MARGIN = 1e-3;

    /** Number of mean fields: their average for a symmetric two-state unit has a standard error of at most 0.1. */
    private static final int MEAN_FIELDS = 100;

    /** Number of sweeps of the mean fields. */
    private static final int TURNS = 10;

    /**
     * Finds the inputs that reproduce the means of data; visible biases usually start there too.
     *
     * @param parameters parameters of the visible units, {@code [parameters, visible]}; not modified
     * @param mean mean of each visible unit over the data, {@code [visible]}; not modified
     */
    public static BaseRate ofMeans(UnitType unit, INDArray parameters, INDArray mean) {
        INDArray inside = mean.dup();
        INDArray row = inside.reshape(1, mean.length());
        for (Span span : unit.spans((int) mean.length())) {
            span.columns(row).assign(inside(span.unit(), span.columns(row)));
        }
        return new BaseRate(unit.inputFromMean(parameters, inside));
    }

    private static INDArray inside(UnitType unit, INDArray mean) {
        double distance = unit.high() - unit.low();
        double margin = distance < Double.POSITIVE_INFINITY ? MARGIN * distance : MARGIN;
        return Transforms.min(Transforms.max(mean, unit.low() + margin, true), unit.high() - margin, false);
    }

    /**
     * Finds the inputs of an RBM's visible units that reproduce the means of rows, in the type of its weights.
     *
     * @param rows states or means of states, {@code [rows, visible]}; not modified
     * @throws IllegalArgumentException if a number is neither a state nor a mean of states
     */
    public static BaseRate ofRows(Rbm rbm, INDArray rows) {
        States.requireMeans(rbm.visibleUnit(), rows, "rows");
        INDArray mean = Rows.mean(rows, rbm.weights().dataType());
        return ofMeans(rbm.visibleUnit(), rbm.visibleParameters(), mean);
    }

    /**
     * Finds the base rate of a model without data: inputs that reproduce the means of its naive mean fields.
     *
     * <p>The means are averaged over many starts. The mean field of the largest bound describes a single mode: AIS from
     * it finds one of two Ising phases, is log 2 too low, and shows many effective samples. The mean fields of a
     * symmetric model fall to either side. A few sweeps suffice and need not converge.
     *
     * <p>A visible side with continuous units starts in the middle of its modes: at its inputs under hidden units
     * without input. Mean fields from draws of the visible biases would all be in the mode of hidden units that are
     * off.
     *
     * @throws IllegalArgumentException if the RBM has, or may have, no finite log Z
     */
    public static BaseRate ofModel(Rbm rbm, RandomSource random) {
        Coupling.requireBounded(rbm);
        if (rbm.visibleUnit().states() == 0) {
            return ofUndecidedHidden(rbm);
        }
        MeanField field = new MeanField(rbm, new BaseRate(rbm.visibleBias().dup()), MEAN_FIELDS, false, random);
        for (int turn = 0; turn < TURNS; turn++) {
            field.sweep(0);
        }
        INDArray mean = Rows.mean(field.visibleMeans(), rbm.weights().dataType());
        return ofMeans(rbm.visibleUnit(), rbm.visibleParameters(), mean);
    }

    private static BaseRate ofUndecidedHidden(Rbm rbm) {
        INDArray hidden = Nd4j.zeros(rbm.weights().dataType(), 1, rbm.hidden());
        rbm.hiddenUnit().mean(rbm.hiddenParameters(), hidden);
        INDArray input = Nd4j.zeros(rbm.weights().dataType(), 1, rbm.visible());
        rbm.visibleInput(hidden, input);
        return new BaseRate(input.reshape(rbm.visible()));
    }

    /** Returns the RBM of the same kind without weights and hidden biases, where annealing to {@code rbm} starts. */
    Rbm model(Rbm rbm) {
        return toward(rbm, 0);
    }

    /**
     * Returns the model at an inverse temperature on the geometric path to an RBM, in new arrays.
     *
     * <pre>
     *   F_beta(v) = beta offset - ((1 - beta) a0 + beta a).v - log m(v) - sum_j K(beta (b + v W)_j)
     * </pre>
     *
     * @param beta inverse temperature in [0, 1]
     */
    Rbm toward(Rbm rbm, double beta) {
        var type = rbm.weights().dataType();
        INDArray start = input.castTo(type).reshape(rbm.visibleBias().shape());
        return rbm.with(
                rbm.weights().mul(beta),
                start.mul(1 - beta).addi(rbm.visibleBias().mul(beta)),
                rbm.hiddenBias().mul(beta),
                beta * rbm.energyOffset());
    }

    /** Returns log Z of {@link #model}, whose units are independent. */
    double logPartition(Rbm rbm) {
        double[] inputs = Elements.of(input);
        int width = rbm.hiddenUnit().width();
        int groups = rbm.hidden() / width;
        return rbm.visibleUnit().cumulant(rbm.visibleParameters(), inputs, 0, inputs.length, 1)
                + groups * rbm.hiddenUnit().cumulant(rbm.hiddenParameters(), new double[width], 0, width, 1);
    }
}
