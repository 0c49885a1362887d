package io.dbn4j.rg.experiment;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.experiment.Finding.Check;
import io.dbn4j.rg.experiment.LayerAudit.Course;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** The clauses that follow from {@link LayerAudit}. */
final class LayerAuditVerdict {

    private static final double ROUNDING = 1e-10;

    /** Standard errors allowed between measured and exact numbers: one false alarm in 16 000 comparisons. */
    private static final double TOLERANCE = 4;

    private LayerAuditVerdict() {}

    static Verdict of(Map<Course, AuditedStack> audited) {
        return Verdict.of(
                new Clause(
                        checks(
                                audited,
                                (course, stack) -> course.tied() && !course.trained()
                                        ? List.of(Check.atMost(
                                                course.label() + ": largest |dF|, nats", stack.largest(), ROUNDING))
                                        : List.of()),
                        "An RBM that is the RBM below upside down has the same marginal and so the same free energy"
                                + " in every"
                                + " gauge. This says nothing about what was learned.",
                        "An RBM that is the RBM below upside down does not keep the free energy in every gauge."),
                new Clause(
                        checks(audited, LayerAuditVerdict::bound),
                        "A difference in the gauge of the data is a change of the variational bound, not a loss of"
                                + " free energy: "
                                + gains(audited) + ".",
                        "A difference in the gauge of the data is not always a change of the variational bound."),
                new Clause(
                        checks(audited, LayerAuditVerdict::divergence),
                        "In the gauge of the model the difference is minus a divergence and never positive.",
                        "In the gauge of the model a difference is positive."),
                new Clause(
                        checks(audited, LayerAuditVerdict::tiedStart),
                        "From the tied start, training by likelihood does not lower the bound.",
                        "From the tied start, training by likelihood lowers the bound."),
                new Clause(
                        checks(audited, LayerAuditVerdict::draws),
                        "Measurements by draws agree with the sums within four standard errors.",
                        "Measurements by draws do not agree with the sums within four standard errors."));
    }

    private static List<Check> checks(
            Map<Course, AuditedStack> audited, BiFunction<Course, AuditedStack, List<Check>> of) {
        List<Check> checks = new ArrayList<>();
        audited.forEach((course, stack) -> checks.addAll(of.apply(course, stack)));
        return checks;
    }

    private static List<Check> bound(Course course, AuditedStack stack) {
        return List.of(
                Check.atMost(
                        course.label() + ": bound minus log-likelihood, nats",
                        stack.bound() - stack.logLikelihood(),
                        ROUNDING),
                Check.atMost(
                        course.label() + ": gain minus the largest there can be, nats",
                        stack.gain() - stack.ceiling(),
                        ROUNDING));
    }

    private static List<Check> divergence(Course course, AuditedStack stack) {
        return List.of(Check.atMost(course.label() + ": largest dF(P), nats", stack.largestOnModel(), ROUNDING));
    }

    private static List<Check> tiedStart(Course course, AuditedStack stack) {
        if (!course.tied() || !course.trained() || course.gamma() != 0) {
            return List.of();
        }
        Estimate gain = stack.measuredGain();
        return List.of(
                Check.atLeast(course.label() + ": smallest dF(Q), nats", stack.smallestOnData(), 0, ROUNDING),
                Check.atLeast(
                        course.label() + ": measured gain, in standard errors",
                        gain.value() / gain.standardError(),
                        0,
                        3));
    }

    private static List<Check> draws(Course course, AuditedStack stack) {
        return List.of(Check.atMost(
                course.label() + ": measured minus exact, in standard errors", stack.deviation(), TOLERANCE));
    }

    private static String gains(Map<Course, AuditedStack> audited) {
        StringBuilder gains = new StringBuilder();
        audited.forEach((course, stack) -> {
            if (course.trained() && course.gamma() == 0) {
                gains.append(String.format(
                        Locale.ROOT, "%+.3g from the %s start, ", stack.gain(), course.tied() ? "tied" : "random"));
            }
        });
        double ceiling = audited.values().iterator().next().ceiling();
        return gains + String.format(Locale.ROOT, "of %.3g nats that can be gained", ceiling);
    }
}
