package io.dbn4j.core.training;

import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.run.EstimateText;
import io.dbn4j.core.run.Report;
import io.dbn4j.core.stack.IndependentUnits.Comparison;
import io.dbn4j.core.stats.Estimate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Says whether an RBM has learned more than independent units know. */
public final class LearningCheck {

    private LearningCheck() {}

    /** A line for an RBM that is not better than independent units by more than the error; else empty. */
    public static String warning(Comparison compared) {
        if (compared.hasGained()) {
            return "";
        }
        return "no better than independent units (" + EstimateText.withError(compared.gain())
                + " beyond them): train longer (--epochs), or change the learning rate";
    }

    /** The same of the first rule by which states were made. */
    public static String warning(String rbm, Map<String, Comparison> compared) {
        String warning = warning(compared.values().iterator().next());
        return warning.isEmpty() ? "" : rbm + ": " + warning;
    }

    /** Two warnings in a line, either of which may be empty. */
    public static String joined(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + "; " + second;
    }

    /**
     * Refuses an RBM that is worse than one that was not trained by more than a nat for each visible unit. Guessing all states
     * of two-state units alike costs at most 0.69 nats a unit.
     *
     * @param untrained comparison with the RBM's own kind of units without weights
     * @param advice what to do
     * @throws ArithmeticException in one line
     */
    static void requireNotRuined(Rbm rbm, Comparison untrained, String advice) {
        int units = rbm.visible() / rbm.visibleUnit().width();
        if (!(untrained.gain().high() >= -units)) {
            throw new ArithmeticException(String.format(
                    Locale.ROOT,
                    "training has ruined the RBM: log-likelihood %.1f nats a row, %.1f for independent units; no model is"
                            + " saved; %s",
                    untrained.logLikelihood().value() + untrained.gain().value(),
                    untrained.logLikelihood().value(),
                    advice));
        }
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
