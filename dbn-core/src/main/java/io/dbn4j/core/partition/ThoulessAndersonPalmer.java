package io.dbn4j.core.partition;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.FormerNames;
import io.dbn4j.core.Reference;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * The mean field to second order in the weights, after Thouless, Anderson and Palmer, for units with two states.
 *
 * <pre>
 *   log Z ~ S(m_v) + S(m_h) + a.m_v + b.m_h + m_v W m_h + 1/2 sum_ij W_ij^2 Var_i Var_j - offset
 *   input_j = b_j + (m_v W)_j + 1/2 (low + high - 2 m_j) sum_i Var_i W_ij^2,     Var = (m - low) (high - m)
 * </pre>
 *
 * <p>Damped iteration from several starts finds stationary points; the largest value of the starts that converge
 * counts. The error is of third order in the weights, on either side, and not in the interval. Strongly coupled models
 * may have stationary points without meaning, or none that the iteration finds.
 *
 * @param starts number of starts, at least 1: the base-rate model's means, then draws of it
 * @param iterations largest number of iterations, at least 1
 * @param damping part of the old inputs that an iteration keeps, in [0, 1)
 */
@JsonTypeName("tap")
@FormerNames("thouless-anderson-palmer")
@DisplayName(
        value = "TAP",
        summary = "Mean field of second order, two-state units only: good for weak weights, no error known.")
@Reference(
        authors = "M. Gabrie, E. W. Tramel, F. Krzakala",
        title = "Training restricted Boltzmann machines via the Thouless-Anderson-Palmer free energy",
        venue = "NeurIPS",
        year = 2015,
        url = "https://arxiv.org/abs/1506.02914")
public record ThoulessAndersonPalmer(int starts, int iterations, double damping) implements LogPartitionEstimator {

    public ThoulessAndersonPalmer {
        Check.atLeast(1, starts, "starts");
        Check.atLeast(1, iterations, "iterations");
        Check.require(damping >= 0 && damping < 1, "damping must be in [0, 1), was %s", damping);
    }

    /**
     * Finds the stationary point of the largest value.
     *
     * @throws IllegalArgumentException if units have more than two states
     * @throws IllegalStateException if no start converges
     */
    @Override
    public LogPartition measure(Rbm rbm, AnnealingStart start, RandomSource random, LongConsumer progress) {
        requireTwoStates(rbm.visibleUnit());
        requireTwoStates(rbm.hiddenUnit());
        MeanField field = new MeanField(rbm, start.base(rbm, random), starts, true, random);
        double[] residuals = field.sweep(damping);
        for (int i = 1; i < iterations && converged(residuals) < starts; i++) {
            residuals = field.sweep(damping);
        }
        if (converged(residuals) == 0) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "TAP did not converge from any of %d starts in %d iterations (residual %.1e); try more damping than %s",
                    starts,
                    iterations,
                    Arrays.stream(residuals).min().orElseThrow(),
                    damping));
        }
        progress.accept(1);
        return LogPartition.of(
                Estimate.exact(best(field.logPartition(), residuals), "nats").bound(Bound.NONE));
    }

    @Override
    public long work(AnnealingStart start) {
        return 1;
    }

    private static void requireTwoStates(UnitType unit) {
        Check.require(
                unit.states() == 2 && unit.width() == 1,
                "TAP needs units with two states, whose variance is a function of their mean, was %s; use naive-mean-field",
                unit);
    }

    private static long converged(double[] residuals) {
        return Arrays.stream(residuals)
                .filter(r -> r <= NaiveMeanField.TOLERANCE)
                .count();
    }

    private static double best(double[] values, double[] residuals) {
        double best = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < values.length; i++) {
            best = residuals[i] <= NaiveMeanField.TOLERANCE ? Math.max(best, values[i]) : best;
        }
        return best;
    }
}
