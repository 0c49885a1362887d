package io.dbn4j.ui.web;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.run.Metric;
import io.dbn4j.lab.run.MetricLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measurements of a run from one place of its log on.
 *
 * @param start 0 if these are the first: whatever the browser had before no longer holds
 * @param end what to ask for next
 * @param whole whether that is all there was
 * @param series by name
 */
record MetricPart(long start, long end, boolean whole, Map<String, Series> series) {

    /** Bytes of the log that are read for one answer. */
    private static final int LARGEST = 4 << 20;

    /**
     * Points of one series.
     *
     * @param unit of value, low and high
     * @param bound on which side of the truth they lie
     * @param points step, epoch, value, low, high, seconds since 1970
     */
    record Series(String unit, Estimate.Bound bound, List<double[]> points) {}

    static MetricPart read(Path folder, long after) {
        Path file = folder.resolve(MetricLog.FILE);
        MetricLog.Part part = MetricLog.read(file, after, LARGEST);
        Map<String, Series> series = new TreeMap<>();
        for (Metric metric : part.metrics()) {
            Estimate value = metric.value();
            series.computeIfAbsent(metric.series(), name -> new Series(value.unit(), value.bound(), new ArrayList<>()))
                    .points()
                    .add(new double[] {
                        metric.step(),
                        metric.epoch(),
                        value.value(),
                        value.low(),
                        value.high(),
                        metric.time().toEpochMilli() * 1e-3
                    });
        }
        boolean whole = part.end() - part.start() < LARGEST / 2;
        return new MetricPart(part.start(), part.end(), whole, series);
    }
}
