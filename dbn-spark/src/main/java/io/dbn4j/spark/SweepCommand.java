package io.dbn4j.spark;

import io.dbn4j.cli.SweepOptions;
import io.dbn4j.core.array.NativeThreads;
import io.dbn4j.core.json.Json;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRecord;
import io.dbn4j.spark.cluster.Cluster;
import io.dbn4j.spark.trial.SparkTrials;
import io.dbn4j.sweep.ExperimentSweep;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code dbn spark sweep}: the sweeps of {@code dbn sweep}, with runs on a cluster. */
@Command(
        name = "sweep",
        sortOptions = false,
        description =
                "Searches for the best settings of an experiment, with each run as a task of Spark. The scores are"
                        + " those of ./dbn sweep.",
        footer = {
            "",
            "./dbn sweep --help explains sweep files. The folder of the sweep is on this machine. An executor",
            "needs data files of the experiment at the same path.",
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

    @Mixin
    private SweepOptions source;

    @Mixin
    private ClusterOptions options;

    @Override
    public void run() {
        options.refuseCheckpoints(
                "a run that a cluster has not finished is lost with its executor", spec.commandLine());
        options.resumed(spec.commandLine()).map(Path::of).ifPresentOrElse(this::resume, this::start);
    }

    private void start() {
        Progress progress = options.output().progress();
        ExperimentSweep sweep = source.sweep();
        Map<String, String> overrides = options.overrides(source.overrides(sweep));
        // Check the settings before Spark is connected.
        Json.with(sweep, overrides).requireInputs(options.experiments());
        NativeThreads.ONE_EACH.configure();
        try (Cluster connected = options.connect(spec.commandLine())) {
            overrides.putIfAbsent("workers", String.valueOf(connected.slots(progress)));
            execute(options.create(options.request(source.name(), sweep, overrides), options.folder()), connected);
        }
    }

    private void resume(Path folder) {
        sweep(RunRecord.read(folder), folder);
        try (Cluster connected = options.connect(spec.commandLine())) {
            execute(options.resume(folder), connected);
        }
    }

    private void execute(Run run, Cluster connected) {
        ExperimentSweep sweep = sweep(run.record(), run.folder());
        Result result = options.execute(
                run,
                () -> run.execute(running -> sweep.run(running, new SparkTrials(connected.context()))),
                Main.CALLED + " sweep" + options.again(),
                spec.commandLine());
        options.output().print(result, spec.commandLine().getOut());
    }

    private ExperimentSweep sweep(RunRecord record, Path folder) {
        if (record.request(options.experiments()).experiment() instanceof ExperimentSweep sweep) {
            return sweep;
        }
        throw new IllegalArgumentException(folder + " is not a run of a sweep");
    }
}
