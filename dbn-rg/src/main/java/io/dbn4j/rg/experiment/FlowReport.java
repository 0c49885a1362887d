package io.dbn4j.rg.experiment;

import io.dbn4j.core.run.EstimateText;
import io.dbn4j.core.run.LineChart;
import io.dbn4j.core.run.LineChart.Axis;
import io.dbn4j.core.run.LineChart.Point;
import io.dbn4j.core.run.LineChart.Series;
import io.dbn4j.core.run.Report;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.flow.FlowReading;
import io.dbn4j.rg.flow.TrainingSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Tables and charts of the readings along flows. */
record FlowReport(double exact, FlowReading mixture, List<FlowCourse> courses) {

    private static final List<String> QUANTITIES = List.of("T_E", "T_m", "T_nnn", "U4", "|m| > 0.9 (%)");

    private static List<Estimate> numbers(FlowReading reading) {
        return List.of(
                reading.energy(), reading.magnetization(), reading.diagonal(), reading.binder(), reading.ordered());
    }

    /** All readings, one step of one flow a line. */
    static String csv(List<FlowCourse> courses) {
        StringBuilder csv = new StringBuilder("set,sites,start,step,energyTemperature,energyTemperatureError,"
                + "magnetizationTemperature,magnetizationTemperatureError,diagonalTemperature,diagonalTemperatureError,"
                + "binderCumulant,binderCumulantError,orderedPercent,orderedPercentError\n");
        for (FlowCourse course : courses) {
            course.readings().forEach((step, reading) -> {
                csv.append(
                        String.format(Locale.ROOT, "%s,%s,%s,%d", course.set(), course.sites(), course.start(), step));
                numbers(reading)
                        .forEach(number -> csv.append(
                                String.format(Locale.ROOT, ",%.9g,%.3g", number.value(), number.standardError())));
                csv.append('\n');
            });
        }
        return csv.toString();
    }

    /** Writes report.html. */
    void write(Run run, Finding finding) {
        Report report = Report.of("Flow of configurations through RBMs")
                .claim(finding.evidence(), finding.verdict().text())
                .text(
                        "A thermometer gives the temperature at which the Ising model has the measured mean: T_E of the energy"
                                + " by Kaufman's exact curve, T_m of |m| and T_nnn of diagonal neighbours by sampled curves. All"
                                + " three agree in equilibrium only. They read 0 below T = 0.25 and 24 above T = 24. Errors are"
                                + " those of the chains of one RBM; another training run differs by more.")
                .lines(byStart())
                .lines(byThermometer());
        if (courses.stream().anyMatch(course -> course.set() != TrainingSet.MIXTURE)) {
            report.text(
                            "Shuffled: all configurations with their sites in one random order, read in place, with the sites"
                                    + " put back, and as units, on the lattice as if nothing had been shuffled, where neighbours are"
                                    + " strangers and T_E means nothing. Scrambled: each configuration in an order of its own."
                                    + " Ends: ordered and random configurations alone.")
                    .lines(controls());
        }
        report.table(
                "Last half of each flow: differences between the starts, and along each flow, in T_E, T_m, T_nnn and U4",
                List.of("flow", "steps", "largest, in standard errors", "with 2 of them, in its margin", "outcome"),
                rests());
        report.table(
                "After the last step: differences of thermometers, with the error of the difference by the same chains",
                List.of("flow", "T_E - T_m", "T_E - T_nnn", "T_m - T_nnn", "largest, in its errors"),
                courses.stream().map(FlowReport::differences).toList());
        report.section("Readings").table("The data themselves", header(""), List.of(row("data", mixture)));
        for (FlowCourse course : courses) {
            List<List<String>> rows = new ArrayList<>();
            course.readings().forEach((step, reading) -> rows.add(row(String.valueOf(step), reading)));
            report.table(course.name(), header("step"), rows);
        }
        CheckTable.end(report, run, finding);
    }

    private List<List<String>> rests() {
        return courses.stream()
                .filter(course -> course.start().equals(FlowCourse.HOT))
                .map(hot -> rest(hot.read(), FlowRest.of(courses, hot.set(), hot.sites())))
                .toList();
    }

    private static List<String> rest(String name, FlowRest rest) {
        return List.of(
                name,
                String.format(
                        Locale.ROOT,
                        "%d to %d",
                        rest.looks().get(0),
                        rest.hot().readings().lastKey()),
                String.format(Locale.ROOT, "%.1f", rest.significance()),
                String.format(Locale.ROOT, "%.2f", rest.extent()),
                rest.outcome().words());
    }

    private static List<String> differences(FlowCourse course) {
        FlowReading last = course.last();
        return Stream.of(
                        Stream.of(course.name()),
                        last.differences().values().stream().map(EstimateText::withError),
                        Stream.of(String.format(Locale.ROOT, "%.1f", last.disagreement())))
                .flatMap(cells -> cells)
                .toList();
    }

    private static List<String> header(String first) {
        return Stream.concat(Stream.of(first), QUANTITIES.stream()).toList();
    }

    private static List<String> row(String first, FlowReading reading) {
        return Stream.concat(Stream.of(first), numbers(reading).stream().map(EstimateText::withError))
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
                        .map(step -> new Point(step, temperature, Double.NaN, Double.NaN))
                        .toList());
    }

    private static Series series(String name, FlowCourse course, Function<FlowReading, Estimate> temperature) {
        List<Point> points = new ArrayList<>();
        course.readings().forEach((step, reading) -> {
            Estimate t = temperature.apply(reading);
            points.add(new Point(step, t.value(), t.low(), t.high()));
        });
        return new Series(name, points);
    }
}
