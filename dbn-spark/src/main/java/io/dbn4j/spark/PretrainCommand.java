package io.dbn4j.spark;

import io.dbn4j.cli.PositiveNumber;
import io.dbn4j.cli.RunOptions;
import io.dbn4j.cli.WholeNumber;
import io.dbn4j.core.Check;
import io.dbn4j.core.array.NativeThreads;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.training.ParameterAveraging.MomentumRule;
import io.dbn4j.lab.experiment.AveragedTraining;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRecord;
import io.dbn4j.lab.training.LayerRecipe;
import io.dbn4j.lab.training.TrainsReplicas;
import io.dbn4j.spark.cluster.Cluster;
import io.dbn4j.spark.pretrain.RunStore;
import io.dbn4j.spark.pretrain.SparkReplicas;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code dbn spark pretrain}: it trains RBMs by replicas on a cluster and averages the parameters of the
 * replicas.
 */
@Command(
        name = "pretrain",
        sortOptions = false,
        description =
                "Trains RBMs with replicas on a cluster. Each replica trains on its part of the rows; every few"
                        + " updates, all continue from the mean of their parameters. The result does not depend on the cluster.",
        footer = {
            "",
            "--copy-to keeps a copy of the run on file:, hdfs:, s3a: or another file system of Hadoop, renewed",
            "at every checkpoint. --resume with the same name continues the run on any machine.",
            "",
            "Examples:",
            "  ./dbn spark pretrain --data mnist --hidden 500 --partitions 4 --master local[4]",
            "  ./dbn spark pretrain --data rows.npy --partitions 8 --batch 200 --master spark://head:7077",
            "  ./dbn spark pretrain --hidden 500 --master spark://head:7077 --copy-to hdfs://head/runs/first",
            "  ./dbn spark pretrain --resume hdfs://head/runs/first --master spark://head:7077"
        })
final class PretrainCommand implements Runnable {

    private static final String MNIST = "mnist";

