package io.dbn4j.ui.command;

import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.sweep.ExperimentSweep;
import java.nio.file.Path;
import java.time.Duration;
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

/** {@code dbn sweep}: searches for settings. */
@Command(
        name = "sweep",
        sortOptions = false,
        description = "Searches for the best settings of an experiment: many runs, each setting with several seeds.",
        subcommands = {SweepLCurveCommand.class, SweepLearningRateCommand.class},
        footer = {
            "",
            "A file names an experiment, axes, a search and a score; the rest has defaults:",
            "",
            "  {\"experiment\": \"rbm-500\", \"settings\": {\"data.heldOut\": 10000, \"layer.epochs\": 5},",
            "   \"axes\": {\"layer.learningRate\": {\"type\": \"logarithmic\", \"from\": 0.001, \"to\": 0.5},",
            "            \"layer.hidden\": {\"type\": \"integer\", \"from\": 100, \"to\": 500}},",
            "   \"search\": {\"type\": \"random\", \"trials\": 20},",
            "   \"score\": {\"type\": \"log-likelihood\", \"states\": \"sampled\"}}",
            "",
            "Axes are linear, logarithmic, integer, logarithmic-integer or choice (values); whole numbers",
            "such as layer.hidden take integer or logarithmic-integer.",
            "Data that settings name are looked for in the working folder, and then beside the file.",
            "Searches are random (trials), grid (points), genetic (trials, population) and",
            "successive-halving (trials, epochs, from, to, factor).",
            "Scores are divergence, log-likelihood (states), classification-error, and estimate",
            "(name, minimise): any number that a run finds.",
            "",
            "Examples:",
            "  ./dbn sweep my-sweep.json --workers 2 --time 30m",
            "  ./dbn sweep ising-search --trials 10 --out runs/search",
            "  ./dbn sweep --resume runs/search"
        })
final class SweepCommand implements Runnable {

    private final ExperimentList experiments;
    private final Presets presets;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE.json|PRESET",
            completionCandidates = Presets.class,
            description = "A file, or the name of a preset.")
    private @Nullable String source;

    @Option(
            names = "--workers",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Runs at the same time. Changes no score. Default: as the file says, or 1.")
    private @Nullable Integer workers;

    @Option(
            names = "--trials",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Number of settings, each run with every seed. Default: as the file says.")
    private @Nullable Integer trials;

    @Option(
            names = "--time",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "Start no run after this time, such as 30m or 2h. Default: no limit.")
    private @Nullable Duration time;

    @Mixin
    private RunOptions options;

    SweepCommand(ExperimentList experiments) {
        this.experiments = experiments;
        presets = new Presets(experiments).of(ExperimentSweep.class);
    }

    @Spec
    void describe(CommandSpec command) {
        presets.addTo(command);
    }

    @Override
    public void run() {
        if (options.resumes()) {
            options.resume(experiments, spec.commandLine());
        } else if (source == null) {
            throw new ParameterException(spec.commandLine(), "missing required parameter: 'FILE.json|PRESET'");
        } else if (source.endsWith(".json")) {
            Path file = Path.of(source);
            run(RunRequest.nameOf(file), ExperimentSweep.read(file));
        } else {
            run(source, (ExperimentSweep) presets.named(source, spec).experiment());
        }
    }

    private void run(String name, ExperimentSweep sweep) {
        Map<String, String> shorthands = new LinkedHashMap<>();
        if (workers != null) {
            shorthands.put("workers", String.valueOf(workers));
        }
        if (trials != null) {
            if (sweep.search().trials() == 0) {
                throw new ParameterException(
                        spec.commandLine(), "--trials is for searches that have a number of trials; a grid has points");
            }
            shorthands.put("search.trials", String.valueOf(trials));
        }
        if (time != null) {
            shorthands.put("minutes", String.valueOf(time.toMillis() / 60_000.0));
        }
        options.run(name, sweep, shorthands, spec.commandLine());
    }
}
