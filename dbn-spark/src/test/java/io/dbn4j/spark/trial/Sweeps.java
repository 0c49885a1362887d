package io.dbn4j.spark.trial;

import io.dbn4j.core.array.NativeThreads;
import io.dbn4j.core.json.Json;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.spark.cluster.ClusterExperiments;
import io.dbn4j.sweep.ExperimentSweep;
import io.dbn4j.sweep.SweepOutcome;
import io.dbn4j.sweep.TrialExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Small sweeps over RBMs that learn nine spins. */
final class Sweeps {

    static final String RANDOM = "{'type': 'random', 'trials': 3}";

    private Sweeps() {}

    static ExperimentSweep sweep(Path folder, String search, String axes, int epochs) throws IOException {
        Path file = folder.resolve("sweep.json");
        String text = String.format(Locale.ROOT, """
                {'experiment': 'ising-density',
                 'settings': {'side': 3, 'layer.epochs': %d, 'layer.decay': false, 'configurations': 200, 'heldOut': 20},
                 'axes': %s, 'search': %s, 'score': {'type': 'divergence'}, 'seeds': 2}
                """, epochs, axes, search);
        Files.writeString(file, text.replace('\'', '"'));
        return ExperimentSweep.read(file);
    }

    static ExperimentSweep rates(Path folder, String search, int epochs) throws IOException {
        return sweep(folder, search, "{'layer.learningRate': {'type': 'logarithmic', 'from': 0.001, 'to': 1}}", epochs);
    }

    static Run start(ExperimentSweep sweep, int workers, Path folder) {
        new NativeThreads(1, 1, "one for each run").configure();
        ExperimentSweep whole = Json.with(sweep, "workers", String.valueOf(workers));
        return Run.create(new RunRequest("sweep", whole, 7, Map.of()), folder, ClusterExperiments.ALL, Progress.SILENT);
    }

    static SweepOutcome outcome(ExperimentSweep sweep, int workers, Path folder) {
        return (SweepOutcome) start(sweep, workers, folder).execute();
    }

    static SweepOutcome outcome(ExperimentSweep sweep, int workers, Path folder, TrialExecutor executor) {
        return (SweepOutcome)
                start(sweep, workers, folder).execute(run -> sweep(run).run(run, executor));
    }

    static SweepOutcome resumed(Path folder, TrialExecutor executor) {
        return (SweepOutcome) Run.resume(folder, ClusterExperiments.ALL, Progress.SILENT)
                .execute(run -> sweep(run).run(run, executor));
    }

    private static ExperimentSweep sweep(Run run) {
        return (ExperimentSweep) run.record().request(ClusterExperiments.ALL).experiment();
    }
}