    /** A single thread for each replica, as in the executors, so that the number of executors changes no bit. */
    private static final NativeThreads ONE_EACH = new NativeThreads(1, 1, "one for each replica");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "FILE|mnist",
            description = "Data file on this machine: .npy, .npz, .csv, .idx or .idx.gz. Default: mnist.")
    private String data = MNIST;

    @Option(
            names = "--hidden",
            paramLabel = "N[,N...]",
            hideParamSyntax = true,
            split = ",",
            converter = WholeNumber.Positive.class,
            description = "Hidden units of each RBM, from the bottom; one number for mnist. Default: as in the preset.")
    private @Nullable List<Integer> hidden;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Passes through the data, for each RBM.")
    private @Nullable Integer epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Rows per update of all replicas together, a multiple of --partitions. Default: 100.")
    private @Nullable Integer batch;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            converter = PositiveNumber.class,
            description = "Initial learning rate. Default: 0.05.")
    private @Nullable Double learningRate;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Number of parts of the rows, one for each replica. Default: 4.")
    private @Nullable Integer partitions;

    @Option(
            names = "--average-every",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Number of updates between two averages. Default: 10.")
    private @Nullable Integer every;

    @Option(
            names = "--average-momentum",
            negatable = true,
            description = "Also average the momentum, or else set it to zero. Default: average it.")
    private @Nullable Boolean averageMomentum;

    @Option(
            names = "--copy-to",
            paramLabel = "URI",
            description = "Address for a copy of the run, such as hdfs://head/runs/first. Default: no copy.")
    private @Nullable String copyTo;

    @Mixin
    private ClusterOptions options;

    @Override
    public void run() {
        options.resumed(spec.commandLine()).ifPresentOrElse(this::resume, this::start);
    }

    private void start() {
        boolean own = !data.equals(MNIST);
        String name = own ? "averaged-training" : "averaged-rbm-20";
        Experiment preset = options.experiments().preset(name).experiment();
        Map<String, String> overrides = options.overrides(own ? ofFile((AveragedTraining) preset) : ofMnist());
        Json.with(preset, overrides).requireInputs(options.experiments());
        ONE_EACH.configure();
        try (Cluster connected = options.connect(spec.commandLine())) {
            requireFree(connected);
            execute(options.create(options.request(name, preset, overrides), options.folder()), connected);
        }
    }

    private Map<String, String> ofMnist() {
        Map<String, String> overrides = averaging();
        if (hidden != null) {
            Check.require(hidden.size() == 1, "--hidden must have one number for mnist, had %d", hidden.size());
            overrides.put("density.layer.hidden", String.valueOf(hidden.get(0)));
        }
        put(overrides, "density.layer.epochs", epochs);
        put(overrides, "density.layer.learningRate", learningRate);
        put(overrides, "density.batch", batch);
        return overrides;
    }

    private Map<String, String> ofFile(AveragedTraining preset) {
        Map<String, String> overrides = averaging();
        overrides.put("training.data", data);
        LayerRecipe usual = preset.training().layers().get(0);
        List<Integer> counts = hidden == null ? List.of(usual.hidden()) : hidden;
        List<LayerRecipe> layers = counts.stream()
                .map(count -> new LayerRecipe(
                        count,
                        epochs == null ? usual.epochs() : epochs,
                        usual.objective(),
                        learningRate == null ? usual.learningRate() : learningRate,
                        usual.decay(),
                        usual.momentum(),
                        usual.l2()))
                .toList();
        overrides.put("training.layers", Json.line(layers));
        put(overrides, "training.batch", batch);
        return overrides;
    }

    private Map<String, String> averaging() {
        Map<String, String> overrides = new LinkedHashMap<>();
        put(overrides, "averaging.partitions", partitions);
        put(overrides, "averaging.every", every);
        if (averageMomentum != null) {
            MomentumRule rule = averageMomentum ? MomentumRule.AVERAGE : MomentumRule.RESET;
            overrides.put("averaging.momentum", Json.line(rule));
        }
        return overrides;
    }

    private static void put(Map<String, String> overrides, String path, @Nullable Number value) {
        if (value != null) {
            overrides.put(path, value.toString());
        }
    }

    private void resume(String from) {
        try (Cluster connected = options.connect(spec.commandLine())) {
            Path folder = Path.of(from);
            if (RunStore.isNamedBy(from)) {
                Check.require(
                        copyTo == null || copyTo.equals(from),
                        "--copy-to must be %s, the copy that --resume names, was %s",
                        from,
                        String.valueOf(copyTo));
                copyTo = from;
                folder = Path.of(RunOptions.RUNS, from.replaceAll(".*/(?=[^/]+/*$)|/+$", ""));
                RunStore.open(from, connected.context().hadoopConfiguration()).get(folder);
            }
            requireReplicas(RunRecord.read(folder), from);
            execute(options.resume(folder), connected);
        }
    }

    private void requireFree(Cluster connected) {
        if (copyTo != null) {
            RunStore store = RunStore.open(copyTo, connected.context().hadoopConfiguration());
            Check.require(!store.holdsRun(), "%s already holds a run; continue it with --resume", copyTo);
        }
    }

    private void execute(Run run, Cluster connected) {
        TrainsReplicas experiment = requireReplicas(run.record(), run.folder().toString());
        Runnable copy = () -> {};
        if (copyTo != null) {
            RunStore store = RunStore.open(copyTo, connected.context().hadoopConfiguration());
            copy = () -> store.put(run.folder());
        }
        run.checkpoints().afterSaving(copy);
        Result result = options.execute(
                run,
                () -> run.execute(running -> experiment.run(running, new SparkReplicas(connected.context()))),
                Main.CALLED + " pretrain" + options.again() + (copyTo == null ? "" : " --copy-to " + copyTo),
                spec.commandLine());
        options.output().print(result, spec.commandLine().getOut());
        copy.run();
    }

    private TrainsReplicas requireReplicas(RunRecord record, String source) {
        if (record.request(options.experiments()).experiment() instanceof TrainsReplicas replicas) {
            return replicas;
        }
        throw new IllegalArgumentException(source + " is not a run that trains replicas");
    }
}
