package io.dbn4j.core.stack;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.ColumnSums;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Standardization;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Span;
import io.dbn4j.core.units.UnitParameters;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The model of independent visible units, fitted to rows: the baseline that an RBM must beat.
 *
 * <pre>
 *   log p(v) = a.v + sum_i log m(v_i) - K(a)          nats
 * </pre>
 *
 * <p>For discrete units the fit adds half a row of each of S states to the counts,
 * {@code p_k = (n_k + 1/2) / (N + S/2)}. Gaussian units take the mean and variance of each column, rectified units the
 * mean.
 *
 * @param unit kind of the visible units, a kind with variances if they are Gaussian
 * @param parameters parameters that the units have besides their inputs, {@code [parameters, visible]}
 * @param input inputs {@code a} of the units, {@code [visible]}, DOUBLE
 */
public record IndependentUnits(UnitType unit, INDArray parameters, INDArray input) {

    /** Pseudo-count that the fit adds to the count of each state. */
    private static final double ADDED = 0.5;

    /**
     * The log-likelihood of independent units, and the gain of an RBM over them.
     *
     * @param logLikelihood log-likelihood of independent units, in nats per row
     * @param gain the RBM's log-likelihood minus that of independent units, in nats per row, by the largest and least
     *     favorable estimate of log Z
     */
    public record Comparison(Estimate logLikelihood, Estimate gain) {

        /** Tells whether the RBM is better by more than the error. */
        public boolean hasGained() {
            return gain.low() > 0;
        }
    }

    /**
     * Fits independent units to rows.
     *
     * @param rbm gives the kind of the units, and the variance of constant columns, whose likelihood would be unlimited
     *     otherwise
     * @param rows states or means of states, {@code [rows, visible]}; not modified
     */
    public static IndependentUnits fitted(Rbm rbm, INDArray rows) {
        UnitType unit = rbm.visibleUnit().withVariances().orElse(rbm.visibleUnit());
        // Only Gaussian units need the deviations, which take two more passes over the rows.
        Standardization columns = rbm.visibleUnit().withVariances().isPresent()
                ? Standardization.of(unit, rows)
                : new Standardization(new double[0], new double[0]);
        INDArray parameters = unit.parameters() == 0 ? rbm.visibleParameters() : fittedVariances(rbm, columns);
        double[] inputs = new double[rbm.visible()];
        for (Span span : unit.spans(rbm.visible())) {
            INDArray input = fittedInput(rbm, span, parameters, columns, rows);
            System.arraycopy(Elements.of(input), 0, inputs, span.from(), span.units());
        }
        return new IndependentUnits(unit, parameters, Nd4j.createFromArray(inputs));
    }

    private static INDArray fittedInput(
            Rbm rbm, Span span, INDArray parameters, Standardization columns, INDArray rows) {
        UnitType unit = span.unit();
        if (unit.withVariances().isPresent()) {
            double[] means = Arrays.copyOfRange(columns.mean(), span.from(), span.to());
            return unit.inputFromMean(span.parameters(parameters), Nd4j.createFromArray(means));
        }
        if (unit.states() == 0) {
            INDArray input = BaseRate.ofRows(rbm, rows).input().castTo(DataType.DOUBLE);
            return span.columns(input.reshape(1, rbm.visible()));
        }
        double[] means = ColumnSums.means(span.columns(rows).dup('c'));
        double[][] alphabet = unit.alphabet();
        for (int i = 0; i < means.length; i++) {
            double added = 0;
            for (double[] state : alphabet) {
                added += ADDED * state[i % unit.width()];
            }
            means[i] = (means[i] * rows.size(0) + added) / (rows.size(0) + ADDED * alphabet.length);
        }
        return unit.inputFromMean(UnitParameters.NONE, Nd4j.createFromArray(means));
    }

    /**
     * Returns independent units of an RBM's kind, with the means of the rows and the variances of the RBM.
     *
     * @param rows states or means of states, {@code [rows, visible]}; not modified
     */
    public static IndependentUnits ofTheKind(Rbm rbm, INDArray rows) {
        return new IndependentUnits(
                rbm.visibleUnit(),
                rbm.visibleParameters(),
                BaseRate.ofRows(rbm, rows).input().castTo(DataType.DOUBLE));
    }

    private static INDArray fittedVariances(Rbm rbm, Standardization columns) {
        double[] logVariance = Standardization.logVariances(rbm);
        for (int i = 0; i < logVariance.length; i++) {
            if (!columns.isConstant(i)) {
                logVariance[i] = 2 * Math.log(columns.deviation()[i]);
            }
        }
        return Nd4j.createFromArray(new double[][] {logVariance});
    }

    /**
     * Computes the log-likelihood of each row.
     *
     * @param rows states, {@code [rows, visible]}; not modified
     * @return one value per row, in nats
     */
    public double[] logLikelihoods(INDArray rows) {
        double[] inputs = Elements.of(input);
        Check.columns(inputs.length, rows, "rows");
        double normalizer = unit.cumulant(parameters, inputs, 0, inputs.length, 1);
        double[] logLikelihoods = new double[Math.toIntExact(rows.size(0))];
        int row = 0;
        for (INDArray block : Rows.blocks(rows)) {
            double[] states = Elements.of(block);
            for (int from = 0; from < states.length; from += inputs.length) {
                double field = 0;
                for (int i = 0; i < inputs.length; i++) {
                    field += inputs[i] * states[from + i];
                }
                logLikelihoods[row++] =
                        field + unit.logMeasure(parameters, states, from, from + inputs.length) - normalizer;
            }
        }
        return logLikelihoods;
    }

    /**
     * Compares an RBM with these units on rows.
     *
     * @param rows states, at least 2; not modified
     * @param logPartition estimates of the RBM's log Z, by method; the largest counts
     */
    public Comparison compared(Rbm rbm, INDArray rows, Map<String, Estimate> logPartition) {
        double[] own = logLikelihoods(rows);
        double[] gain = new double[own.length];
        int row = 0;
        for (INDArray block : Rows.blocks(rows)) {
            for (double freeEnergy : rbm.freeEnergy(block)) {
                gain[row] = -freeEnergy - own[row];
                row++;
            }
        }
        Estimate largest = logPartition.values().stream()
                .max(Comparator.comparingDouble(Estimate::value))
                .orElseThrow();
        return new Comparison(
                Estimate.mean(own, "nats"), Estimate.mean(gain, "nats").minus(largest));
    }
}
