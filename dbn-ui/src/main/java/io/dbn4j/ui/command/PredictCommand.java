package io.dbn4j.ui.command;

import io.dbn4j.cli.Output;
import io.dbn4j.cli.ThreadsOption;
import io.dbn4j.core.json.AtomicFile;
import io.dbn4j.lab.experiment.SavedClassifier;
import io.dbn4j.lab.experiment.SavedClassifier.Prediction;
import io.dbn4j.lab.report.Table;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code dbn predict}, which predicts the class of each row of a table. */
@Command(
        name = "predict",
        sortOptions = false,
        description = "Predicts the class of each row of a table, in the order of the rows, with a classifier that"
                + " dbn train or dbn mnist has trained. The columns are encoded as in training.",
        footer = {
            "",
            "Examples:",
            "  ./dbn predict runs/first --data new.csv",
            "  ./dbn predict runs/first/model.zip --data new.csv --probabilities --out classes.csv",
            "  ./dbn predict runs/mnist --data digits.npy --json",
            "",
            "A column of the label may be in the file; it is ignored."
        })
final class PredictCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "MODEL|RUN",
            description = "Model file (.zip) of a classifier, or the folder of a run.")
    private Path model;

    @Option(
            names = "--data",
            paramLabel = "FILE|DIR",
            required = true,
            description = "Table of rows with the columns of the training rows: .csv, .tsv, .txt, .npy, .npz or IDX; or"
                    + " a folder of pictures, in the order of their names.")
    private String data;

    @Option(names = "--probabilities", description = "Print the probability of every class beside the class.")
    private boolean probabilities;

    @Option(names = "--out", paramLabel = "FILE.csv", description = "File to write instead of standard output.")
    private @Nullable Path file;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private Output output;

    /** The file that was written, as a result to print. */
    record Written(String file, long rows, int classes) {}

    @Override
    public void run() {
        if (file != null) {
            ArrayFile.check(file, ".csv");
        }
        threads.configure(false);
        SavedClassifier classifier = SavedClassifier.read(ModelOptions.file(model));
        SavedClassifier.Predicted predicted = classifier.predict(data, output.progress());
        PrintWriter out = spec.commandLine().getOut();
        if (file != null) {
            AtomicFile.write(file, csv(predicted));
            output.print(
                    new Written(
                            file.toString(),
                            predicted.rows().size(),
                            predicted.classes().size()),
                    out);
        } else if (output.json()) {
            output.print(predicted, out);
        } else {
            out.print(csv(predicted));
            out.flush();
        }
    }

    /** Returns a line of names, then a line for each row. */
    private String csv(SavedClassifier.Predicted predicted) {
        Stream<String> header =
                Stream.concat(Stream.of("class"), probabilities ? predicted.classes().stream() : Stream.empty());
        String first = header.map(Table::quoted).collect(Collectors.joining(","));
        return predicted.rows().stream().map(this::line).collect(Collectors.joining("\n", first + "\n", "\n"));
    }

    private String line(Prediction row) {
        String numbers = row.probabilities().values().stream()
                .map(probability -> "," + String.format(Locale.ROOT, "%.6g", probability))
                .collect(Collectors.joining());
        return Table.quoted(row.predicted()) + (probabilities ? numbers : "");
    }
}
