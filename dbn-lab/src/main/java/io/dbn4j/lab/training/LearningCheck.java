package io.dbn4j.lab.training;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.IndependentUnits.Comparison;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Span;
import io.dbn4j.core.units.UnitType;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.lab.report.Report;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** A check whether an RBM models the data better than independent units do. */
public final class LearningCheck {

    /** Nats per unit below chance that count as far worse. */
    private static final double FAR_DISCRETE = 0.1;

    private static final double FAR_CONTINUOUS = 1;

    private LearningCheck() {}

    /** Returns a warning if the RBM is not better than independent units by more than the error; otherwise empty. */
    public static String warning(Comparison compared) {
        if (compared.hasGained()) {
            return "";
        }
        if (compared.gain().high() < 0) {
            return "worse than independent units by "
                    + EstimateText.withError(compared.gain().subtractedFrom(0))
                    + ": change the learning rate, which is often too high, or train longer (--epochs)";
        }
        return "no better than independent units (" + EstimateText.withError(compared.gain())
                + " beyond them): train longer (--epochs) or change the learning rate";
    }

    /**
     * Returns the warning with the name of the RBM, for the rule that made the states of its training.
     *
     * @param rbm name of the RBM; empty for none
     * @param compared comparisons by the rule that made the states
     * @param input how gray values became states in training
     */
    public static String warning(String rbm, Map<String, Comparison> compared, Binarization input) {
        String warning = warning(Objects.requireNonNull(compared.get(rule(compared, input))));
        return warning.isEmpty() || rbm.isEmpty() ? warning : rbm + ": " + warning;
    }

    /** Returns the rule of a measurement that made the states of training. */
    public static String rule(Map<String, ?> measured, Binarization input) {
        return input == Binarization.THRESHOLD && measured.containsKey(Annealing.THRESHOLDED)
                ? Annealing.THRESHOLDED
                : measured.keySet().iterator().next();
    }

    /** Joins two warnings in one line; either may be empty. */
    public static String joined(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + "; " + second;
    }

    /**
     * Refuses an RBM that every estimate puts far below chance by more than its error: one failed estimate must not
     * cost the model. For discrete units chance is the uniform distribution of states, and far means 0.1 nats per unit.
     * For continuous units chance is {@code independent}, and far means 1 nat per unit.
     *
     * @param independent log-likelihood of the RBM's own kind of units without weights
     * @param logLikelihood log-likelihoods of the RBM on the same rows, by several methods, in nats per row
     * @param advice what to do
     * @throws ArithmeticException if the RBM is refused, with a message of one line
     */
    public static void requireNotRuined(
            Rbm rbm, Estimate independent, Collection<Estimate> logLikelihood, String advice) {
        UnitType unit = rbm.visibleUnit();
        List<Span> groups = Span.groups(unit, rbm.visible());
        int units = groups.size();
        double uniform = -groups.stream()
                .mapToDouble(group -> Math.log(group.unit().states()))
                .sum();
        double chance = unit.states() > 0 ? uniform : independent.value();
        double far = unit.states() > 0 ? FAR_DISCRETE : FAR_CONTINUOUS;
        if (logLikelihood.stream().noneMatch(estimate -> estimate.high() >= chance - far * units)) {
            throw new ArithmeticException(String.format(
                    Locale.ROOT,
                    "training has ruined the RBM: log-likelihood %.1f nats a row, chance %.1f, independent units %.1f; no"
                            + " model is saved; %s",
                    best(logLikelihood),
                    chance,
                    independent.value(),
                    advice));
        }
    }

    /** Returns the largest number, or NaN if there is none. */
    private static double best(Collection<Estimate> estimates) {
        return estimates.stream()
                .mapToDouble(Estimate::value)
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(Double.NaN);
    }

    /** Adds a table that compares independent units with the RBM, and the warning if there is one. */
    public static void addTo(Report report, Map<String, Comparison> compared, String warning) {
        Map<String, Estimate> rows = new LinkedHashMap<>();
        compared.forEach((rule, comparison) -> {
            rows.put(rule + ", independent units", comparison.logLikelihood());
            rows.put(rule + ", RBM beyond them (paired, conservative)", comparison.gain());
        });
        report.estimates("Independent units fitted to the training rows, nats per row", rows);
        if (!warning.isEmpty()) {
            report.text("Warning: " + warning + ".");
        }
    }
}
