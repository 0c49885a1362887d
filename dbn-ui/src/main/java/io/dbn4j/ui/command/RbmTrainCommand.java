package io.dbn4j.ui.command;

import io.dbn4j.cli.WholeNumber;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.units.UnitType;
import io.dbn4j.lab.data.DataFile;
import io.dbn4j.lab.experiment.LabExperiments;
import io.dbn4j.lab.experiment.RbmTraining;
import io.dbn4j.lab.training.LayerRecipe;
import io.dbn4j.lab.training.Proposal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
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
            "  ./dbn rbm train --data measurements.csv",
            "  ./dbn rbm train --data digits.npy --hidden 500 --held-out 0.2",
            "  ./dbn rbm train --data digits.csv --hidden 500,200 --objective pcd-1 --held-out 1000",
            "  ./dbn rbm train --data spins.npz --hidden 16 --units spin --learning-rate 0.01 --json"
        })
final class RbmTrainCommand implements Runnable {

    /** Hidden units if nobody says how many: few enough for their states to be enumerated. */
    private static final int HIDDEN = 16;

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", paramLabel = "FILE", description = DataOption.HELP + " Required unless a run is resumed.")
    private @Nullable String data;

    @Option(
            names = "--hidden",
            paramLabel = "N[,N...]",
            split = ",",
            converter = WholeNumber.Positive.class,
            description =
                    "Number of hidden units of each RBM, from the bottom. Default: 16, whose likelihood is exact.")
    private @Nullable List<Integer> hidden;

    @Option(
            names = "--units",
            paramLabel = "NAME[,NAME...]",
            split = ",",
            converter = UnitName.class,
            description = "Kind of the visible units and then of the hidden units of each RBM; the last counts for all"
                    + " further ones: bernoulli, spin, gaussian, diagonal-gaussian (visible, with variances that are"
                    + " learned), rectified or softmax-3, in groups of 3. Default: bernoulli for values in [0, 1], which"
                    + " between 0 and 1 are gray levels (probabilities), spin"
                    + " for -1 and 1, else diagonal-gaussian,bernoulli with --standardize.")
    private @Nullable List<UnitType> units;

    @Option(
            names = "--standardize",
            negatable = true,
            description = "Train Gaussian visible units on columns of mean 0 and variance 1. The saved model takes and"
                    + " gives rows in their own numbers. Default: only if --units is not given.")
    private @Nullable Boolean standardize;

    @Option(
            names = "--objective",
            paramLabel = "NAME|JSON",
            converter = ObjectiveName.class,
            completionCandidates = ObjectiveName.Examples.class,
            description =
                    "What is minimized: ${COMPLETION-CANDIDATES}, or JSON as in run.json; the number is that of Gibbs"
                            + " steps between two updates. fpcd has fast weights, pt is parallel tempering with 10 times"
                            + " the work. Default: pcd-1.")
    private @Nullable Objective objective;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Passes through the data, for each RBM. Default: 10, and more if they make fewer than 10000"
                    + " updates.")
    private @Nullable Integer epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Rows of an update. Default: 100, or all rows if there are fewer.")
    private @Nullable Integer batch;

    @Option(names = "--learning-rate", paramLabel = "X", description = "Learning rate at the start. Default: 0.05.")
    private @Nullable Double learningRate;

    @Option(
            names = "--held-out",
            paramLabel = "N|PART",
            converter = HeldOut.Reader.class,
            description = "Rows, or a part of all such as 0.2, that are kept out of training and measured on: drawn at"
                    + " random by the seed, listed in held-out.csv. Default: none; the rows of training are measured.")
    private @Nullable HeldOut heldOut;

    @Mixin
    private LocalRunOptions options;

    @Override
    public void run() {
        if (options.resumes(spec.commandLine())) {
            return;
        }
        var preset = (RbmTraining) LabExperiments.RBM_TRAINING.experiment();
        Map<String, String> shorthands = difference(preset, asked(preset));
        shorthands.put("data", String.valueOf(data));
        options.run(LabExperiments.RBM_TRAINING.name(), preset, shorthands, spec.commandLine());
    }

    private RbmTraining asked(RbmTraining preset) {
        String file = required(data, "--data=FILE");
        DataFile read = DataFile.read(file);
        INDArray rows = read.rows();
        Proposal proposal = Proposal.of(rows);
        List<UnitType> kinds = Objects.requireNonNullElse(units, proposal.units());
        boolean scaled = Objects.requireNonNullElse(standardize, units == null && proposal.standardize());
        int kept = heldOut == null ? preset.heldOut() : heldOut.of(rows.size(0));
        int ofUpdate = Objects.requireNonNullElse(batch, preset.batch());
        long trained = Math.max(1, rows.size(0) - kept);
        LayerRecipe usual = preset.layers().get(0);
        int passes = Objects.requireNonNullElse(
                epochs, Proposal.epochs(trained, ofUpdate, usual.epochs(), Proposal.LEAST_UPDATES));
        // Refused before anything is said about it.
        read.states(kinds.get(0), rows.dataType());
        note(proposal, passes);
        return new RbmTraining(
                file,
                kept,
                preset.validation(),
                scaled,
                kinds,
                layers(usual, passes),
                ofUpdate,
                kinds.get(0).hasStates(0, 1) ? preset.input() : Binarization.NONE,
                preset.likelihood());
    }

    private List<LayerRecipe> layers(LayerRecipe usual, int passes) {
        return Objects.requireNonNullElse(hidden, List.of(HIDDEN)).stream()
                .map(count -> new LayerRecipe(
                        count,
                        passes,
                        Objects.requireNonNullElse(objective, usual.objective()),
                        Objects.requireNonNullElse(learningRate, usual.learningRate()),
                        usual.decay(),
                        usual.momentum(),
                        usual.l2()))
                .toList();
    }

    /** Says what was decided for want of an option. */
    private void note(Proposal proposal, int passes) {
        if (units == null) {
            options.note("units: " + proposal.reason());
        }
        if (epochs == null) {
            options.note("epochs: " + passes + ", which make at least " + Proposal.LEAST_UPDATES + " updates");
        }
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
