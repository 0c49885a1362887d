package io.dbn4j.ui.command;

import io.dbn4j.cli.Output;
import io.dbn4j.cli.SeedOption;
import io.dbn4j.cli.ThreadsOption;
import io.dbn4j.core.Check;
import io.dbn4j.core.json.AtomicFile;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.data.LabelFile;
import io.dbn4j.lab.data.TableEncoding;
import io.dbn4j.lab.data.TableFile;
import io.dbn4j.lab.experiment.RowScores;
import io.dbn4j.lab.experiment.SavedClassifier;
import io.dbn4j.lab.training.Predictions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code dbn score}, which measures a model on rows. */
@Command(
        name = "score",
        sortOptions = false,
        description = {
            "Measures a model on rows. A generative model gets the mean log-likelihood of the rows, with log Z measured"
                    + " (exactly if one side has at most 20 two-state units, otherwise by AIS and its reverse) or given,"
                    + " and the pseudo-likelihood of discrete units. A stack is measured by its bottom RBM.",
            "With labels 0 and 1, measures how well the free energy tells outliers (1) from other rows: the area under"
                    + " the ROC curve.",
            "A classifier gets accuracy and log loss against the labels."
        },
        footer = {
            "",
            "Examples:",
            "  ./dbn score runs/first/model.zip --data test.csv",
            "  ./dbn score model.npz --data rows.npy --labels outliers.npy --out scores.csv",
            "  ./dbn score model.npz --data rows.npy --log-z 2136.71+-0.02 --json",
            "  ./dbn score runs/classifier --data test.csv"
        })
final class ScoreCommand implements Runnable {

