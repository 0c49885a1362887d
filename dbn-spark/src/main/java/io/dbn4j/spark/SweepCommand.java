package io.dbn4j.spark;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.NativeThreads;
import io.dbn4j.core.json.Json;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRecord;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.spark.cluster.Cluster;
import io.dbn4j.spark.cluster.ClusterExperiments;
import io.dbn4j.spark.trial.SparkTrials;
import io.dbn4j.sweep.ExperimentSweep;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dbn spark sweep}: the sweeps of {@code dbn sweep}, with runs on a cluster. */
@Command(
        name = "sweep",
        sortOptions = false,
        description =
                "Searches for the best settings of an experiment, with every run a task of Spark. The same sweep has the"
                        + " same scores as ./dbn sweep.",
        footer = {
            "",
            "./dbn sweep --help says what a file holds. The folder of the sweep is on this machine; executors need",
            "the experiment's own data, if it has any, at the same path.",
            "",
            "Examples:",
            "  ./dbn spark sweep my-sweep.json --master local[2]",
            "  ./dbn spark sweep ising-search --trials 10 --master local-cluster[2,1,1024]",
            "  ./dbn spark sweep my-sweep.json --master spark://head:7077 --conf spark.executor.memory=4g",
            "  ./dbn spark sweep --resume runs/search --master spark://head:7077"
        })
final class SweepCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE.json|PRESET", description = "A file, or the name of a preset.")
    private @Nullable String source;

    @Mixin
    private ClusterOptions cluster;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Runs at the same time. Changes no score. Default: as many as the cluster has slots.")
    private @Nullable Integer workers;

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "Number of settings, each run with every seed. Default: as the file says.")
    private @Nullable Integer trials;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "Start no run after so many minutes. Default: as the file says.")
    private @Nullable Double minutes;

    @Mixin
    private RunOptions options;

    @Override
    public void run() {
        Progress progress = options.progress();
        if (options.resumed().isPresent()) {
            resume(Path.of(options.resumed().get()), progress);
        } else if (source == null) {
            throw new ParameterException(spec.commandLine(), "missing required parameter: 'FILE.json|PRESET'");
        } else {
            start(source, progress);
        }
    }

    private void start(String from, Progress progress) {
        boolean file = from.endsWith(".json");
        Experiment sweep = file
                ? ExperimentSweep.read(Path.of(from))
                : ClusterExperiments.ALL.preset(from).experiment();
        Map<String, String> overrides = options.overrides(shorthands());
        Experiment changed = Json.with(requireSweep(sweep, from), overrides);
        // Before Spark is asked for anything.
        changed.requireInputs(ClusterExperiments.ALL);
        String name = file ? RunRequest.nameOf(Path.of(from)) : from;
        NativeThreads.ONE_EACH.configure();
        try (Cluster connected = cluster.connect(spec.commandLine())) {
            overrides.putIfAbsent("workers", String.valueOf(connected.slots(progress)));
            execute(options.start(name, sweep, overrides, progress), connected);
        }
    }

    private Map<String, String> shorthands() {
        Map<String, String> shorthands = new LinkedHashMap<>();
        if (workers != null) {
            shorthands.put("workers", String.valueOf(workers));
        }
        if (trials != null) {
            shorthands.put("search.trials", String.valueOf(trials));
        }
        if (minutes != null) {
            shorthands.put("minutes", String.valueOf(minutes));
        }
        return shorthands;
    }

    private void resume(Path folder, Progress progress) {
        RunRecord record = RunRecord.read(folder);
        requireSweep(record.request(ClusterExperiments.ALL).experiment(), folder.toString());
        record.threads().configure();
        try (Cluster connected = cluster.connect(spec.commandLine())) {
            execute(Run.resume(folder, ClusterExperiments.ALL, progress), connected);
        }
    }

    private void execute(Run run, Cluster connected) {
        ExperimentSweep sweep =
                (ExperimentSweep) run.record().request(ClusterExperiments.ALL).experiment();
        options.execute(
                run,
                running -> sweep.run(running, new SparkTrials(connected.context())),
                "./dbn spark sweep" + cluster.again(),
                spec.commandLine());
    }

    private static Experiment requireSweep(Experiment experiment, String source) {
        Check.require(experiment instanceof ExperimentSweep, "%s is no sweep", source);
        return experiment;
    }
}
