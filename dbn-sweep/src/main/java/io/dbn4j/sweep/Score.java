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
 * <p>The reconstruction error is not among the named ones: an RBM that copies its input has none, and need have learned
 * nothing of the distribution.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Score.Divergence.class, name = "divergence"),
    @JsonSubTypes.Type(value = Score.LogLikelihood.class, name = "log-likelihood"),
    @JsonSubTypes.Type(value = Score.ClassificationError.class, name = "classification-error"),
    @JsonSubTypes.Type(value = Score.Named.class, name = "estimate")
})
public sealed interface Score {

    /**
     * The number of one run.
     *
     * @throws IllegalArgumentException if the run has no such number
     */
    Estimate of(RunEstimates run);

    /** Whether the smallest is the best. */
    @JsonIgnore
    boolean isMinimized();

    /** What it is called. */
    String label();

    /** From the best to the worst; NaN is the worst. */
    default Comparator<Double> best() {
        return isMinimized()
                ? Double::compare
                : (one, other) -> Double.isNaN(one) || Double.isNaN(other)
                        ? Double.compare(one, other)
                        : Double.compare(other, one);
    }

    /** The Kullback-Leibler divergence from what the data follow, where that is known: {@code divergence}. */
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
     * The log-likelihood of held-out rows: exact where log Z was enumerated, otherwise by AIS, which is too high on average
     * because its log Z is too low.
     *
     * @param states the rule that made states of the rows: {@code sampled} or {@code thresholded} for gray values, {@code
     *     data} for rows that are states
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

    /** The share of wrong answers: {@code testError}. Hold rows out of training, or the choice sees the test set. */
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
     * Any number of the result or of the measurements of a run.
     *
     * @param name as in {@link RunEstimates}
     * @param minimize whether the smallest is the best
     */
    record Named(String name, boolean minimize) implements Score {

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
