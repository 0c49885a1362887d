package io.dbn4j.ui.command;

import io.dbn4j.cli.PositiveNumber;
import io.dbn4j.cli.WholeNumber;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.UnitType;
import io.dbn4j.lab.data.DataFile;
import io.dbn4j.lab.experiment.LabExperiments;
import io.dbn4j.lab.experiment.RbmTraining;
import io.dbn4j.lab.training.LayerRecipe;
import io.dbn4j.lab.training.Proposal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code dbn rbm train}: {@code dbn run rbm-training} with short options for its settings. */
@Command(
        name = "train",
        sortOptions = false,
        description = {
            "Trains an RBM or a stack of RBMs and measures the log-likelihood of the first RBM.",
            "For each RBM above the first, measures the gain of the variational bound, log Z and the free energies, at"
                    + " draws of the hidden units. Layers count from 1, but settings of --set are lists of JSON:"
                    + " layers[0] is layer 1."
        },
        footer = {
            "",
            "Examples:",
            "  ./dbn rbm train --data measurements.csv",
            "  ./dbn rbm train --data digits.npy --hidden 500 --held-out 0.2",
            "  ./dbn rbm train --data digits.csv --hidden 500,200 --objective pcd-1 --held-out 1000",
            "  ./dbn rbm train --data spins.npz --hidden 16 --units spin --learning-rate 0.01 --json",
            "  ./dbn rbm train --data spins.npy --hidden 20,12 --held-out 0.2 --set layers[1].epochs=50",
            "  ./dbn rbm train --data spins.npy --hidden 20,36 --set initialization=tied",
            "  ./dbn rbm train --data spins.npy --start runs/ising/model.zip --epochs 20 --no-log-z"
        })
final class RbmTrainCommand implements Runnable {

    /** Default number of hidden units, few enough to enumerate their states. */
    private static final int HIDDEN = 16;

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", paramLabel = "FILE", description = DataOption.HELP + " Required without --resume.")
    private @Nullable String data;

    @Option(
            names = "--hidden",
            paramLabel = "N[,N...]",
            hideParamSyntax = true,
            split = ",",
            converter = WholeNumber.Positive.class,
            description = "Number of hidden units of each RBM, from the bottom. Default: 16, for an exact likelihood.")
    private @Nullable List<Integer> hidden;

    @Option(
            names = "--units",
            paramLabel = "NAME[,NAME...]",
            hideParamSyntax = true,
            split = ",",
            converter = UnitName.class,
            description = "Kind of the visible units, then of the hidden units of each RBM; the last one is repeated."
                    + " Kinds: bernoulli, spin, gaussian, diagonal-gaussian (visible units with learned variances),"
                    + " rectified, softmax-3 (groups of 3); several kinds of visible units with their numbers,"
                    + " diagonal-gaussian:2+softmax-3:3. Default: bernoulli for values in [0, 1], where values"
                    + " between 0 and 1 are probabilities; spin for -1 and 1; else diagonal-gaussian,bernoulli with"
                    + " --standardize.")
    private @Nullable List<UnitType> units;

    @Option(
            names = "--standardize",
            negatable = true,
            description = "Train Gaussian visible units on columns scaled to mean 0 and variance 1. The saved model"
                    + " works with the original values. Default: as --units says; no scaling if --units is given.")
    private @Nullable Boolean standardize;

    @Option(
            names = "--hidden-states",
            paramLabel = "HOW",
            converter = HiddenStatesReader.class,
            description = "What RBMs above the first are trained on: draws of the hidden units below, new at every"
                    + " visit, or their means. Default: draws.")
    private @Nullable Binarization hiddenStates;

