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
 * Measurements of a run, read from its log starting at a byte offset.
 *
 * @param start offset of the first measurement; 0 means that the browser must discard earlier parts
 * @param end offset to ask for next
 * @param whole whether the part reaches the present end of the log
 * @param series series by name
 */
record MetricPart(long start, long end, boolean whole, Map<String, Series> series) {

    /** Largest number of bytes of the log that one answer reads. */
    private static final int LARGEST = 4 << 20;

    /**
     * A series of measurements.
     *
     * @param unit unit of value, low and high
     * @param bound bound that the values are
     * @param points one array for each measurement: step, epoch, value, low, high, seconds since 1970
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
