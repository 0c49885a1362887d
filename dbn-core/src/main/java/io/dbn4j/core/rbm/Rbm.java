package io.dbn4j.core.rbm;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.ColumnSums;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.RowVector;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.units.UnitParameters;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A restricted Boltzmann machine: visible and hidden units, coupled only across the two sides.
 *
 * <pre>
 *   E(v, h) = offset - a.v - b.h - v W h - log m(v) - log m(h),      p(v, h) = exp(-E(v, h)) / Z,
 *   F(v)    = -log sum_h exp(-E(v, h)) = offset - a.v - log m(v) - sum_j K_hidden(b_j + (v W)_j),
 *   log p(v) = -F(v) - log Z,                   log Z = log sum_v exp(-F(v)).
 * </pre>
 *
 * <p>The base measures m and the cumulants K are those of the {@link UnitType}s; m is 1 for discrete units, and sums
 * over continuous units are integrals. All energies are in nats; the inverse temperature is part of the parameters.
 * Rows may be FLOAT or DOUBLE, whatever the type of the parameters. The arrays may be views: if their owner, such as a
 * DL4J network, changes them, this record is the changed model.
 *
 * @param visibleUnit kind of the visible units
 * @param hiddenUnit kind of the hidden units
 * @param weights {@code W [visible, hidden]}
 * @param visibleBias {@code a [visible]}
 * @param hiddenBias {@code b [hidden]}
 * @param visibleParameters further parameters, {@code [parameters, visible]}, or {@link UnitParameters#NONE}
 * @param hiddenParameters further parameters of the hidden units, {@code [parameters, hidden]}
 * @param energyOffset constant part of the energy, in nats
 */
public record Rbm(
        UnitType visibleUnit,
        UnitType hiddenUnit,
        INDArray weights,
        INDArray visibleBias,
        INDArray hiddenBias,
        INDArray visibleParameters,
        INDArray hiddenParameters,
        double energyOffset) {

    public Rbm {
        Check.require(
                weights.rank() == 2
                        && visibleBias.length() == weights.size(0)
                        && hiddenBias.length() == weights.size(1),
                "weights must have shape [%d, %d], the lengths of visible and hidden biases, was %s",
                visibleBias.length(),
                hiddenBias.length(),
                Arrays.toString(weights.shape()));
        UnitParameters.require(visibleUnit, visibleParameters, visibleBias.length(), "visible");
        UnitParameters.require(hiddenUnit, hiddenParameters, hiddenBias.length(), "hidden");
        Coupling.requireParametersBesideDiscreteUnits(visibleUnit, hiddenUnit);
    }

    /** Makes an RBM whose units have no parameters besides their biases. */
    public Rbm(
            UnitType visibleUnit,
            UnitType hiddenUnit,
            INDArray weights,
            INDArray visibleBias,
            INDArray hiddenBias,
            double energyOffset) {
        this(
                visibleUnit,
                hiddenUnit,
                weights,
                visibleBias,
                hiddenBias,
                UnitParameters.NONE,
                UnitParameters.NONE,
                energyOffset);
    }

    /**
     * Returns an RBM without couplings: all weights and biases are zero.
     *
     * @param type FLOAT or DOUBLE
     */
    public static Rbm zero(UnitType visibleUnit, UnitType hiddenUnit, int visible, int hidden, DataType type) {
        return new Rbm(
                visibleUnit,
                hiddenUnit,
                Nd4j.zeros(type, Check.atLeast(1, visible, "visible"), Check.atLeast(1, hidden, "hidden")),
                Nd4j.zeros(type, visible),
                Nd4j.zeros(type, hidden),
                UnitParameters.zero(visibleUnit, visible, type),
                UnitParameters.zero(hiddenUnit, hidden, type),
                0);
    }

    /** Returns an RBM with zero biases and normally distributed weights of a given standard deviation. */
    public static Rbm random(
            UnitType visibleUnit,
            UnitType hiddenUnit,
            int visible,
            int hidden,
            double standardDeviation,
            DataType type,
            RandomSource random) {
        Rbm rbm = zero(visibleUnit, hiddenUnit, visible, hidden, type);
        random.gaussian(rbm.weights);
        rbm.weights.muli(standardDeviation);
        return rbm;
    }

    /** Returns the number of visible units. */
    public int visible() {
        return Math.toIntExact(weights.size(0));
    }

    /** Returns the number of hidden units. */
    public int hidden() {
        return Math.toIntExact(weights.size(1));
    }

    /**
     * Returns the energies of joint states, in nats.
     *
     * @param visible {@code [batch, visible]}; not modified
     * @param hidden {@code [batch, hidden]}; not modified
     * @return one value per row
     */
    public double[] energy(INDArray visible, INDArray hidden) {
        Check.columns(hidden(), hidden, "hidden");
        double[] products = Elements.of(hiddenInput(visible).muli(typed(hidden)));
        double[] energy = field(visible);
        double[] states = Elements.of(hidden);
        int columns = hidden();
        for (int row = 0; row < energy.length; row++) {
            int from = row * columns;
            double product = 0;
            for (int i = from; i < from + columns; i++) {
                product += products[i];
            }
            double measure = hiddenUnit.logMeasure(hiddenParameters, states, from, from + columns);
            energy[row] = energyOffset - product - energy[row] - measure;
        }
        return energy;
    }

    /**
     * Returns the free energies of visible states, in nats. They are finite for finite parameters, however large, and
     * infinite for negative states of Rectified units. Other numbers that are not states, such as gray values, are
     * taken without a check.
     *
     * @param visible {@code [batch, visible]}; not modified
     * @return one value per row
     */
    public double[] freeEnergy(INDArray visible) {
        double[] input = Elements.of(hiddenInput(visible));
        double[] freeEnergy = field(visible);
        int hidden = hidden();
        for (int row = 0; row < freeEnergy.length; row++) {
            double cumulant = hiddenUnit.cumulant(hiddenParameters, input, row * hidden, (row + 1) * hidden, 1);
            freeEnergy[row] = energyOffset - freeEnergy[row] - cumulant;
        }
        return freeEnergy;
    }

    /**
     * Returns {@code F(v) - F_other(v)}, in nats: the log-likelihood of another model minus that of this one, up to the
     * difference of their log Z.
     *
     * @param other model of the same visible units
     * @param visible {@code [batch, visible]}; not modified
     * @return one value per row
     */
    public double[] freeEnergyDifference(Rbm other, INDArray visible) {
        double[] difference = freeEnergy(visible);
        double[] subtracted = other.freeEnergy(visible);
        for (int row = 0; row < difference.length; row++) {
            difference[row] -= subtracted[row];
        }
        return difference;
    }

    /** Returns the free energies of hidden states, in nats: {@link #freeEnergy} with the two sides exchanged. */
    public double[] hiddenFreeEnergy(INDArray hidden) {
        return transposed().freeEnergy(hidden);
    }

    /**
     * Writes the inputs of the hidden units, {@code b + v W}, into an array.
     *
     * @param visible {@code [batch, visible]}; not modified
     * @param into modified, {@code [batch, hidden]}
     */
    public void hiddenInput(INDArray visible, INDArray into) {
        Nd4j.gemm(typed(visible), weights, into, false, false, 1, 0);
        RowVector.add(into, hiddenBias);
    }

    /** Returns the inputs of the hidden units in a new array. */
    public INDArray hiddenInput(INDArray visible) {
        Check.columns(visible(), visible, "visible");
        INDArray input = Nd4j.createUninitialized(weights.dataType(), visible.size(0), hidden());
        hiddenInput(visible, input);
        return input;
    }

    /**
     * Writes the inputs of the visible units, {@code a + W h}, into an array.
     *
     * @param hidden {@code [batch, hidden]}; not modified
     * @param into modified, {@code [batch, visible]}
     */
    public void visibleInput(INDArray hidden, INDArray into) {
        Nd4j.gemm(typed(hidden), weights, into, false, true, 1, 0);
        RowVector.add(into, visibleBias);
    }

    /** Returns the means of the hidden units given the visible ones, {@code [batch, hidden]}, in a new array. */
    public INDArray hiddenGivenVisible(INDArray visible) {
        INDArray mean = hiddenInput(visible);
        hiddenUnit.mean(hiddenParameters, mean);
        return mean;
    }

    /** Returns the means of the visible units given the hidden ones, {@code [batch, visible]}, in a new array. */
    public INDArray visibleGivenHidden(INDArray hidden) {
        return transposed().hiddenGivenVisible(hidden);
    }

    /**
     * Adds the derivatives of {@code scale * sum over rows of F(v)}: minus the statistics {@code v, <h|v>, v <h|v>},
     * and the statistics of the units' parameters.
     *
     * @param visible {@code [batch, visible]}; not modified
     * @param hiddenMean means of the hidden units given these rows, {@code [batch, hidden]}; not modified
     * @param into modified
     */
    public void addFreeEnergyGradient(INDArray visible, INDArray hiddenMean, double scale, Gradient into) {
        Nd4j.gemm(typed(visible), typed(hiddenMean), into.weights(), true, false, -scale, 1);
        ColumnSums.add(visible, -scale, into.visibleBias());
        ColumnSums.add(hiddenMean, -scale, into.hiddenBias());
        into.addUnitParameters(this, visible, hiddenMean, (statistic, sum) -> ColumnSums.add(statistic, -scale, sum));
    }

    /**
     * Adds the derivatives of {@code sum over rows of coefficient * F(v)}.
     *
     * @param visible {@code [batch, visible]}; not modified
     * @param hiddenMean means of the hidden units given these rows, {@code [batch, hidden]}; not modified
     * @param coefficients {@code [batch, 1]}; not modified
     * @param into modified
     */
    public void addFreeEnergyGradient(INDArray visible, INDArray hiddenMean, INDArray coefficients, Gradient into) {
        INDArray weighted = typed(visible).mulColumnVector(typed(coefficients));
        Nd4j.gemm(weighted, hiddenMean, into.weights(), true, false, -1, 1);
        ColumnSums.add(weighted, -1, into.visibleBias());
        ColumnSums.add(hiddenMean.mulColumnVector(coefficients), -1, into.hiddenBias());
        into.addUnitParameters(
                this,
                visible,
                hiddenMean,
                (statistic, sum) -> ColumnSums.add(statistic.mulColumnVector(coefficients), -1, sum));
    }

    /** Returns the same model with the two sides exchanged; shares memory. */
    public Rbm transposed() {
        return new Rbm(
                hiddenUnit,
                visibleUnit,
                weights.transpose(),
                hiddenBias,
                visibleBias,
                hiddenParameters,
                visibleParameters,
                energyOffset);
    }

    /** Returns the same model with another constant in its energy; shares memory. */
    public Rbm withEnergyOffset(double offset) {
        return with(weights, visibleBias, hiddenBias, offset);
    }

    /** Returns an RBM of the same units and unit parameters with other weights, biases and energy offset. */
    public Rbm with(INDArray otherWeights, INDArray otherVisibleBias, INDArray otherHiddenBias, double offset) {
        return new Rbm(
                visibleUnit,
                hiddenUnit,
                otherWeights,
                otherVisibleBias,
                otherHiddenBias,
                visibleParameters,
                hiddenParameters,
                offset);
    }

    /** Returns the same model in a data type; shares memory if it has that type already. */
    public Rbm castTo(DataType type) {
        return mapped(array -> array.castTo(type));
    }

    /** Returns a copy with its own memory. */
    public Rbm copy() {
        return mapped(INDArray::dup);
    }

    private Rbm mapped(UnaryOperator<INDArray> change) {
        return new Rbm(
                visibleUnit,
                hiddenUnit,
                change.apply(weights),
                change.apply(visibleBias),
                change.apply(hiddenBias),
                visibleParameters.isEmpty() ? visibleParameters : change.apply(visibleParameters),
                hiddenParameters.isEmpty() ? hiddenParameters : change.apply(hiddenParameters),
                energyOffset);
    }

    /** Returns the arrays of the model; arrays of parameters are left out if the units have none. */
    public List<INDArray> arrays() {
        return Stream.of(weights, visibleBias, hiddenBias, visibleParameters, hiddenParameters)
                .filter(array -> !array.isEmpty())
                .toList();
    }

    /**
     * Returns rows in the type of the parameters: files and {@code Nd4j.create} give DOUBLE, a layer of DL4J is FLOAT.
     */
    private INDArray typed(INDArray rows) {
        return rows.castTo(weights.dataType());
    }

    /** Returns {@code a.v + log m(v)} for each row. */
    private double[] field(INDArray rows) {
        double[] elements = Elements.of(rows);
        double[] factors = Elements.of(visibleBias);
        double[] sums = new double[Math.toIntExact(rows.size(0))];
        for (int i = 0; i < elements.length; i++) {
            sums[i / factors.length] += elements[i] * factors[i % factors.length];
        }
        for (int row = 0; row < sums.length; row++) {
            sums[row] += visibleUnit.logMeasure(
                    visibleParameters, elements, row * factors.length, (row + 1) * factors.length);
        }
        return sums;
    }
}
