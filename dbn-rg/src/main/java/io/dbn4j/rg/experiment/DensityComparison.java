package io.dbn4j.rg.experiment;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.experiment.Finding.Check;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A comparison of an RBM with the Ising model that it has learned, by sums over all states of the visible spins in
 * double precision.
 *
 * <p>A small divergence alone does not show that both signs were learned: a model of an ordered lattice that gives one
 * sign the weight 0.067 instead of 1/2 lacks only {@code log 2} nats. Therefore the mean of m and the variance of
 * {@code log P / P_t} over P are compared too.
 *
 * @param logPartition log Z of the RBM
 * @param divergence {@code KL(P || P_t)} in nats
 * @param independent {@code KL} of P to independent, unbiased spins, in nats
 * @param unexplained variance of {@code log P / P_t} over P, divided by the variance of {@code log P}: 0 if all
 *     energies are right up to a constant, 1 for independent spins
 * @param data magnetization of the Ising model
 * @param model magnetization of the RBM
 */
record DensityComparison(
        double logPartition,
        double divergence,
        double independent,
        double unexplained,
        Magnetization data,
        Magnetization model) {

    /** Largest divergence of a learned model, as a part of the divergence of independent spins. */
    private static final double DIVERGENCE_LEFT = 0.1;

    /** Largest part of the variance of log P that a learned model may leave unexplained. */
    private static final double VARIANCE_LEFT = 0.25;

    /** Largest deviation of the mean of |m| in a learned model. */
    private static final double SIZE_OFF = 0.1;

    /**
     * Largest deviation of the mean of m in a learned model. On an ordered lattice the rarer sign then has a weight of
     * at least three eighths.
     */
    private static final double SIGN_OFF = 0.25;

    /**
     * Means of the magnetization per spin m.
     *
     * @param signed mean of m
     * @param absolute mean of |m|
     * @param negative probability of m &lt; 0
     */
    record Magnetization(double signed, double absolute, double negative) {

        static Magnetization of(Ensemble ensemble, double[] m) {
            return new Magnetization(
                    ensemble.mean(m),
                    ensemble.mean(mapped(m, Math::abs)),
                    ensemble.mean(mapped(m, x -> x < 0 ? 1 : 0)));
        }

        private static double[] mapped(double[] values, DoubleUnaryOperator function) {
            return Arrays.stream(values).map(function).toArray();
        }
    }

    /** Compares both by sums over all states. */
    static DensityComparison of(Ising ising, Rbm rbm) {
        Rbm exact = rbm.castTo(DataType.DOUBLE);
        Ensemble data = Ensemble.of(ising);
        Ensemble model = Ensemble.of(exact);
        double[] logData = logarithms(data);
        double[] logModel = logarithms(model);
        double[] ratio = new double[logData.length];
        Arrays.setAll(ratio, state -> logData[state] - logModel[state]);
        double[] m = Elements.of(data.states().mean(1));
        return new DensityComparison(
                Summation.of(exact).logPartition(),
                data.mean(ratio),
                ising.spins() * Math.log(2) - data.entropy(),
                data.variance(ratio) / data.variance(logData),
                Magnetization.of(data, m),
                Magnetization.of(model, m));
    }

    private static double[] logarithms(Ensemble ensemble) {
        return Arrays.stream(Elements.of(ensemble.probability())).map(Math::log).toArray();
    }

    Map<String, Estimate> estimates() {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        estimates.put("divergence", Estimate.exact(divergence, "nats"));
        estimates.put("divergence of independent spins", Estimate.exact(independent, "nats"));
        estimates.put("log Z of the RBM", Estimate.exact(logPartition, "nats"));
        estimates.put("unexplained part of the variance of log P", Estimate.exact(unexplained, ""));
        add(estimates, "Ising model", data);
        add(estimates, "RBM", model);
        return estimates;
    }

    private static void add(Map<String, Estimate> estimates, String name, Magnetization magnetization) {
        estimates.put(name + ": mean m", Estimate.exact(magnetization.signed, ""));
        estimates.put(name + ": mean |m|", Estimate.exact(magnetization.absolute, ""));
        estimates.put(name + ": P(m < 0)", Estimate.exact(magnetization.negative, ""));
    }

    Verdict verdict() {
        return Verdict.of(
                Clause.of(
                        Check.atMost(
                                "divergence / that of independent spins", divergence / independent, DIVERGENCE_LEFT),
                        text(
                                "The divergence of the RBM is %.3f nats, at most a tenth of the divergence of"
                                        + " independent spins.",
                                divergence),
                        text(
                                "The divergence of the RBM is %.3f nats, more than a tenth of the divergence of"
                                        + " independent spins.",
                                divergence)),
                Clause.of(
                        Check.near("mean m of the RBM", model.signed, data.signed, SIGN_OFF),
                        text("Both signs of the magnetization have the right weights: mean m = %+.3f.", model.signed),
                        text(
                                "The signs of the magnetization have wrong weights: mean m = %+.3f, the exact value"
                                        + " is %+.3f.",
                                model.signed, data.signed)),
                new Clause(
                        List.of(
                                Check.near("mean |m| of the RBM", model.absolute, data.absolute, SIZE_OFF),
                                Check.atMost("unexplained part of the variance of log P", unexplained, VARIANCE_LEFT)),
                        text(
                                "Mean |m| and log-probabilities of the RBM match the Ising model; %.3f of the"
                                        + " variance is unexplained.",
                                unexplained),
                        text(
                                "Mean |m| or log-probabilities of the RBM do not match the Ising model: %.3f of the"
                                        + " variance is"
                                        + " unexplained.",
                                unexplained)));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
