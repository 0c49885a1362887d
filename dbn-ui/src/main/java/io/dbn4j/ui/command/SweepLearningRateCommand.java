package io.dbn4j.ui.command;

import io.dbn4j.cli.PositiveNumber;
import io.dbn4j.cli.WholeNumber;
import io.dbn4j.sweep.LearningRateRange;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code dbn sweep lr-range}, which finds the learning rates that an RBM can take. */
@Command(
        name = "lr-range",
        sortOptions = false,
        description = "Trains the first RBM of an experiment with a growing learning rate until training diverges, and"
                + " proposes a tenth of that rate.",
        footer = {
            "",
            "Examples:",
            "  ./dbn sweep lr-range ising-density",
            "  ./dbn sweep lr-range rbm-500 --from 0.001 --to 100 --out runs/rates"
        })
final class SweepLearningRateCommand implements Runnable {

    private static final double FROM = 1e-4;
    private static final double TO = 10;
    private static final int LOOKS = 100;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SearchedExperiment searched;

    @Option(
            names = "--from",
            paramLabel = "X",
            converter = PositiveNumber.class,
            description = "Learning rate of the first update. Default: 1e-4.")
    private double from = FROM;

    @Option(
            names = "--to",
            paramLabel = "X",
            converter = PositiveNumber.class,
            description = "Learning rate of the last update. Default: 10.")
    private double to = TO;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Passes through the data. Default: 2.")
    private int epochs = 2;

    @Mixin
    private LocalRunOptions options;

    @Override
    public void run() {
        if (options.resumeIfAsked(spec.commandLine())) {
            return;
        }
        LearningRateRange range =
                new LearningRateRange(searched.source(spec), searched.settings(), from, to, epochs, LOOKS);
        options.run("lr-range-" + searched.name(spec), range, Map.of(), spec.commandLine());
    }
}
