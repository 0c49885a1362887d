package io.dbn4j.lab.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.run.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A line chart: curves with error bars, or with bands if there are many points. {@code dbnPlots.line} draws its JSON.
 *
 * @param title one line
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series the curves
 */
public record LineChart(String title, Axis x, Axis y, List<Series> series) {

    public LineChart {
        series = List.copyOf(series);
    }

    /**
     * An axis of a line chart.
     *
     * @param label name of the quantity
     * @param unit unit; empty for numbers without unit
     * @param logarithmic whether the scale is logarithmic; then values that are not positive are not drawn
     */
    public record Axis(
            String label, String unit, @JsonProperty("log") boolean logarithmic) {

        /** Makes a linear axis. */
        public static Axis linear(String label, String unit) {
            return new Axis(label, unit, false);
        }

        /** Makes a logarithmic axis. */
        public static Axis logarithmic(String label, String unit) {
            return new Axis(label, unit, true);
        }
    }

    /** A point with its interval; the limits are NaN if unknown. */
    public record Point(double x, double y, double low, double high) {

        /** Returns a point without interval. */
        public static Point at(double x, double y) {
            return new Point(x, y, Double.NaN, Double.NaN);
        }

        /** Returns the point of an estimate with its 95 % interval. */
        public static Point of(double x, Estimate y) {
            return new Point(x, y.value(), y.low(), y.high());
        }
    }

    /**
     * A curve of a line chart.
     *
     * @param name name in the legend
     * @param points from left to right
     */
    public record Series(String name, List<Point> points) {

        /** Largest number of points: no screen shows more, and reports stay small. */
        private static final int MOST_POINTS = 800;

        /** Keeps every n-th point and the last if there are too many. */
        public Series {
            points = thinned(points);
        }

        /** Makes a curve of measurements over epochs. */
        public static Series byEpoch(String name, List<Metric> metrics) {
            return of(name, metrics, Metric::epoch);
        }

        /** Makes a curve of measurements over updates. */
        public static Series byStep(String name, List<Metric> metrics) {
            return of(name, metrics, Metric::step);
        }

        private static Series of(String name, List<Metric> metrics, ToDoubleFunction<Metric> x) {
            return new Series(
                    name,
                    metrics.stream()
                            .map(metric -> Point.of(x.applyAsDouble(metric), metric.value()))
                            .toList());
        }

        private static List<Point> thinned(List<Point> points) {
            int stride = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
            if (stride <= 1) {
                return List.copyOf(points);
            }
            List<Point> kept = new ArrayList<>();
            for (int i = 0; i < points.size(); i += stride) {
                kept.add(points.get(i));
            }
            if ((points.size() - 1) % stride != 0) {
                kept.add(points.get(points.size() - 1));
            }
            return List.copyOf(kept);
        }
    }
}
