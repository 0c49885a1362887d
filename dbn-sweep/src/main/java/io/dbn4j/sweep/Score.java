package io.dbn4j.sweep;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.RunEstimates;
import java.util.Comparator;

/**
 * The number by which settings are compared.
 *
 * <p>The reconstruction error has no score of its own: it is zero for an RBM that copies its input, even if the RBM has
 * learned nothing about the distribution.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Score.Divergence.class, name = "divergence"),
    @JsonSubTypes.Type(value = Score.LogLikelihood.class, name = "log-likelihood"),
    @JsonSubTypes.Type(value = Score.ClassificationError.class, name = "classification-error"),
    @JsonSubTypes.Type(value = Score.NamedEstimate.class, name = "estimate")
})
public sealed interface Score {

    /**
     * Returns the number of one run.
     *
     * @throws IllegalArgumentException if the run has no such number
     */
    Estimate of(RunEstimates run);

    /** Tells whether the smallest number is the best. */
    @JsonIgnore
    boolean isMinimized();

    /** Returns the name of the score. */
    String label();

    /** Orders scores from the best to the worst; NaN is the worst. */
    default Comparator<Double> best() {
        return isMinimized()
                ? Double::compare
                : (one, other) -> Double.isNaN(one) || Double.isNaN(other)
                        ? Double.compare(one, other)
                        : Double.compare(other, one);
    }

    /**
     * The Kullback-Leibler divergence from the distribution of the data, if that distribution is known: {@code
     * divergence}.
     */
    record Divergence() implements Score {

        @Override
        public Estimate of(RunEstimates run) {
            return run.get(label());
        }

        @Override
        public boolean isMinimized() {
            return true;
        }

        @Override
        public String label() {
            return "divergence";
        }
    }

    /**
     * The log-likelihood of held-out rows: exact where log Z was enumerated, otherwise by AIS, which is too high on
     * average because its log Z is too low.
     *
     * @param states the rule that made states of the rows: {@code sampled} or {@code thresholded} for gray values,
     *     {@code data} for rows that are states
     */
    record LogLikelihood(String states) implements Score {

        @Override
        public Estimate of(RunEstimates run) {
            return run.find(label() + ".exact").orElseGet(() -> run.get(label() + ".ais"));
        }

        @Override
        public boolean isMinimized() {
            return false;
        }

        @Override
        public String label() {
            return "logLikelihood." + states;
        }
    }

    /** The share of wrong answers: {@code testError}. Hold out rows for it; otherwise the choice uses the test set. */
    record ClassificationError() implements Score {

        @Override
        public Estimate of(RunEstimates run) {
            return run.get(label());
        }

        @Override
        public boolean isMinimized() {
            return true;
        }

        @Override
        public String label() {
            return "testError";
        }
    }

    /**
     * A score that is any number of the result or of the measurements of a run.
     *
     * @param name name of the number as in {@link RunEstimates}
     * @param minimize whether the smallest number is the best
     */
    record NamedEstimate(String name, boolean minimize) implements Score {

        @Override
        public Estimate of(RunEstimates run) {
            return run.get(name);
        }

        @Override
        public boolean isMinimized() {
            return minimize;
        }

        @Override
        public String label() {
            return name;
        }
    }
}
