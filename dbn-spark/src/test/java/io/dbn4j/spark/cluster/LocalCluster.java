package io.dbn4j.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.lab.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Spark cluster of a master, two workers and two executors, each in its own process. */
public final class LocalCluster {

    private LocalCluster() {}

    /** Starts the cluster from the class path of this test; its installation of Spark is empty. */
    public static Cluster connect() throws IOException {
        Path home = Path.of(System.getenv("SPARK_HOME"));
        Files.createDirectories(home.resolve("jars"));
        Files.write(home.resolve("RELEASE"), new byte[0]);
        Cluster cluster = Cluster.connect(
                "local-cluster[2,1,1024]",
                Map.of("spark.executor.extraClassPath", System.getProperty("java.class.path")));
        assertThat(cluster.slots(Progress.SILENT)).isEqualTo(2);
        return cluster;
    }

    /** Returns all Java processes that this process has started; their command lines are too long to be read. */
    public static List<ProcessHandle> executors() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .toList();
    }
}
