package io.dbn4j.core.stack;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.ColumnSums;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Standardization;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.UnitType;
import java.util.Comparator;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The model of independent visible units, fitted to rows: an RBM that is not better has learned nothing.
 *
 * <pre>
 *   log p(v) = a.v + sum_i log m(v_i) - K(a)          nats
 * </pre>
 *
 * <p>Discrete units: half a row of each state is added to the counts, {@code p_k = (n_k + 1/2) / (N + S/2)}. Gaussian
 * units: mean and variance of each column. Rectified units: the mean of each column.
 *
 * @param unit kind of the visible units, one with variances if they are Gaussian
 * @param parameters of the units beside their inputs, {@code [parameters, visible]}
 * @param input inputs {@code a} of the units, {@code [visible]}, DOUBLE
 */
public record IndependentUnits(UnitType unit, INDArray parameters, INDArray input) {

    /** Rows of each state that are added to those counted. */
    private static final double ADDED = 0.5;

    /**
     * What independent units make of rows, and an RBM beyond them.
     *
     * @param logLikelihood of independent units, in nats per row
     * @param gain the RBM's log-likelihood minus that, row by row, in nats per row: from the largest estimate of log Z, the
     *     least favorable one
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
     * @param rbm tells the kind of the units; a constant column has its variance here, for a column's likelihood would
     *     have no limit
     * @param rows states or means of states, {@code [rows, visible]}; not modified
     */
    public static IndependentUnits fitted(Rbm rbm, INDArray rows) {
        UnitType unit = rbm.visibleUnit();
        if (unit.withVariances().isPresent()) {
            return gaussian(unit.withVariances().get(), rbm, rows);
        }
        if (unit.states() == 0) {
            return ofTheKind(rbm, rows);
        }
        double[] means = ColumnSums.means(rows);
        double[][] alphabet = unit.alphabet();
        for (int i = 0; i < means.length; i++) {
            double added = 0;
            for (double[] state : alphabet) {
                added += ADDED * state[i % unit.width()];
            }
            means[i] = (means[i] * rows.size(0) + added) / (rows.size(0) + ADDED * alphabet.length);
        }
        return new IndependentUnits(
                unit,
                rbm.visibleParameters(),
                unit.inputFromMean(rbm.visibleParameters(), Nd4j.createFromArray(means)));
    }

    /**
     * The RBM of this kind before training: without weights, with the means of the rows, and with the variances of the RBM.
     *
     * @param rows states or means of states, {@code [rows, visible]}; not modified
     */
    public static IndependentUnits ofTheKind(Rbm rbm, INDArray rows) {
        return new IndependentUnits(
                rbm.visibleUnit(),
                rbm.visibleParameters(),
                BaseRate.ofRows(rbm, rows).input().castTo(DataType.DOUBLE));
    }

    private static IndependentUnits gaussian(UnitType unit, Rbm rbm, INDArray rows) {
        Standardization columns = Standardization.of(rows);
        double[] logVariance = Standardization.logVariances(rbm);
        for (int i = 0; i < logVariance.length; i++) {
            if (!columns.isConstant(i)) {
                logVariance[i] = 2 * Math.log(columns.deviation()[i]);
            }
        }
        INDArray parameters = Nd4j.createFromArray(new double[][] {logVariance});
        INDArray means = Nd4j.createFromArray(columns.mean());
        return new IndependentUnits(unit, parameters, unit.inputFromMean(parameters, means));
    }

    /**
     * Log-likelihoods of rows.
     *
     * @param rows states, {@code [rows, visible]}; not modified
     * @return nats, one for each row
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
