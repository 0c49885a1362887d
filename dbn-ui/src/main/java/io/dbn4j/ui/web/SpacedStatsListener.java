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
 * DL4J's StatsListener, reporting as often as it may by the clock: a report takes as long as an update or two, and updates
 * take from a millisecond to a second.
 */
final class SpacedStatsListener extends BaseTrainingListener {

    private static final Logger LOG = LoggerFactory.getLogger(SpacedStatsListener.class);

    /** So much longer than a report takes is the time before the next: reports take 1 % of the time. */
    private static final int PAUSE = 100;

    /** Between two reports at least. */
    private static final long SHORTEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

    /** Pauses grow to this part of the time so far: 3 000 reports in two hours, 5 500 in a day. */
    private static final int PARTS = 1000;

    private static final StatsUpdateConfiguration REPORT = reportingEvery(1);

    /** Counts rows and updates, no more. */
    private static final StatsUpdateConfiguration COUNT = reportingEvery(Integer.MAX_VALUE);

    private final StatsListener stats;
    private final long start = System.nanoTime();
    private long due;
    private long cost;
    private boolean begun;
    private boolean reported;
    private boolean reporting;
    private boolean failed;

    /** @param wait before the first report */
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
            // What the first has cost says nothing: it has loaded classes.
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

    /** If nothing can be said any more, for the disk is full, say, training goes on. */
    private void listen(Runnable part) {
        long before = System.nanoTime();
        try {
            part.run();
        } catch (RuntimeException e) {
            LOG.warn("no more for DL4J's pages: {}", e.getMessage());
            failed = true;
            begun = false;
        }
        cost += reporting ? System.nanoTime() - before : 0;
    }
}
