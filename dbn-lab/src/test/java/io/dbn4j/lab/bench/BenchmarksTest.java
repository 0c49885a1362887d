package io.dbn4j.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.objective.ContrastiveDivergence;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.training.GreedyPretraining;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.runner.RunnerException;

/** Tests that the benchmarks run, not how fast anything is. */
class BenchmarksTest {

    private static final Comparison ONCE = new Comparison(1, 10, 0);

    /** Ignores the lock, so that a benchmark that runs at the same time causes no failure. */
    @BeforeAll
    static void doNotLock() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @AfterAll
    static void lock() {
        System.clearProperty("jmh.ignoreLock");
    }

    @ParameterizedTest
    @CsvSource({"CD-1, SGD", "CD-1, Momentum", "PCD-1, SGD", "PCD-1, Momentum"})
    void updatesAreComparedWithTheirProducts(String objective, String updater) throws RunnerException {
        Map<String, String> tiny =
                Map.of("objective", objective, "updater", updater, "batch", "3", "visible", "5", "hidden", "4");

        Comparison.Outcome outcome = ONCE.run(UpdateBenchmark.class, tiny);

        assertThat(outcome.products()).isPositive();
        assertThat(outcome.work()).isPositive();
        assertThat(outcome.ratio()).isBetween(outcome.low(), outcome.high());
    }

    @Test
    void annealingIsComparedWithItsProducts() throws RunnerException {
        Comparison.Outcome outcome =
                ONCE.run(AnnealingBenchmark.class, Map.of("betas", "2", "chains", "3", "visible", "5", "hidden", "4"));

        assertThat(outcome.ratio()).isPositive();
    }

    @Test
    void scalingIsWrittenAsATableAndAsAPlot(@TempDir Path folder) throws Exception {
        new Benchmarks(new Comparison(1, 1, 0)).scaling(folder);

        assertThat(folder.resolve("scaling.csv")).content().hasLineCount(14).contains("\n4000,100,", "\n500,1000,");
        assertThat(folder.resolve("scaling.html")).content().contains("hidden units", "batch");
    }

    @Test
    void aBenchmarkThatThrowsIsNoResult() {
        assertThatThrownBy(() -> ONCE.run(AnnealingBenchmark.class, Map.of("betas", "0")))
                .isInstanceOf(RunnerException.class);
    }

    @Test
    void anEpochVisitsTheWholeFile() {
        INDArray images = Products.states(250, 6, new Seed(1).stream("images"));
        List<Integer> updates = new ArrayList<>();
        var watch = new GreedyPretraining.Observer() {
            @Override
            public void updated(int layer, int epoch, int update, int updatesPerEpoch) {
                updates.add(update);
            }

            @Override
            public void epochEnds(int layer, int epoch, RbmLayerRuntime rbm, INDArray input) {
                assertThat(input).isSameAs(images);
            }
        };

        Epoch.train(images, new ContrastiveDivergence(1), 2, watch);

        assertThat(updates).containsExactly(1, 2, 1, 2);
    }
}