    @Option(
            names = "--objective",
            paramLabel = "NAME|JSON",
            converter = ObjectiveName.class,
            completionCandidates = ObjectiveName.Examples.class,
            description =
                    "Objective: ${COMPLETION-CANDIDATES}, or JSON as in run.json. The number counts Gibbs steps per"
                            + " update. fpcd uses fast weights; pt uses parallel tempering, which takes 10 times the"
                            + " work. Default: pcd-1.")
    private @Nullable Objective objective;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Passes through the data, for each RBM. Default: 10, or as many more as make 10000 updates.")
    private @Nullable Integer epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Number of rows per update. Default: 100, or all rows if there are fewer.")
    private @Nullable Integer batch;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            converter = PositiveNumber.class,
            description = "Initial learning rate. Default: 0.05.")
    private @Nullable Double learningRate;

    @Option(
            names = "--held-out",
            paramLabel = "N|PART",
            converter = HeldOut.Reader.class,
            description = "Number of rows, or part of all rows such as 0.2, to measure on and not train on. The seed"
                    + " draws them; held-out.csv lists them. Default: none; training rows are measured.")
    private @Nullable HeldOut heldOut;

    @Option(
            names = "--start",
            paramLabel = "MODEL",
            description =
                    "Start from this model file with the same layers. From a .zip file of a run, layers of the same"
                            + " objective go on with their persistent chains, momentum and random state; the learning rate"
                            + " starts its schedule anew. Sets the defaults of --hidden and --units.")
    private @Nullable Path start;

    @Option(
            names = "--no-log-z",
            description =
                    "Do not estimate log Z: no log-likelihood, no gain of layers above the first, no warning about"
                            + " a model that learned nothing.")
    private boolean withoutLogZ;

    @Mixin
    private LocalRunOptions options;

    /** Reads whether hidden units are drawn. */
    static final class HiddenStatesReader implements ITypeConverter<Binarization> {

        @Override
        public Binarization convert(String text) {
            return switch (text) {
                case "draws" -> Binarization.BERNOULLI;
                case "means" -> Binarization.NONE;
                default -> throw new TypeConversionException("must be draws or means, was " + text);
            };
        }
    }

    @Override
    public void run() {
        if (options.resumeIfAsked(spec.commandLine())) {
            return;
        }
        var preset = (RbmTraining) LabExperiments.RBM_TRAINING.experiment();
        Map<String, String> shorthands = LocalRunOptions.difference(preset, asked(preset));
        shorthands.put("data", String.valueOf(data));
        options.run(LabExperiments.RBM_TRAINING.name(), preset, shorthands, spec.commandLine());
    }

    private RbmTraining asked(RbmTraining preset) {
        String file = required(data, "--data=FILE");
        DataFile read = DataFile.read(file);
        INDArray rows = read.rows();
        Proposal proposal = Proposal.of(rows);
        Optional<ModelFile> before = Optional.ofNullable(start).map(ModelFile::read);
        List<UnitType> kinds = Objects.requireNonNullElseGet(
                units, () -> before.map(RbmTrainCommand::unitsOf).orElse(proposal.units()));
        boolean scaled = Objects.requireNonNullElse(standardize, units == null && proposal.standardize());
        int kept = heldOut == null ? preset.heldOut() : heldOut.of(rows.size(0));
        int ofUpdate = Objects.requireNonNullElse(batch, preset.batch());
        long trained = Math.max(1, rows.size(0) - kept);
        LayerRecipe usual = preset.layers().get(0);
        int passes = Objects.requireNonNullElse(
                epochs, Proposal.epochs(trained, ofUpdate, usual.epochs(), Proposal.LEAST_UPDATES));
        // Fail before any note about the data is printed.
        read.states(kinds.get(0), rows.dataType());
        note(proposal, passes, before.isPresent());
        return new RbmTraining(
                file,
                kept,
                preset.validation(),
                scaled,
                kinds,
                layers(usual, passes, before),
                ofUpdate,
                kinds.get(0).hasStates(0, 1) ? preset.input() : Binarization.NONE,
                Objects.requireNonNullElse(hiddenStates, preset.hidden()),
                preset.initialization(),
                start == null ? "" : start.toString(),
                !withoutLogZ,
                preset.likelihood());
    }

    /** Returns the kind of the visible units, then of the hidden units of each RBM. */
    private static List<UnitType> unitsOf(ModelFile model) {
        List<UnitType> units = new ArrayList<>(List.of(model.layer(1).visibleUnit()));
        model.layers().forEach(rbm -> units.add(rbm.hiddenUnit()));
        return units;
    }

    private List<LayerRecipe> layers(LayerRecipe usual, int passes, Optional<ModelFile> before) {
        List<Integer> counts = before.map(
                        model -> model.layers().stream().map(Rbm::hidden).toList())
                .orElse(List.of(HIDDEN));
        return Objects.requireNonNullElse(hidden, counts).stream()
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

    /** Reports the choices made for options that were not given. */
    private void note(Proposal proposal, int passes, boolean started) {
        if (units == null && !started) {
            options.note("units: " + proposal.reason());
        }
        if (epochs == null) {
            options.note("epochs: " + passes + ", for at least " + Proposal.LEAST_UPDATES + " updates");
        }
    }

    private <T> T required(@Nullable T value, String option) {
        if (value == null) {
            throw new ParameterException(spec.commandLine(), "missing option %s".formatted(option));
        }
        return value;
    }
}
