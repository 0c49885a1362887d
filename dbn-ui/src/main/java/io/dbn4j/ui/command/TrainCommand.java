package io.dbn4j.ui.command;

import io.dbn4j.cli.WholeNumber;
import io.dbn4j.lab.experiment.LabExperiments;
import io.dbn4j.lab.experiment.LabeledSource;
import io.dbn4j.lab.experiment.TableClassifier;
import io.dbn4j.lab.experiment.TableClassifier.ClassWeights;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code dbn train}: {@code dbn run table-classifier} with short options for its settings. */
@Command(
        name = "train",
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Trains a classifier on a labeled table of your own and measures it on rows that it has not seen.",
            "",
            "The table has a row for each example and a column for each feature; one column, or a file of its own,"
                    + " holds the label: the class that is to be predicted. Columns may hold numbers, texts such as"
                    + " red, and missing values. The result is the accuracy with its error, figures for each class, a"
                    + " page (report.html) and a model for dbn predict.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./dbn train --data iris.csv --label species",
            "  ./dbn train --data table.csv --label -1 --held-out 0.3 --out runs/first",
            "  ./dbn train --data train.csv --test test.csv --label class --class-weights balanced",
            "  ./dbn train --data pictures --hidden 500,500",
            "  ./dbn train --data images.npy --labels labels.npy --hidden 500,500 --seed 7",
            "  ./dbn predict runs/first --data new.csv",
            "",
            "Options that are not given are chosen from the training rows, and the choices are printed.",
            "Columns of numbers are standardized, texts become one unit for each text, pixels are divided",
            "by their largest value. A missing value is replaced by the mean of its column.",
            "Change further settings with --set, such as --set l2=0.001; run.json of a run lists all of them."
        })
final class TrainCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "FILE|DIR",
            description = "Table: .csv, .tsv or .txt with or without names in the first line; or .npy, .npz or IDX,"
                    + " with --labels; or a folder with a subfolder of pictures (.png, .jpg) for each class. Required"
                    + " without --resume.")
    private @Nullable String data;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description = "Column of the label: its name, or its number from 0; -1 is the last. Default: the column"
                    + " named label, class, target, species or y.")
    private @Nullable String label;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "File with one label for each row, if no column holds it: .npy, .npz, IDX or text.")
    private @Nullable String labels;

    @Option(
            names = "--test",
            paramLabel = "FILE",
            description = "Table to measure on, with the same columns. Default: rows held out of --data.")
    private @Nullable String test;

    @Option(names = "--test-labels", paramLabel = "FILE", description = "File with the labels of the rows of --test.")
    private @Nullable String testLabels;

    @Option(
            names = "--held-out",
            paramLabel = "N|PART",
            converter = HeldOut.Reader.class,
            description =
                    "Number of rows, or part of all rows, to measure on and not train on. The seed draws them from"
                            + " every class in proportion; held-out.csv lists them. Default: 0.2 without --test.")
    private @Nullable HeldOut heldOut;

    @Option(
            names = "--hidden",
            paramLabel = "N[,N...]",
            hideParamSyntax = true,
            split = ",",
            converter = WholeNumber.Positive.class,
            description = "Number of hidden units of each layer, from the bottom. Default: as in the preset"
                    + " table-classifier.")
    private @Nullable List<Integer> hidden;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Passes through the data, for each layer, and at most for fine-tuning. Default: by the number"
                    + " of rows.")
    private @Nullable Integer epochs;

    @Option(
            names = "--class-weights",
            paramLabel = "equal|balanced",
            converter = Weights.class,
            description = "With balanced, rare classes count as much as frequent ones. Default: equal, for the highest"
                    + " accuracy.")
    private @Nullable ClassWeights weights;

    @Mixin
    private LocalRunOptions options;

    /** Reads {@code equal} or {@code balanced}. */
    static final class Weights implements ITypeConverter<ClassWeights> {

        @Override
        public ClassWeights convert(String text) {
            for (ClassWeights known : ClassWeights.values()) {
                if (known.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return known;
                }
            }
            throw new TypeConversionException("must be equal or balanced, was " + text);
        }
    }

    @Override
    public void run() {
        if (options.resumeIfAsked(spec.commandLine())) {
            return;
        }
        var preset = (TableClassifier) LabExperiments.TABLE_CLASSIFIER.experiment();
        Map<String, String> shorthands = LocalRunOptions.difference(preset, asked(preset));
        options.run(LabExperiments.TABLE_CLASSIFIER.name(), preset, shorthands, spec.commandLine());
    }

    private TableClassifier asked(TableClassifier preset) {
        if (data == null) {
            throw new ParameterException(spec.commandLine(), "missing option --data=FILE");
        }
        refuse(label != null && labels != null, "--label and --labels must not both be given");
        refuse(test != null && heldOut != null, "--test and --held-out must not both be given");
        refuse(test == null && testLabels != null, "--test-labels needs --test");
        double kept = heldOut == null ? preset.data().heldOut() : heldOut.amount();
        LabeledSource source = new LabeledSource(
                data,
                Objects.requireNonNullElse(label, ""),
                Objects.requireNonNullElse(labels, ""),
                Objects.requireNonNullElse(test, ""),
                Objects.requireNonNullElse(testLabels, ""),
                test == null ? kept : 0);
        TableClassifier sized = preset.with(source)
                .with(Objects.requireNonNullElse(weights, preset.weights()))
                .withHidden(Objects.requireNonNullElse(hidden, preset.hidden()));
        TableClassifier fitted = epochs == null ? sized.fitted(source.trainingRows()) : sized.withEpochs(epochs);
        if (epochs == null) {
            options.note("epochs: " + fitted.layers().get(0).epochs() + " for each RBM, at most "
                    + fitted.fineTuning().epochs() + " for fine-tuning, by the number of rows");
        }
        return fitted;
    }

    private void refuse(boolean wrong, String message) {
        if (wrong) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
