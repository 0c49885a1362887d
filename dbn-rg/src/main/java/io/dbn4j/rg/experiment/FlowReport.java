package io.dbn4j.rg.experiment;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.lab.report.LineChart;
import io.dbn4j.lab.report.LineChart.Axis;
import io.dbn4j.lab.report.LineChart.Point;
import io.dbn4j.lab.report.LineChart.Series;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Table;
import io.dbn4j.rg.flow.FlowReading;
import io.dbn4j.rg.flow.TrainingSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Tables and charts of the readings along flows. */
record FlowReport(double exact, FlowReading mixture, List<FlowCourse> courses) {

    /** A step of a flow that was looked at. */
    record Look(FlowCourse course, int step, FlowReading reading) {}

    /** Table of all readings, with a row for each step of each flow. */
    static final Table<Look> FLOW = readings(
            Table.<Look>of("flow")
                    .text("set", look -> look.course.set().name())
                    .text("sites", look -> look.course.sites())
                    .text("start", look -> look.course.start())
                    .whole("step", "step", Look::step)
                    .digits("%.9g"),
            Look::reading);

    private static final Table<FlowReading> DATA =
            readings(Table.<FlowReading>of("data").label("", reading -> "data"), reading -> reading);

    private static final Table<FlowRest> RESTS = Table.<FlowRest>of("rests")
            .text("flow", "flow", rest -> rest.hot().read())
            .label("steps", rest -> rest.looks().get(0) + " to " + last(rest))
            .whole("from", rest -> rest.looks().get(0))
            .whole("to", FlowReport::last)
            .number("significance", "largest, in standard errors", "%.1f", FlowRest::significance)
            .number("extent", "with 2 of them, in its margin", "%.2f", FlowRest::extent)
            .text("outcome", "outcome", rest -> rest.outcome().words());

    private static final Table<FlowCourse> DIFFERENCES = difference(
                    difference(
                            difference(
                                    Table.<FlowCourse>of("differences").text("flow", "flow", FlowCourse::name),
                                    "energyMinusMagnetization",
                                    "T_E - T_m"),
                            "energyMinusDiagonal",
                            "T_E - T_nnn"),
                    "magnetizationMinusDiagonal",
                    "T_m - T_nnn")
            .number(
                    "largest",
                    "largest, in its errors",
                    "%.1f",
                    course -> course.last().disagreement());

    private static <R> Table<R> readings(Table<R> table, Function<R, FlowReading> reading) {
        return table.estimate("energyTemperature", "T_E", EstimateText::withError, reading.andThen(FlowReading::energy))
                .estimate(
                        "magnetizationTemperature",
                        "T_m",
                        EstimateText::withError,
                        reading.andThen(FlowReading::magnetization))
                .estimate(
                        "diagonalTemperature", "T_nnn", EstimateText::withError, reading.andThen(FlowReading::diagonal))
                .estimate("binderCumulant", "U4", EstimateText::withError, reading.andThen(FlowReading::binder))
                .estimate(
                        "orderedPercent",
                        "|m| > 0.9 (%)",
                        EstimateText::withError,
                        reading.andThen(FlowReading::ordered));
    }

    private static Table<FlowCourse> difference(Table<FlowCourse> table, String column, String pair) {
        return table.estimate(
                column,
                pair,
                EstimateText::withError,
                course -> Objects.requireNonNull(course.last().differences().get(pair)));
    }

    private static int last(FlowRest rest) {
        return rest.hot().readings().lastKey();
    }

    /** Returns the readings of all flows, step by step. */
    List<Look> looks() {
        return courses.stream().flatMap(course -> looks(course).stream()).toList();
    }

    private static List<Look> looks(FlowCourse course) {
        return course.readings().entrySet().stream()
                .map(entry -> new Look(course, entry.getKey(), entry.getValue()))
                .toList();
    }

    void addTo(Report report) {
        report.text("A thermometer gives the temperature at which the Ising model has the measured mean: T_E"
                        + " from the energy"
                        + " by Kaufman's exact curve, T_m from |m| and T_nnn from diagonal neighbors by"
                        + " sampled curves. All"
                        + " three agree only in equilibrium. They read 0 below T = 0.25 and 24 above T = 24."
                        + " Errors come from"
                        + " the chains of one RBM; other training runs differ by more.")
                .lines(byStart())
                .lines(byThermometer());
        if (courses.stream().anyMatch(course -> course.set() != TrainingSet.MIXTURE)) {
            report.text("Shuffled: all configurations have their sites in the same random order. Read in place,"
                            + " the sites are"
                            + " put back; read as units, they stay shuffled, so lattice neighbors are"
                            + " unrelated and T_E means"
                            + " nothing. Scrambled: each configuration has its sites in a different random"
                            + " order. Ends: only"
                            + " ordered and random configurations.")
                    .lines(controls());
        }
        report.table(
                        "Last half of each flow: differences between the starts and along each flow in T_E, T_m,"
                                + " T_nnn and U4",
                        RESTS,
                        rests())
                .table("After the last step: differences of thermometers with paired errors", DIFFERENCES, courses)
                .section("Readings")
                .table("The data themselves", DATA, List.of(mixture));
        courses.forEach(course -> report.table(course.name(), FLOW.look(), looks(course)));
    }

    private List<FlowRest> rests() {
        return courses.stream()
                .filter(course -> course.start().equals(FlowCourse.HOT))
                .map(hot -> FlowRest.of(courses, hot.set(), hot.sites()))
                .toList();
    }

    private LineChart byStart() {
        List<Series> series = courses.stream()
                .filter(course -> course.set() == TrainingSet.MIXTURE)
                .map(course -> series("from " + course.start(), course, FlowReading::energy))
                .toList();
        return chart("RBM of the mixture, from both starts", Axis.linear("T_E", "J / k_B"), series, true);
    }

    private LineChart byThermometer() {
        FlowCourse hot = courses.stream()
                .filter(course ->
                        course.set() == TrainingSet.MIXTURE && course.start().equals(FlowCourse.HOT))
                .findFirst()
                .orElseThrow();
        List<Series> series = List.of(
                series("T_E", hot, FlowReading::energy),
                series("T_m", hot, FlowReading::magnetization),
                series("T_nnn", hot, FlowReading::diagonal));
        return chart(
                "RBM of the mixture from T = infinity, three thermometers", Axis.linear("T", "J / k_B"), series, false);
    }

    private LineChart controls() {
        List<Series> series = courses.stream()
                .filter(course -> course.start().equals(FlowCourse.HOT))
                .map(course -> series(course.read(), course, FlowReading::energy))
                .toList();
        return chart("Controls, all from T = infinity", Axis.logarithmic("T_E", "J / k_B"), series, false);
    }

    private LineChart chart(String title, Axis temperature, List<Series> flows, boolean withMixture) {
        List<Series> series = new ArrayList<>(flows);
        series.add(level("Tc", FlowVerdict.CRITICAL));
        if (withMixture) {
            series.add(level("mean of the data", exact));
        }
        return new LineChart(title, Axis.logarithmic("step", ""), temperature, series);
    }

    private Series level(String name, double temperature) {
        return new Series(
                name,
                courses.get(0).readings().keySet().stream()
                        .map(step -> Point.at(step, temperature))
                        .toList());
    }

    private static Series series(String name, FlowCourse course, Function<FlowReading, Estimate> temperature) {
        List<Point> points = new ArrayList<>();
        course.readings().forEach((step, reading) -> points.add(Point.of(step, temperature.apply(reading))));
        return new Series(name, points);
    }
}
