package io.dbn4j.ui.web;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsUpdateConfiguration;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsUpdateConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DL4J's StatsListener with reports spaced by time, so that they cost about 1 % of a training.
 *
 * <p>A report takes as long as one or two updates, and an update takes from a millisecond to a second.
 */
final class SpacedStatsListener extends BaseTrainingListener {

    private static final Logger LOG = LoggerFactory.getLogger(SpacedStatsListener.class);

    /** Shortest pause after a report, in times of its duration: reports take 1 % of the time. */
    private static final int PAUSE = 100;

    /** Shortest time between two reports, in nanoseconds. */
    private static final long SHORTEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

    /** Pauses grow with the training time divided by this number: 3 000 reports in two hours, 5 500 in a day. */
    private static final int PARTS = 1000;

    private static final StatsUpdateConfiguration REPORT = reportingEvery(1);

    /** A configuration that only counts rows and updates. */
    private static final StatsUpdateConfiguration COUNT = reportingEvery(Integer.MAX_VALUE);

    private final StatsListener stats;
    private final long start = System.nanoTime();
    private long due;
    private long cost;
    private boolean begun;
    private boolean reported;
    private boolean reporting;
    private boolean failed;

    /** @param wait time before the first report */
    SpacedStatsListener(StatsStorageRouter to, String training, Duration wait) {
        due = start + wait.toNanos();
        stats = new StatsListener(to, null, COUNT, training, training);
    }

    private static StatsUpdateConfiguration reportingEvery(int iterations) {
        return new DefaultStatsUpdateConfiguration.Builder()
                .reportingFrequency(iterations)
                .build();
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
        report(() -> stats.onForwardPass(model, activations));
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
        report(() -> stats.onForwardPass(model, activations));
    }

    @Override
    public void onGradientCalculation(Model model) {
        report(() -> stats.onGradientCalculation(model));
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        if (begun) {
            listen(() -> stats.iterationDone(model, iteration, epoch));
        }
        long now = System.nanoTime();
        if (reporting) {
            // The duration of the first report is ignored: it includes the loading of classes.
            due = now + Math.max(Math.max(SHORTEST_PAUSE, (now - start) / PARTS), reported ? PAUSE * cost : 0);
            cost = 0;
            reported = true;
        }
        boolean next = now >= due && !failed;
        if (next != reporting) {
            reporting = next;
            begun = true;
            stats.setUpdateConfig(reporting ? REPORT : COUNT);
        }
    }

    private void report(Runnable part) {
        if (reporting) {
            listen(part);
        }
    }

    /** Calls DL4J's listener; if it fails, for example because the disk is full, reports end and training continues. */
    private void listen(Runnable part) {
        long before = System.nanoTime();
        try {
            part.run();
        } catch (RuntimeException e) {
            LOG.warn("no further reports for DL4J's training pages: {}", e.getMessage());
            failed = true;
            begun = false;
        }
        cost += reporting ? System.nanoTime() - before : 0;
    }
}
