package io.dbn4j.core.stats;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dbn4j.core.Check;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * An estimated number with its error, its interval and its side of the truth.
 *
 * @param value the estimate
 * @param standardError standard deviation of {@code value}; 0 if exact
 * @param low lower end of a 95 % interval
 * @param high upper end of a 95 % interval
 * @param unit unit of the four numbers above, for example {@code nats}
 * @param bound side of the truth on which the value lies in expectation
 * @param samples samples behind the value; 0 if exact
 * @param ess effective sample size: {@code (sum w)^2 / sum w^2} with weights w, {@code samples / tau} for samples with
 *     an autocorrelation time tau, and {@code samples} for independent samples without weights
 */
public record Estimate(
        double value,
        double standardError,
        double low,
        double high,
        String unit,
        Bound bound,
        long samples,
        double ess) {

    /** Standard normal quantile of a two-sided 95 % interval. */
    private static final double Z95 = 1.959963984540054;

    /**
     * The side of the truth on which an estimate lies in expectation.
     *
     * <p>The words of a conditional bound name its condition. A bound whose condition was tested, and passed, is
     * unconditional.
     */
    public enum Bound {
        /** An exact value, equal to the truth. */
        @JsonProperty("exact")
        EXACT("exact"),
        /** A lower bound: at most the truth in expectation. */
        @JsonProperty("lower")
        LOWER("lower bound"),
        /** An upper bound: at least the truth in expectation. */
        @JsonProperty("upper")
        UPPER("upper bound"),
        /** A lower bound if the reverse chains behind it start at draws of the model. */
        @JsonProperty("lower if started in equilibrium")
        LOWER_FROM_EQUILIBRIUM("lower bound if the reverse chains start in equilibrium"),
        /** An upper bound if the reverse chains behind it start at draws of the model. */
        @JsonProperty("upper if started in equilibrium")
        UPPER_FROM_EQUILIBRIUM("upper bound if the reverse chains start in equilibrium"),
        /** Not a bound: the value may lie above or below the truth. */
        @JsonProperty("none")
        NONE("");

        private final String words;

        Bound(String words) {
            this.words = words;
        }

        /** Returns the bound in words, with its condition; empty for either side. */
        public String words() {
            return words;
        }

        /** Tells whether the bound holds only if reverse chains start in equilibrium. */
        public boolean conditional() {
            return this == LOWER_FROM_EQUILIBRIUM || this == UPPER_FROM_EQUILIBRIUM;
        }

        /** Returns the bound of minus the estimate. */
        public Bound mirrored() {
            return switch (this) {
                case LOWER -> UPPER;
                case UPPER -> LOWER;
                case LOWER_FROM_EQUILIBRIUM -> UPPER_FROM_EQUILIBRIUM;
                case UPPER_FROM_EQUILIBRIUM -> LOWER_FROM_EQUILIBRIUM;
                case EXACT, NONE -> this;
            };
        }

        /** Returns the side without its condition. */
        public Bound unconditional() {
            return switch (this) {
                case LOWER_FROM_EQUILIBRIUM -> LOWER;
                case UPPER_FROM_EQUILIBRIUM -> UPPER;
                default -> this;
            };
        }

        /** Returns the bound of a sum of two estimates, neither of which is exact. */
        private Bound and(Bound other) {
            if (this == other) {
                return this;
            }
            if (unconditional() != other.unconditional()) {
                return NONE;
            }
            return conditional() ? this : other;
        }
    }

    /** Returns a number without error. */
    public static Estimate exact(double value, String unit) {
        return new Estimate(value, 0, value, value, unit, Bound.EXACT, 0, 0);
    }

    /**
     * Returns the mean of independent numbers with Student's interval {@code mean ± t_{n-1} s / sqrt(n)}, which for
     * three numbers is twice as wide as the normal one. The interval holds 95 % of the time if the numbers are normal.
     *
     * @throws IllegalArgumentException if there are fewer than two
     */
    public static Estimate mean(double[] values, String unit) {
        int n = Check.atLeast(2, values.length, "number of values");
        Moments moments = Moments.of(values);
        double error = Math.sqrt(moments.variance() / n);
        double half = new TDistribution(null, n - 1).inverseCumulativeProbability(0.975) * error;
        double mean = moments.mean();
        return new Estimate(mean, error, mean - half, mean + half, unit, Bound.NONE, n, n);
    }

    /** Returns a number on either side of the truth, with the normal interval of its standard error. */
    public static Estimate normal(double value, double error, String unit, long samples, double ess) {
        return new Estimate(value, error, value - Z95 * error, value + Z95 * error, unit, Bound.NONE, samples, ess);
    }

    /**
     * Returns a proportion in percent, with Wilson's interval, which stays inside [0, 100].
     *
     * @param hits number of successes, at most {@code trials}
     */
    public static Estimate proportion(long hits, long trials) {
        Check.require(trials >= 1, "trials must be at least 1, was %d", trials);
        Check.require(hits >= 0 && hits <= trials, "hits must be in [0, %d], was %d", trials, hits);
        double n = trials;
        double p = hits / n;
        double scale = 1 + Z95 * Z95 / n;
        double center = (p + Z95 * Z95 / (2 * n)) / scale;
        double half = Z95 * Math.sqrt(p * (1 - p) / n + Z95 * Z95 / (4 * n * n)) / scale;
        double error = Math.sqrt(p * (1 - p) / n);
        return new Estimate(
                100 * p,
                100 * error,
                hits == 0 ? 0 : 100 * (center - half),
                hits == trials ? 100 : 100 * (center + half),
                "percent",
                Bound.NONE,
                trials,
                trials);
    }

    /** Returns this estimate with a constant added. */
    public Estimate plus(double constant) {
        return new Estimate(
                value + constant, standardError, low + constant, high + constant, unit, bound, samples, ess);
    }

    /**
     * Returns the sum with an independent estimate: squared errors add, and samples and effective sample size are the
     * smaller ones.
     *
     * <p>The sum is a bound if both estimates lie on that side or one is exact. It keeps the condition of either.
     */
    public Estimate plus(Estimate other) {
        if (other.bound == Bound.EXACT) {
            return plus(other.value);
        }
        if (bound == Bound.EXACT) {
            return other.plus(value);
        }
        double sum = value + other.value;
        return new Estimate(
                sum,
                Math.hypot(standardError, other.standardError),
                sum - Math.hypot(value - low, other.value - other.low),
                sum + Math.hypot(high - value, other.high - other.value),
                unit,
                bound.and(other.bound),
                samples == 0 || other.samples == 0
                        ? Math.max(samples, other.samples)
                        : Math.min(samples, other.samples),
                samples == 0 || other.samples == 0 ? Math.max(ess, other.ess) : Math.min(ess, other.ess));
    }

    /**
     * Returns this estimate times a factor.
     *
     * @param factor positive factor, for example of a change of units
     */
    public Estimate times(double factor) {
        return new Estimate(
                value * factor, standardError * factor, low * factor, high * factor, unit, bound, samples, ess);
    }

    /** Returns the estimate of {@code constant - value}: the interval is mirrored, the bound is on the other side. */
    public Estimate subtractedFrom(double constant) {
        return exact(constant, unit).minus(this);
    }

    /** Returns by how many standard errors the value lies above a known number. */
    public double errorsAbove(double known) {
        return (value - known) / standardError;
    }

    /**
     * Returns the difference to an independent estimate: squared errors add.
     *
     * <p>If {@code other} is exact, bound, samples and effective sample size stay as they are. Otherwise they are those
     * of {@code -other}, so this estimate must be exact or unbiased.
     */
    public Estimate minus(Estimate other) {
        double difference = value - other.value;
        return new Estimate(
                difference,
                Math.hypot(standardError, other.standardError),
                difference - Math.hypot(value - low, other.high - other.value),
                difference + Math.hypot(high - value, other.value - other.low),
                unit,
                other.bound == Bound.EXACT ? bound : other.bound.mirrored(),
                other.bound == Bound.EXACT ? samples : other.samples,
                other.bound == Bound.EXACT ? ess : other.ess);
    }

    /**
     * Returns the same number with an interval that is cut to the values that the quantity can have, such as at least 0
     * for a divergence.
     */
    public Estimate within(double lowest, double highest) {
        return new Estimate(
                value,
                standardError,
                Math.min(highest, Math.max(lowest, low)),
                Math.min(highest, Math.max(lowest, high)),
                unit,
                bound,
                samples,
                ess);
    }

    /** Returns the same numbers, known to lie on this side of the truth in expectation. */
    public Estimate bound(Bound side) {
        return new Estimate(value, standardError, low, high, unit, side, samples, ess);
    }
}
