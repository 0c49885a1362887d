package io.dbn4j.spark.cluster;

import io.dbn4j.lab.run.Progress;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A connection to a Spark cluster.
 *
 * @param context context of the driver, which is this process
 */
public record Cluster(JavaSparkContext context) implements AutoCloseable {

    /** Time limit for the answer of a standalone master; a running master answers within seconds. */
    private static final long CONNECT_SECONDS = 15;

    private static final long EXECUTORS_SECONDS = 30;
    private static final long LOOK_MILLIS = 500;
    private static final int LOOKS_WITHOUT_NEWS = 4;

    /**
     * Connects to a cluster.
     *
     * @param master URL of the master as Spark writes it; empty for the master of {@code spark-submit}
     * @param settings settings of Spark, which override the settings made here
     * @throws IllegalArgumentException if Spark does not know the kind of master or cannot reach it
     */
    public static Cluster connect(String master, Map<String, String> settings) {
        SparkConf configuration = Configuration.of(master, settings);
        Master known = new Master(configuration.get("spark.master"));
        known.requireSomebody();
        CompletableFuture<JavaSparkContext> connecting =
                CompletableFuture.supplyAsync(() -> new JavaSparkContext(configuration), task -> {
                    Thread thread = new Thread(task, "spark-connect");
                    thread.setDaemon(true);
                    thread.start();
                });
        try {
            return new Cluster(
                    known.isStandalone() ? connecting.get(CONNECT_SECONDS, TimeUnit.SECONDS) : connecting.get());
        } catch (TimeoutException e) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "master %s cannot be reached: no answer in %d s",
                            known.url(),
                            CONNECT_SECONDS),
                    e);
        } catch (ExecutionException e) {
            throw new IllegalArgumentException(reason(known, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String reason(Master master, ExecutionException e) {
        String said = String.valueOf(
                        e.getCause() == null ? e.getMessage() : e.getCause().getMessage())
                .lines()
                .findFirst()
                .orElse("");
        return said.contains("Could not parse Master URL")
                ? "master %s needs an installation of Spark with support for it: use its spark-submit, see docs/spark.md"
                        .formatted(master.url())
                : "master %s cannot be used: %s".formatted(master.url(), said);
    }

    /** Returns the number of tasks that run at the same time, after waiting until no more executors register. */
    public int slots(Progress progress) {
        int executors = 0;
        int quiet = 0;
        for (long waited = 0; quiet < LOOKS_WITHOUT_NEWS && !context.isLocal(); waited += LOOK_MILLIS) {
            // The list includes the driver.
            int now = context.sc().statusTracker().getExecutorInfos().length - 1;
            quiet = now == 0 || now > executors ? 0 : quiet + 1;
            executors = now;
            if (executors == 0 && waited >= 1000 * EXECUTORS_SECONDS) {
                progress.warn(String.format(
                        Locale.ROOT, "no executor has registered in %d s; the runs wait for one", EXECUTORS_SECONDS));
                break;
            }
            pause();
        }
        return context.defaultParallelism();
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
