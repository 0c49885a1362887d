package io.dbn4j.spark;

import io.dbn4j.cli.RunOptions;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.spark.cluster.Cluster;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of commands that run an experiment on a cluster. */
final class ClusterOptions extends RunOptions {

    private static final Set<String> WITH_RESUME = Set.of("--master", "--conf", "--copy-to");

    @Option(
            names = "--master",
            paramLabel = "MASTER",
            description = "Cluster: local[N], local-cluster[EXECUTORS,CORES,MEGABYTES] or spark://HOST:PORT; with"
                    + " spark-submit also yarn and k8s://…. Default: the master of spark-submit.")
    private String master = "";

    @Option(
            names = "--conf",
            paramLabel = "KEY=VALUE",
            description = "Setting of Spark, such as spark.executor.memory=4g. Can be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    ClusterOptions(ExperimentList experiments) {
        super(experiments);
    }

    Cluster connect(CommandLine command) {
        if (master.isEmpty() && System.getProperty("spark.master") == null) {
            throw new ParameterException(command, "missing option --master=MASTER");
        }
        return Cluster.connect(master, settings);
    }

    /** Returns the options that a command to resume the run must repeat. */
    String again() {
        StringBuilder words = new StringBuilder(master.isEmpty() ? "" : " --master " + master);
        settings.forEach((name, value) ->
                words.append(" --conf ").append(name).append('=').append(value));
        return words.toString();
    }

    @Override
    protected boolean goesWithResume(String option) {
        return WITH_RESUME.contains(option) || super.goesWithResume(option);
    }
}
