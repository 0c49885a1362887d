package io.dbn4j.spark.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.training.ReplicaThreads;
import io.dbn4j.core.training.RoundMeter;
import io.dbn4j.lab.run.FolderComparison;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.spark.cluster.Cluster;
import io.dbn4j.spark.cluster.LocalCluster;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of replicas on a master, two workers and two executors, each in its own process. */
@Tag("slow")
class LostExecutorTest {

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
    void anExecutorThatIsKilledBetweenTwoMeansChangesNothing() throws Exception {
        Path data = Trainings.data(folder);
        Run here = Trainings.start(Trainings.request(data, 7, 20), folder.resolve("here"), Progress.SILENT);
        Trainings.execute(here, new ReplicaThreads(1));
        AtomicInteger lost = new AtomicInteger();
        cluster.context().sc().addSparkListener(new SparkListener() {
            @Override
            public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
                lost.incrementAndGet();
            }
        });
        RoundMeter meter = new RoundMeter(new SparkReplicas(cluster.context()));
        Run there = Trainings.start(Trainings.request(data, 7, 20), folder.resolve("there"), Progress.SILENT);

        CompletableFuture<Run> disturbed = CompletableFuture.supplyAsync(() -> Trainings.execute(there, meter));
        while (meter.rounds() < 10) {
            Thread.sleep(20);
        }
        assertThat(LocalCluster.executors()).hasSize(2);
        LocalCluster.executors().get(0).destroyForcibly();
        disturbed.join();

        assertThat(lost.get()).isPositive();
        assertThat(meter.rounds()).isEqualTo((20 + 2) * 3L);
        assertThat(FolderComparison.of(folder.resolve("here"), folder.resolve("there")))
                .isEmpty();
    }
}
