package io.dbn4j.ui.command;

import io.dbn4j.cli.SweepOptions;
import io.dbn4j.sweep.ExperimentSweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
            "(name, minimize): any number that a run finds.",
            "",
            "Examples:",
            "  ./dbn sweep my-sweep.json --workers 2 --time 30m",
            "  ./dbn sweep ising-search --trials 10 --out runs/search",
            "  ./dbn sweep --resume runs/search"
        })
final class SweepCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private SweepOptions source;

    @Mixin
    private LocalRunOptions options;

    @Override
    public void run() {
        if (options.resumes(spec.commandLine())) {
            return;
        }
        ExperimentSweep sweep = source.sweep(spec);
        options.run(source.name(spec), sweep, source.overrides(sweep, spec), spec.commandLine());
    }
}
