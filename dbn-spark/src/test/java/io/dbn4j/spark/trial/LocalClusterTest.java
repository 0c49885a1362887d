package io.dbn4j.spark.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.spark.cluster.Cluster;
import io.dbn4j.spark.cluster.LocalCluster;
import io.dbn4j.sweep.ExperimentSweep;
import io.dbn4j.sweep.SweepOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of sweeps on a master, two workers and two executors, each in its own process. */
@Tag("slow")
class LocalClusterTest {

    private Cluster cluster;

    @TempDir
    private Path folder;

    @BeforeEach
    void connect() throws Exception {
        cluster = LocalCluster.connect();
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void scoresAreThoseOfThisProcess() throws Exception {
        ExperimentSweep sweep = Sweeps.rates(folder, Sweeps.RANDOM, 1);

        SweepOutcome there = Sweeps.outcome(sweep, 2, folder.resolve("there"), new SparkTrials(cluster.context()));

        assertThat(LocalCluster.executors()).hasSize(2);
        assertThat(there.trials())
                .isEqualTo(Sweeps.outcome(sweep, 1, folder.resolve("here")).trials());
        assertThat(Files.readString(folder.resolve("there/trials/0001-s7/run.json")))
                .doesNotContain("\"process\": " + ProcessHandle.current().pid());
    }

    @Test
    void anExecutorThatIsKilledDuringATrialChangesNothing() throws Exception {
        ExperimentSweep sweep = Sweeps.rates(folder, Sweeps.RANDOM, 1000);
        AtomicInteger lost = new AtomicInteger();
        cluster.context().sc().addSparkListener(new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
                if (end.reason() != Success$.MODULE$) {
                    lost.incrementAndGet();
                }
            }
        });

        CompletableFuture<SweepOutcome> disturbed = CompletableFuture.supplyAsync(
                () -> Sweeps.outcome(sweep, 2, folder.resolve("disturbed"), new SparkTrials(cluster.context())));
        awaitTasks(2, disturbed);
        assertThat(LocalCluster.executors()).hasSize(2);
        LocalCluster.executors().get(0).destroyForcibly();

        SweepOutcome there = disturbed.join();
        assertThat(lost.get()).isPositive();
        assertThat(there.trials())
                .isEqualTo(Sweeps.outcome(sweep, 2, folder.resolve("here")).trials());
    }

    /** Waits until a number of tasks are active, or until the sweep has ended undisturbed. */
    private void awaitTasks(int count, CompletableFuture<?> sweep) throws InterruptedException {
        var tracker = cluster.context().statusTracker();
        int active = 0;
        while (active < count && !sweep.isDone()) {
            Thread.sleep(20);
            active = 0;
            for (int stage : tracker.getActiveStageIds()) {
                var info = tracker.getStageInfo(stage);
                active += info == null ? 0 : info.numActiveTasks();
            }
        }
    }
}
