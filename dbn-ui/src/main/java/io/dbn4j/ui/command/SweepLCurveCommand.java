package io.dbn4j.ui.command;

import io.dbn4j.cli.PositiveNumber;
import io.dbn4j.cli.WholeNumber;
import io.dbn4j.sweep.LCurve;
import io.dbn4j.sweep.Score;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code dbn sweep lcurve}, which finds the corner of misfit against weight norm. */
@Command(
        name = "lcurve",
        sortOptions = false,
        description = "Proposes the strength of a penalty from the corner of misfit against weight norm.",
        footer = {
            "",
            "Examples:",
            "  ./dbn sweep lcurve ising-density --strength layer.l2 --from 1e-5 --to 0.1",
            "  ./dbn sweep lcurve rbm-16 --misfit log-likelihood-sampled --setting data.heldOut=10000"
        })
final class SweepLCurveCommand implements Runnable {

    private static final double FROM = 1e-6;
    private static final double RUN_MINUTES = 60;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SearchedExperiment searched;

    @Option(
            names = "--strength",
            paramLabel = "KEY",
            description = "Setting that holds the strength of the penalty. Default: layer.l2.")
    private String strength = "layer.l2";

    @Option(
            names = "--from",
            paramLabel = "X",
            converter = PositiveNumber.class,
            description = "Smallest strength. Default: 1e-6.")
    private double from = FROM;

    @Option(
            names = "--to",
            paramLabel = "X",
            converter = PositiveNumber.class,
            description = "Largest strength. Default: 1.")
    private double to = 1;

    @Option(
            names = "--points",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Number of strengths. Default: 13.")
    private int points = 13;

    @Option(
            names = "--misfit",
            paramLabel = "NAME",
            converter = ScoreName.class,
            description = "Quantity that gets worse with the penalty: divergence, classification-error,"
                    + " log-likelihood-sampled, log-likelihood-thresholded, log-likelihood-data, or the name of a"
                    + " number in the result of a run. Default: divergence.")
    private Score misfit = new Score.Divergence();

    @Option(
            names = "--norm",
            paramLabel = "NAME",
            description = "Number in the result of a run that is the norm of its weights. Default: layer1.weightRms.")
    private String norm = "layer1.weightRms";

    @Option(
            names = "--seeds",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Number of runs for each strength. Default: 3.")
    private int seeds = 3;

    @Option(
            names = "--workers",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Number of runs at the same time. Default: 1.")
    private int workers = 1;

    @Mixin
    private LocalRunOptions options;

    @Override
    public void run() {
        if (options.resumeIfAsked(spec.commandLine())) {
            return;
        }
        LCurve curve = new LCurve(
                searched.source(spec),
                searched.settings(),
                strength,
                from,
                to,
                points,
                misfit,
                norm,
                seeds,
                workers,
                RUN_MINUTES);
        options.run("lcurve-" + searched.name(spec), curve, Map.of(), spec.commandLine());
    }
}
