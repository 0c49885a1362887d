package io.dbn4j.rg.experiment;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.rg.experiment.Finding.Check;
import io.dbn4j.rg.flow.FlowReading;
import io.dbn4j.rg.flow.TrainingSet;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The conclusions from the readings of flows, each with its checks.
 *
 * @param exact temperature of the mixture by its exact energy
 * @param mixture readings of the data
 * @param courses flows of all sets
 */
record FlowVerdict(double exact, FlowReading mixture, List<FlowCourse> courses) {

    static final double CRITICAL = 1 / KaufmanPartitionFunction.CRITICAL_COUPLING;

    /** Standard errors within which two numbers count as equal. */
    private static final double TOLERANCE = FlowRest.SIGNIFICANT;

    private static final String IN_ERRORS = ", in standard errors";
    private static final String IN_PAIRED_ERRORS = ", in standard errors of their difference";

    /** The two flows of one set, read in one way, with their common name. */
    private record Flows(String name, FlowRest rest) {

        Check moves() {
            return Check.atMost(
                    name + ": largest difference of starts and over the last half" + IN_ERRORS,
                    rest.significance(),
                    FlowRest.SIGNIFICANT);
        }

        List<Check> stationary() {
            return List.of(
                    moves(),
                    Check.atMost(name + ": the same with two standard errors, in its margin", rest.extent(), 1),
                    Check.atLeast(
                            name + ": looks in the last half", rest.looks().size(), FlowRest.FEWEST_LOOKS));
        }

        Check passes() {
            return Check.atMost(
                    name + ", from T = infinity: lowest T_E minus Tc" + IN_ERRORS,
                    rest.hot().lowest(CRITICAL),
                    -TOLERANCE);
        }

        String ends() {
            return "from T = 0 " + text(rest.cold().last().quantities()) + "; from T = infinity "
                    + text(rest.hot().last().quantities());
        }

        String where() {
            return rest.hot().passes(CRITICAL).orElse("at a step that was not looked at");
        }
    }

    /**
     * Returns the conclusions with their checks.
     *
     * @param known comparisons of the data with known numbers; may be empty
     */
    Verdict verdict(List<Check> known) {
        Flows flows = flows(TrainingSet.MIXTURE, FlowCourse.IN_PLACE);
        List<Clause> clauses = new ArrayList<>(rest(flows));
        clauses.add(thermometers(flows));
        clauses.add(critical(flows));
        clauses.add(transientAtCritical(flows));
        clauses.add(perfect(flows));
        controls().forEach(control -> clauses.addAll(control(control)));
        if (!known.isEmpty()) {
            clauses.add(new Clause(
                    known,
                    "The readings of the data agree with the known values of the mixture.",
                    "The readings of the data do not agree with the known values of the mixture, so the"
                            + " thermometers are not reliable."));
        }
        return new Verdict(clauses);
    }

    private List<Clause> rest(Flows flows) {
        FlowRest rest = flows.rest;
        int last = rest.hot().readings().lastKey();
        String ends = String.format(Locale.ROOT, "After %d steps the flow reads %s. ", last, flows.ends());
        return List.of(
                Clause.of(
                        flows.moves(),
                        ends
                                + "No difference between the starts and no drift over the last half exceeds three"
                                + " standard errors"
                                + " in T_E, T_m, T_nnn or U4.",
                        ends
                                + "The flow still moves: the starts differ, or there is a drift over the last half."
                                + " This run shows no"
                                + " fixed point, at Tc or elsewhere."),
                new Clause(
                        flows.stationary(),
                        "The flow is stationary: each difference plus two standard errors is within 5 % of T and"
                                + " 0.05 of U4.",
                        "The flow is not shown to be stationary. If no difference is significant either, errors"
                                + " allow for more"
                                + " than 5 % of T or 0.05 of U4, and the run is undecided."));
    }

