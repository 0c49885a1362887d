package io.dbn4j.lab.training;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.IndependentUnits.Comparison;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.UnitType;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.lab.report.Report;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Says whether an RBM has learned more than independent units know. */
public final class LearningCheck {

    /** Nats a unit below chance that are not forgiven. */
    private static final double FAR_DISCRETE = 0.1;

    private static final double FAR_CONTINUOUS = 1;

    private LearningCheck() {}

    /** A line for an RBM that is not better than independent units by more than the error; else empty. */
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
     * The same with the name of the RBM, on the states by which it was trained.
     *
     * @param rbm its name; empty for none
     * @param compared by the rule that made states
     * @param input how gray values became states in training
     */
    public static String warning(String rbm, Map<String, Comparison> compared, Binarization input) {
        String warning = warning(Objects.requireNonNull(compared.get(rule(compared, input))));
        return warning.isEmpty() || rbm.isEmpty() ? warning : rbm + ": " + warning;
    }

    /** The rule that made states for training, of those by which something was measured. */
    public static String rule(Map<String, ?> measured, Binarization input) {
        return input == Binarization.THRESHOLD && measured.containsKey(Annealing.THRESHOLDED)
                ? Annealing.THRESHOLDED
                : measured.keySet().iterator().next();
    }

    /** Two warnings in a line, either of which may be empty. */
    public static String joined(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + "; " + second;
    }

    /**
     * Refuses an RBM that is far worse than chance, by more than the error of every estimate: one that fails must not cost
     * the model. For discrete units chance is guessing all states
     * alike, and far is a tenth of a nat for each of them; for continuous units it is an RBM that was not trained, and far is
     * a nat for each.
     *
     * @param independent log-likelihood of the RBM's own kind of units without weights
     * @param logLikelihood of the RBM on the same rows, by several methods, in nats per row
     * @param advice what to do
     * @throws ArithmeticException in one line
     */
    public static void requireNotRuined(
            Rbm rbm, Estimate independent, Collection<Estimate> logLikelihood, String advice) {
        UnitType unit = rbm.visibleUnit();
        int units = rbm.visible() / unit.width();
        double chance = unit.states() > 0 ? -units * Math.log(unit.states()) : independent.value();
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

    /** The largest number, or NaN if there is none. */
    private static double best(Collection<Estimate> estimates) {
        return estimates.stream()
                .mapToDouble(Estimate::value)
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(Double.NaN);
    }

    /** A table of independent units beside the RBM, and the warning if there is one. */
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
