package io.dbn4j.ui.cli;

import io.dbn4j.core.data.Binarisation;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.run.Json;
import io.dbn4j.core.training.CoreExperiments;
import io.dbn4j.core.training.LayerRecipe;
import io.dbn4j.core.training.RbmTraining;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.UnitType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dbn rbm train}: {@code dbn run rbm-training} with shorthands for its settings. */
@Command(
        name = "train",
        sortOptions = false,
        description = "Trains an RBM, or several on top of each other, and measures the log-likelihood of the first.",
        footer = {
            "",
            "Examples:",
            "  ./dbn rbm train --data digits.npy --hidden 500",
            "  ./dbn rbm train --data digits.csv --hidden 500,200 --objective pcd-1 --epochs 20 --held-out 1000",
            "  ./dbn rbm train --data spins.npz --hidden 16 --units spin --learning-rate 0.01 --json"
        })
final class RbmTrainCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Rows: .npy, .npz, .csv, .idx or .idx.gz. Required unless a run is resumed.")
    private @Nullable Path data;

    @Option(
            names = "--hidden",
            paramLabel = "N[,N...]",
            split = ",",
            converter = WholeNumber.Positive.class,
            description = "Number of hidden units of each RBM, from the bottom. Required unless a run is resumed.")
    private @Nullable List<Integer> hidden;

    @Option(
            names = "--units",
            paramLabel = "NAME[,NAME...]",
            split = ",",
            converter = Named.Unit.class,
            description = "Kind of the visible units and then of the hidden units of each RBM; the last counts for all"
                    + " further ones: bernoulli, spin, gaussian, diagonal-gaussian (visible, with variances that are"
                    + " learned), rectified or softmax-3, in groups of 3. Default: bernoulli.")
    private @Nullable List<UnitType> units;

    @Option(
            names = "--objective",
            paramLabel = "NAME|JSON",
            converter = Named.Training.class,
            description =
                    "What is minimised: cd-K, pcd-K, fpcd-K (fast weights) or pt-K (parallel tempering, 10 times the"
                            + " work) with K Gibbs steps, exact, or JSON as in run.json. Default: pcd-1.")
    private @Nullable Objective objective;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Passes through the data, for each RBM. Default: 10.")
    private @Nullable Integer epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Rows of an update. Default: 100.")
    private @Nullable Integer batch;

    @Option(names = "--learning-rate", paramLabel = "X", description = "Learning rate at the start. Default: 0.05.")
    private @Nullable Double learningRate;

    @Option(
            names = "--held-out",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Rows at the end that are kept out of training and measured on. Default: none; the rows of"
                    + " training are measured.")
    private @Nullable Integer heldOut;

    @Mixin
    private RunOptions options;

    @Override
    public void run() {
        if (options.resumes()) {
            options.resume(CoreExperiments.LIST, spec.commandLine());
            return;
        }
        var preset = (RbmTraining) CoreExperiments.RBM_TRAINING.experiment();
        Map<String, String> shorthands = difference(preset, asked(preset));
        options.run(CoreExperiments.RBM_TRAINING.name(), preset, shorthands, spec.commandLine());
    }

    private RbmTraining asked(RbmTraining preset) {
        LayerRecipe usual = preset.layers().get(0);
        List<LayerRecipe> layers = required(hidden, "--hidden=N[,N...]").stream()
                .map(count -> new LayerRecipe(
                        count,
                        Objects.requireNonNullElse(epochs, usual.epochs()),
                        Objects.requireNonNullElse(objective, usual.objective()),
                        Objects.requireNonNullElse(learningRate, usual.learningRate()),
                        usual.decay(),
                        usual.momentum(),
                        usual.l2()))
                .toList();
        List<UnitType> kinds = Objects.requireNonNullElse(units, preset.units());
        return new RbmTraining(
                required(data, "--data=FILE").toString(),
                Objects.requireNonNullElse(heldOut, preset.heldOut()),
                preset.validation(),
                kinds,
                layers,
                Objects.requireNonNullElse(batch, preset.batch()),
                kinds.get(0) instanceof Bernoulli ? preset.input() : Binarisation.NONE,
                preset.likelihood());
    }

    private <T> T required(@Nullable T value, String option) {
        if (value == null) {
            throw new ParameterException(spec.commandLine(), "missing required option: '%s'".formatted(option));
        }
        return value;
    }

    /** The settings to be made on the preset. */
    private static Map<String, String> difference(RbmTraining preset, RbmTraining asked) {
        Map<String, Object> before = Json.toMap(preset);
        Map<String, String> difference = new LinkedHashMap<>();
        Json.toMap(asked).forEach((name, value) -> {
            if (!value.equals(before.get(name))) {
                difference.put(name, value instanceof String text ? text : Json.line(value));
            }
        });
        return difference;
    }
}