    private static Clause thermometers(Flows flows) {
        String differences = "from T = 0 %s; from T = infinity %s."
                .formatted(
                        text(flows.rest.cold().last().differences()),
                        text(flows.rest.hot().last().differences()));
        return Clause.of(
                Check.atMost(
                        "mixture: largest disagreement of two thermometers at the end" + IN_PAIRED_ERRORS,
                        Math.max(
                                flows.rest.cold().last().disagreement(),
                                flows.rest.hot().last().disagreement()),
                        TOLERANCE),
                "No two of T_E, T_m and T_nnn differ by more than three standard errors of their difference at the"
                        + " end: "
                        + differences,
                "T_E, T_m and T_nnn disagree at the end, so no single temperature describes the configurations: "
                        + differences);
    }

    private static Clause critical(Flows flows) {
        return Clause.of(
                Check.atLeast(
                        "mixture: largest distance of a thermometer from Tc at the end" + IN_ERRORS,
                        Math.max(
                                flows.rest.cold().last().distance(CRITICAL),
                                flows.rest.hot().last().distance(CRITICAL)),
                        TOLERANCE),
                "The end is not the critical point: a thermometer differs from Tc = 2.269.",
                "The end cannot be distinguished from the critical point: all thermometers read Tc = 2.269 within"
                        + " their errors.");
    }

    private static Clause transientAtCritical(Flows flows) {
        FlowReading last = flows.rest.hot().last();
        Check away = Check.atLeast(
                "mixture, from T = infinity: distance of T_E from Tc at the end" + IN_ERRORS,
                Math.abs(last.energy().errorsAbove(CRITICAL)),
                TOLERANCE);
        return new Clause(
                List.of(flows.passes(), away),
                "From T = infinity T_E passes Tc %s and does not stay there.".formatted(flows.where()),
                "From T = infinity T_E does not pass Tc, or ends near it.");
    }

    private Clause perfect(Flows flows) {
        return Clause.of(
                Check.atLeast(
                        "mixture: largest distance of a reading at the end from the data" + IN_ERRORS,
                        Math.max(
                                flows.rest.cold().last().distance(mixture),
                                flows.rest.hot().last().distance(mixture)),
                        TOLERANCE),
                String.format(
                        Locale.ROOT,
                        "A perfect model would have the readings of its data, exactly T_E = %.4f, which the choice of"
                                + " temperatures sets. This RBM does not.",
                        exact),
                String.format(
                        Locale.ROOT,
                        "The RBM has the readings of its data, exactly T_E = %.4f, which the choice of temperatures"
                                + " sets.",
                        exact));
    }

    private static List<Clause> control(Flows control) {
        String ends = "T_E = %s from T = 0 and %s from T = infinity."
                .formatted(
                        EstimateText.withError(control.rest.cold().last().energy()),
                        EstimateText.withError(control.rest.hot().last().energy()));
        return List.of(
                new Clause(
                        control.stationary(),
                        "The control (%s) is stationary: %s".formatted(control.name, ends),
                        "The control (%s) is not shown to be stationary: %s".formatted(control.name, ends)),
                Clause.of(
                        control.passes(),
                        "T_E of this control falls below Tc too, %s.".formatted(control.where()),
                        "T_E of this control does not fall below Tc."));
    }

    /** Returns all flows except those of the mixture. */
    private List<Flows> controls() {
        return courses.stream()
                .filter(course ->
                        course.set() != TrainingSet.MIXTURE && course.start().equals(FlowCourse.HOT))
                .map(course -> flows(course.set(), course.sites()))
                .toList();
    }

    private Flows flows(TrainingSet set, String sites) {
        FlowRest rest = FlowRest.of(courses, set, sites);
        return new Flows(rest.hot().read(), rest);
    }

    /** Returns names and values as text. */
    private static String text(Map<String, Estimate> quantities) {
        return quantities.entrySet().stream()
                .map(named -> named.getKey() + " = " + EstimateText.withError(named.getValue()))
                .collect(Collectors.joining(", "));
    }
}
