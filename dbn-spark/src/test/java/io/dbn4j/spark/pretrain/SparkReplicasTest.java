package io.dbn4j.spark.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.training.ReplicaThreads;
import io.dbn4j.lab.run.FolderComparison;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.spark.cluster.Cluster;
import io.dbn4j.spark.cluster.ClusterExperiments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of replicas on Spark in this process. */
class SparkReplicasTest {

    private static Cluster cluster;
    private static SparkReplicas spark;

    @TempDir
    private Path folder;

    private Path data;

    @BeforeAll
    static void connect() {
        cluster = Cluster.connect("local[2]", Map.of());
        spark = new SparkReplicas(cluster.context());
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @BeforeEach
    void trainHere() throws IOException {
        data = Trainings.data(folder);
        Trainings.execute(start("here", 7, Progress.SILENT), new ReplicaThreads(1));
    }

    private Run start(String name, long seed, Progress progress) {
        return Trainings.start(Trainings.request(data, seed, 3), folder.resolve(name), progress);
    }

    @Test
    void theResultHasTheBitsOfOneThread() {
        Trainings.execute(start("there", 7, Progress.SILENT), spark);

        assertThat(FolderComparison.of(folder.resolve("here"), folder.resolve("there")))
                .isEmpty();
        Trainings.execute(start("other", 8, Progress.SILENT), spark);
        assertThat(FolderComparison.of(folder.resolve("here"), folder.resolve("other")))
                .isNotEmpty();
    }

    @Test
    void divergenceIsReportedOnceAndAsItIs() {
        RunRequest request = Trainings.request(data, 7, 3);
        RunRequest wild = RunRequest.of(
                ClusterExperiments.ALL.preset(request.name()),
                7,
                Map.of(
                        "training.data", data.toString(),
                        "training.batch", "40",
                        "training.layers[0].learningRate", "1e10"));

        Run run = Trainings.start(wild, folder.resolve("wild"), Progress.SILENT);

        assertThatThrownBy(() -> Trainings.execute(run, spark))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageStartingWith("layer 1 diverged in epoch 1");
    }

    /** Fails at the call of a number, like a machine that loses power. */
    private static final class PowerCut implements Progress {

        private int calls;

        @Override
        public void at(long done) {
            calls++;
            if (calls == 8) {
                throw new IllegalStateException("power cut");
            }
        }
    }

    @Test
    void fromACopyOnAnotherFileSystemARunGoesOnToTheSameBits() throws IOException {
        RunStore store = RunStore.open(
                folder.resolve("store").toUri().toString(), cluster.context().hadoopConfiguration());
        Run stopped = start("stopped", 7, new PowerCut());
        stopped.checkpoints().every(Duration.ZERO);
        stopped.checkpoints().afterSaving(() -> store.put(stopped.folder()));
        assertThat(store.holdsRun()).isFalse();
        assertThatThrownBy(() -> Trainings.execute(stopped, spark)).hasMessage("power cut");

        Path copy = folder.resolve("copy");
        store.get(copy);
        Path recorded = copy.resolve("run.json");
        String record = Files.readString(recorded);
        // Make the record look as on another machine, where the process of the driver does not exist.
        Files.writeString(recorded, record.replace("\"running\"", "\"interrupted\""));
        Run resumed = Run.resume(copy, ClusterExperiments.ALL, Progress.SILENT);
        Trainings.execute(resumed, spark);

        assertThat(record).contains("\"running\"");
        assertThat(FolderComparison.of(folder.resolve("here"), copy)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.get(copy))
                .withMessageEndingWith("it exists already; resume that folder or move it away");
    }
}