    private static final Pattern LOG_Z = Pattern.compile("(?<value>[-+.eE\\d]+?)(?:(?:\\+-|±)(?<error>[.eE\\d-]+))?");

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "MODEL|RUN",
            description = "Model file (.zip or .npz), or the folder of a run.")
    private Path model;

    @Option(names = "--data", paramLabel = "FILE", required = true, description = DataOption.HELP)
    private String data;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Labels of the rows: a file with one for each. Default: for a classifier of ./dbn train, the"
                    + " column of the label in --data.")
    private @Nullable String labels;

    @Option(
            names = "--log-z",
            paramLabel = "VALUE[+-SE]",
            description = "Log Z in nats, with its standard error. Default: it is measured.")
    private @Nullable String logZ;

    @Option(
            names = "--out",
            paramLabel = "FILE.csv",
            description = "File for the scores of each row; log-likelihoods with the first log Z of the result.")
    private @Nullable Path file;

    @Mixin
    private SeedOption seed;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private Output output;

    /** The result of a generative model. */
    record Generative(
            Map<String, Estimate> logLikelihood,
            Map<String, Estimate> logPartition,
            @Nullable Estimate pseudoLikelihood,
            Estimate freeEnergy,
            @Nullable Estimate rocArea,
            long rows,
            String model,
            String data) {}

    /** The result of a classifier. */
    record Classified(Estimate accuracy, Estimate logLoss, long rows, String model, String data) {}

    @Override
    public void run() {
        if (file != null) {
            ArrayFile.check(file, ".csv");
        }
        Optional<Estimate> given = Optional.ofNullable(logZ).map(ScoreCommand::estimate);
        threads.configure(false);
        Path path = ModelOptions.file(model);
        boolean zip = path.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
        Object result = zip && SavedClassifier.isClassifier(path) ? classified(path) : generative(path, given);
        output.print(result, spec.commandLine().getOut());
    }

    private static Estimate estimate(String text) {
        Matcher parts = LOG_Z.matcher(text);
        try {
            if (parts.matches()) {
                double value = Double.parseDouble(parts.group("value"));
                double error = parts.group("error") == null ? 0 : Double.parseDouble(parts.group("error"));
                if (Double.isFinite(value) && error >= 0 && Double.isFinite(error)) {
                    return error == 0 ? Estimate.exact(value, "nats") : Estimate.normal(value, error, "nats", 0, 0);
                }
            }
        } catch (NumberFormatException e) {
            // The text below names the rule.
        }
        throw new IllegalArgumentException("--log-z must be a number or NUMBER+-ERROR, was " + text);
    }

    private Generative generative(Path path, Optional<Estimate> given) {
        ModelFile stack = ModelFile.read(path);
        if (stack.layers().size() > 1) {
            output.progress()
                    .note(path + ": the bottom RBM of " + stack.layers().size() + " is measured");
        }
        INDArray rows = DataOption.read(data, output.progress()).states(stack.layer(1));
        Optional<LabelFile> outliers = Optional.ofNullable(labels).map(LabelFile::read);
        outliers.ifPresent(known -> Check.require(
                known.labels().size() == rows.size(0),
                "%s: must have one label for each of the %d rows, had %d",
                known.name(),
                rows.size(0),
                known.labels().size()));
        Check.require(rows.size(0) >= 2, "%s: must have at least 2 rows, had %d", data, rows.size(0));
        RowScores scores = RowScores.of(stack.layer(1), rows, given, seed.seed().stream("score"), output.progress());
        Optional<Estimate> area = outliers.map(known -> RowScores.rocArea(scores.freeEnergy(), known.labels()));
        if (file != null) {
            AtomicFile.write(file, csv(scores));
        }
        return new Generative(
                scores.logLikelihood(),
                scores.logPartition(),
                scores.pseudoLikelihood().orElse(null),
                Estimate.mean(scores.freeEnergy(), "nats"),
                area.orElse(null),
                rows.size(0),
                path.toString(),
                data);
    }

    private static String csv(RowScores scores) {
        Optional<Estimate> first = scores.logPartition().values().stream().findFirst();
        StringBuilder text = new StringBuilder("row,free_energy,log_likelihood\n");
        int row = 0;
        for (double energy : scores.freeEnergy()) {
            row++;
            text.append(row).append(',').append(energy).append(',');
            first.ifPresent(logZ -> text.append(-energy - logZ.value()));
            text.append('\n');
        }
        return text.toString();
    }

    private Classified classified(Path path) {
        Check.require(logZ == null, "--log-z must not be given for a classifier");
        SavedClassifier classifier = SavedClassifier.read(path);
        List<String> known = labels(classifier);
        List<SavedClassifier.Prediction> rows =
                classifier.predict(data, output.progress()).rows();
        String source = Objects.requireNonNullElse(labels, data);
        Check.require(
                known.size() == rows.size(), "%s: must have %d labels, had %d", source, rows.size(), known.size());
        int[] truth = TableEncoding.indices(source, known, classifier.classes());
        Check.require(rows.size() >= 2, "%s: must have at least 2 rows, had %d", data, rows.size());
        double[] loss = new double[rows.size()];
        int hits = 0;
        StringBuilder text = new StringBuilder("row,correct,log_loss\n");
        for (int row = 0; row < loss.length; row++) {
            String label = classifier.classes().get(truth[row]);
            boolean hit = rows.get(row).predicted().equals(label);
            hits += hit ? 1 : 0;
            loss[row] = Predictions.logLoss(
                    Objects.requireNonNull(rows.get(row).probabilities().get(label)));
            text.append(row + 1).append(hit ? ",1," : ",0,").append(loss[row]).append('\n');
        }
        if (file != null) {
            AtomicFile.write(file, text.toString());
        }
        return new Classified(
                Estimate.proportion(hits, loss.length),
                Estimate.mean(loss, "nats"),
                loss.length,
                path.toString(),
                data);
    }

    private List<String> labels(SavedClassifier classifier) {
        if (labels != null) {
            return LabelFile.read(labels).labels();
        }
        String column = classifier.encoding().map(encoding -> encoding.label()).orElse("");
        TableFile table = TableFile.read(data);
        Check.require(
                table.columns().stream().anyMatch(one -> one.name().equals(column)),
                "%s: must have the column of the label%s, or give --labels",
                data,
                column.isEmpty() ? "" : " \"" + Check.shown(column) + "\"");
        return table.values(column);
    }
}
