package io.dbn4j.rg.experiment;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.flow.FlowReading;
import io.dbn4j.rg.flow.TrainingSet;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What follows from the readings.
 *
 * @param exact temperature of the mixture by its exact energy
 * @param mixture what the data look like
 * @param courses of all sets
 */
record FlowVerdict(double exact, FlowReading mixture, List<FlowCourse> courses) {

    static final double CRITICAL = 1 / KaufmanPartitionFunction.CRITICAL_COUPLING;

    /** Standard errors within which temperatures are the same. */
    static final double TOLERANCE = 3;

    Verdict verdict(List<Finding.Check> known) {
        Estimate cold = course(TrainingSet.MIXTURE, FlowCourse.IN_PLACE, FlowCourse.COLD)
                .last()
                .energy();
        Estimate hot = course(TrainingSet.MIXTURE, FlowCourse.IN_PLACE, FlowCourse.HOT)
                .last()
                .energy();
        List<Clause> clauses = new ArrayList<>();
        clauses.add(Clause.of(
                Finding.Check.near(
                        "T_E from T = 0 minus T_E from T = infinity",
                        cold.value() - hot.value(),
                        0,
                        TOLERANCE * Math.hypot(cold.standardError(), hot.standardError())),
                text(),
                "The starts disagree. " + text()));
        if (!known.isEmpty()) {
            clauses.add(new Clause(
                    known,
                    "The thermometers read the known temperatures of the mixture.",
                    "The thermometers do not read the known temperatures of the mixture."));
        }
        return new Verdict(clauses);
    }

    String text() {
        FlowCourse cold = course(TrainingSet.MIXTURE, FlowCourse.IN_PLACE, FlowCourse.COLD);
        FlowCourse hot = course(TrainingSet.MIXTURE, FlowCourse.IN_PLACE, FlowCourse.HOT);
        StringBuilder text = new StringBuilder(fixedPoint(cold, hot));
        text.append(hot.passes(CRITICAL)
                .map(between -> " From T = infinity it crosses Tc = 2.269 %s: %s."
                        .formatted(
                                between,
                                isNear(hot.last(), CRITICAL) ? "where it ends too" : "a transient, it does not stay"))
                .orElse(" From T = infinity it does not get down to Tc = 2.269."));
        text.append(String.format(
                Locale.ROOT,
                " A perfect model would stay at the mean of its data, T_E = %.4f, which the choice of temperatures sets.",
                exact));
        text.append(mean(cold, hot));
        courses.stream()
                .filter(course ->
                        course.set() != TrainingSet.MIXTURE && course.start().equals(FlowCourse.HOT))
                .forEach(course -> text.append(control(course)));
        return text.toString();
    }

    private static String fixedPoint(FlowCourse cold, FlowCourse hot) {
        String ends = String.format(
                Locale.ROOT,
                "After %d steps the flow is at T_E = %s from T = 0 and %s from T = infinity: ",
                hot.readings().lastKey(),
                text(cold.last().energy()),
                text(hot.last().energy()));
        if (!cold.last().agrees(hot.last(), TOLERANCE)) {
            return ends
                    + "the starts disagree, nothing is stationary, and no fixed point is shown, at Tc or elsewhere.";
        }
        if (!isNear(hot.last(), CRITICAL)) {
            return ends + "the starts agree, it is stationary, and not at Tc.";
        }
        return ends
                + (hot.last().isConsistent(TOLERANCE)
                        ? "the starts agree, at Tc by all thermometers."
                        : "the starts agree, at Tc by energy, but other thermometers read something else.");
    }

    private String mean(FlowCourse cold, FlowCourse hot) {
        if (!cold.last().agrees(hot.last(), TOLERANCE)) {
            return " This one does not: it has not forgotten its start.";
        }
        return isNear(hot.last(), exact)
                ? " This one does."
                : " This one does not: it weights ordered and disordered configurations wrongly.";
    }

    private String control(FlowCourse hot) {
        return String.format(
                Locale.ROOT,
                " Control, %s: %s from T = 0, %s from T = infinity, %s.",
                hot.read(),
                text(course(hot.set(), hot.sites(), FlowCourse.COLD).last().energy()),
                text(hot.last().energy()),
                hot.passes(CRITICAL).map(between -> "past Tc " + between).orElse("which does not get down to Tc"));
    }

    private static boolean isNear(FlowReading reading, double temperature) {
        return Math.abs(reading.energy().value() - temperature)
                <= TOLERANCE * reading.energy().standardError();
    }

    private FlowCourse course(TrainingSet set, String sites, String start) {
        return courses.stream()
                .filter(course -> course.set() == set
                        && course.sites().equals(sites)
                        && course.start().equals(start))
                .findFirst()
                .orElseThrow();
    }

    static String text(Estimate estimate) {
        return String.format(Locale.ROOT, "%.3f(%.3f)", estimate.value(), estimate.standardError());
    }
}
