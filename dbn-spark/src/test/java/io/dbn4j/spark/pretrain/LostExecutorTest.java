package io.dbn4j.spark.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.dl4j.Meter;
import io.dbn4j.core.dl4j.ReplicaThreads;
import io.dbn4j.core.run.FolderComparison;
import io.dbn4j.core.run.Progress;
import io.dbn4j.core.run.Run;
import io.dbn4j.spark.cluster.Cluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas on a master, two workers and two executors, which are processes of their own. */
@Tag("slow")
class LostExecutorTest {

    private Cluster cluster;

    @TempDir
    private Path folder;

    /** Made of nothing but the class path of this test: what an installation would have is empty. */
    @BeforeEach
    void connect() throws Exception {
        Path home = Path.of(System.getenv("SPARK_HOME"));
        Files.createDirectories(home.resolve("jars"));
        Files.write(home.resolve("RELEASE"), new byte[0]);
        cluster = Cluster.connect(
                "local-cluster[2,1,1024]",
                Map.of("spark.executor.extraClassPath", System.getProperty("java.class.path")));
        assertThat(cluster.slots(Progress.SILENT)).isEqualTo(2);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    /** Only they are programs of Java; their command lines are too long to be read. */
    private static List<ProcessHandle> executors() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .toList();
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
        Meter meter = new Meter(new SparkReplicas(cluster.context()));
        Run there = Trainings.start(Trainings.request(data, 7, 20), folder.resolve("there"), Progress.SILENT);

        CompletableFuture<Run> disturbed = CompletableFuture.supplyAsync(() -> Trainings.execute(there, meter));
        while (meter.rounds() < 10) {
            Thread.sleep(20);
        }
        assertThat(executors()).hasSize(2);
        executors().get(0).destroyForcibly();
        disturbed.join();

        assertThat(lost.get()).isPositive();
        assertThat(meter.rounds()).isEqualTo((20 + 2) * 3L);
        assertThat(FolderComparison.of(folder.resolve("here"), folder.resolve("there")))
                .isEmpty();
    }
}
