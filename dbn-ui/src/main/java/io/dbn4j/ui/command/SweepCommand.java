package io.dbn4j.ui.command;

import io.dbn4j.cli.SweepOptions;
import io.dbn4j.sweep.ExperimentSweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code dbn sweep}, which searches for settings. */
@Command(
        name = "sweep",
        sortOptions = false,
        description = "Searches for the best settings of an experiment: runs each setting with several seeds.",
        subcommands = {SweepLCurveCommand.class, SweepLearningRateCommand.class},
        footer = {
            "",
            "A sweep file names an experiment, axes, a search and a score; the rest has defaults:",
            "",
            "  {\"experiment\": \"rbm-500\", \"settings\": {\"data.heldOut\": 10000, \"layer.epochs\": 5},",
            "   \"axes\": {\"layer.learningRate\": {\"type\": \"logarithmic\", \"from\": 0.001, \"to\": 0.5},",
            "            \"layer.hidden\": {\"type\": \"integer\", \"from\": 100, \"to\": 500}},",
            "   \"search\": {\"type\": \"random\", \"trials\": 20},",
            "   \"score\": {\"type\": \"log-likelihood\", \"states\": \"sampled\"}}",
            "",
            "Axes: linear, logarithmic, integer, logarithmic-integer, choice (values). A setting that is a",
            "whole number, such as layer.hidden, takes integer, logarithmic-integer or choice.",
            "Searches: random (trials), grid (points), genetic (trials, population),",
            "successive-halving (trials, epochs, from, to, factor).",
            "Scores: divergence, log-likelihood (states), classification-error, and estimate",
            "(name, minimize) for any number in the result of a run.",
            "A relative path to data is searched in the working folder, then in the folder of the file.",
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
        if (options.resumeIfAsked(spec.commandLine())) {
            return;
        }
        ExperimentSweep sweep = source.sweep();
        options.run(source.name(), sweep, source.overrides(sweep), spec.commandLine());
    }
}
