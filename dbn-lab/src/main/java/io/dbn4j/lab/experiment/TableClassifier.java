package io.dbn4j.lab.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.stack.Initialization;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.UnitType;
import io.dbn4j.lab.experiment.LabeledSource.Loaded;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.training.Calibration;
import io.dbn4j.lab.training.Classifier;
import io.dbn4j.lab.training.FineTuning;
import io.dbn4j.lab.training.LabeledRows;
import io.dbn4j.lab.training.LayerRecipe;
import io.dbn4j.lab.training.Predictions;
import io.dbn4j.lab.training.Proposal;
import io.dbn4j.lab.training.Split;
import io.dbn4j.lab.training.StackRecipe;
import io.dbn4j.lab.training.TrainingReport;
import io.dbn4j.lab.training.TrainingSetup;
import io.dbn4j.lab.training.TrainsRbm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An experiment that trains a classifier on a user's labeled table and measures it on rows that training did not see.
 *
 * <p>The columns become visible units as {@link io.dbn4j.lab.data.EncodingRule} says. A stack of RBMs is pretrained on
 * the training rows without their labels. Fine-tuning by backpropagation finds its number of epochs on validation rows,
 * and is then done again on all training rows for that number of epochs.
 *
 * @param data labeled rows, and the rows for measurement
 * @param layers the RBMs from the bottom up
 * @param batch rows of a pretraining update; an update takes all rows if there are fewer
 * @param fineTuning settings of the supervised training; {@code epochs} is the largest number of epochs
 * @param l2 strength of the quadratic penalty on the weights in fine-tuning
 * @param validation part of the training rows on which the number of epochs is chosen; 0 to train for all epochs
 * @param patience number of epochs without a lower log loss of the validation rows that ends the choice
 * @param weights weights of the classes in fine-tuning
 */
@Reference(
        authors = "G. E. Hinton, R. R. Salakhutdinov",
        title = "Reducing the dimensionality of data with neural networks",
        venue = "Science 313",
        year = 2006,
        url = "https://doi.org/10.1126/science.1127647")
@JsonTypeName("table-classifier")
public record TableClassifier(
        LabeledSource data,
        List<LayerRecipe> layers,
        int batch,
        FineTuning fineTuning,
        double l2,
        double validation,
        int patience,
        ClassWeights weights)
        implements TrainsRbm {

    /** Name of the file with the classifier in a run folder. */
    public static final String MODEL = "model.zip";

    private static final int LEAST_UPDATES = 1000;
    private static final int MOST_UPDATES = 20_000;

    private static final int MOST_CONFUSIONS = 20;

    /** The weights of the classes in fine-tuning. */
    public enum ClassWeights {
        /** Every row counts equally. */
        @JsonProperty("equal")
        EQUAL,
        /** Every class counts equally, also in the choice of the number of epochs: rows of rare classes count more. */
        @JsonProperty("balanced")
        BALANCED
    }

    public TableClassifier {
        layers = List.copyOf(layers);
        Check.atLeast(1, layers.size(), "number of layers");
        Check.atLeast(1, batch, "batch");
        Check.inRange(0, Double.MAX_VALUE, l2, "l2");
        Check.inRange(0, 0.9, validation, "validation");
        Check.atLeast(1, patience, "patience");
    }

    /** Returns the same settings for other data. */
    public TableClassifier with(LabeledSource other) {
        return new TableClassifier(other, layers, batch, fineTuning, l2, validation, patience, weights);
    }

    /** Returns the same settings with other weights of the classes. */
    public TableClassifier with(ClassWeights other) {
        return new TableClassifier(data, layers, batch, fineTuning, l2, validation, patience, other);
    }

    /** Returns the number of hidden units of each layer, from the bottom. */
    public List<Integer> hidden() {
        return layers.stream().map(LayerRecipe::hidden).toList();
    }

    /** Returns the same settings with other numbers of hidden units; a further layer is trained like the last. */
    public TableClassifier withHidden(List<Integer> hidden) {
        List<LayerRecipe> others = new ArrayList<>();
        for (int i = 0; i < hidden.size(); i++) {
            others.add(layers.get(Math.min(i, layers.size() - 1)).ofHidden(hidden.get(i)));
        }
        return new TableClassifier(data, others, batch, fineTuning, l2, validation, patience, weights);
    }

    /** Returns the same settings with another number of epochs of every part. */
    public TableClassifier withEpochs(int epochs) {
        return withEpochs(epochs, epochs);
    }

    private TableClassifier withEpochs(int pretraining, int tuning) {
        List<LayerRecipe> others =
                layers.stream().map(layer -> layer.ofEpochs(pretraining)).toList();
        return new TableClassifier(data, others, batch, fineTuning.ofEpochs(tuning), l2, validation, patience, weights);
    }

    /**
     * Returns the same settings with numbers of epochs that suit a number of training rows: those of the settings, but
     * at least {@value #LEAST_UPDATES} and at most {@value #MOST_UPDATES} updates of each part.
     */
    public TableClassifier fitted(int rows) {
        return withEpochs(
                epochs(layers.get(0).epochs(), rows, batch), epochs(fineTuning.epochs(), rows, fineTuning.batch()));
    }

    private static int epochs(int usual, int rows, int batch) {
        int updates = Math.max(1, rows / batch);
        return Math.min(
                Math.max(usual, Proposal.epochs(rows, batch, 1, LEAST_UPDATES)), Math.max(10, MOST_UPDATES / updates));
    }

    /**
     * The measured rows of a class.
     *
     * @param name name of the class
     * @param rows number of rows of this class
     * @param predicted number of rows of any class that were predicted as this class
     * @param precision share of the predicted rows that are of this class, in percent; null if there are none
     * @param recall share of the rows of this class that were predicted as it, in percent; null if there are none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OfClass(
            String name,
            int rows,
            int predicted,
            @Nullable Estimate precision,
            @Nullable Estimate recall) {}

    /** The number of rows of one class that were predicted as another. */
    public record Confusion(String truth, String predicted, int rows) {}

    /**
     * The result of the experiment.
     *
     * @param accuracy share of rows that were predicted right, in percent
     * @param testError share of rows that were predicted wrong, in percent
     * @param majorityAccuracy accuracy of always predicting the most frequent class of the training rows, in percent
     * @param logLoss mean of minus the logarithm of the probability of the true class, in nats per row
     * @param calibrationError expected calibration error, see {@link Calibration}
     * @param warning warning if the classifier is no better than the most frequent class; otherwise empty
     * @param classes one entry for each class
     * @param confusions the most frequent confusions; {@code confusion.csv} holds all, if there are any
     * @param calibration rows by the confidence of their prediction
     * @param epochs number of epochs of fine-tuning that the validation rows chose
     * @param seconds seconds of pretraining and fine-tuning
     * @param model name of the file with the classifier and the encoding of its columns
     * @param protocol numbers of rows for training, validation and measurement
     */
    public record Outcome(
            Estimate accuracy,
            Estimate testError,
            Estimate majorityAccuracy,
            Estimate logLoss,
            Estimate calibrationError,
            String warning,
            List<OfClass> classes,
            List<Confusion> confusions,
            List<Calibration.Bin> calibration,
            int epochs,
            double seconds,
            String model,
            String protocol)
            implements Result {

        @Override
        public String headline() {
            return String.format(
                    Locale.ROOT, "accuracy %.2f %% [%.2f, %.2f]", accuracy.value(), accuracy.low(), accuracy.high());
        }
    }

    @Override
    public void requireInputs() {
        // Read the files here and again in the run, so that a refused file leaves no run folder behind.
        data.trainingRows();
    }

    private Loaded material(Run run) {
        Loaded loaded = data.load(run.random("held-out"));
        loaded.sha256().forEach(run::data);
        loaded.notes().stream().distinct().forEach(run.progress()::note);
        return loaded;
    }

    @Override
    public Outcome run(Run run) {
        Loaded loaded = material(run);
        loaded.heldOut().ifPresent(split -> split.saveHeldOut(run));
        UnitType visible = loaded.encoding().unit();
        LabeledRows train = weights == ClassWeights.BALANCED ? loaded.train().balanced() : loaded.train();
        Seed seed = run.seed();
        StackRecipe.Trained stack = stack(visible, train).train(run, train.rows(), seed);
        Classifier.Tuned tuned = new Classifier(layers, visible, fineTuning, l2, train, seed)
                .tuned(run, stack.network(), validation(run, loaded.train()), patience);
        DeepBeliefNetwork network = tuned.network();
        run.save(MODEL, file -> {
            network.save(file.toFile(), false);
            loaded.encoding().save(file);
        });
        run.save("stack.zip", file -> stack.network().save(file.toFile(), false));
        Predictions predictions = Predictions.of(network, loaded.test());
        double seconds = tuned.seconds()
                + stack.seconds().stream().mapToDouble(Double::doubleValue).sum();
        Outcome outcome = outcome(run, loaded, predictions, tuned, seconds);
        if (!outcome.warning().isEmpty()) {
            run.progress().warn(outcome.warning());
        }
        Report.ofRun(
                run,
                TrainingReport.title(run, "Classifier"),
                page -> new TableClassifierReport(run, outcome, loaded, predictions).addTo(page));
        return outcome;
    }

    private StackRecipe stack(UnitType visible, LabeledRows train) {
        return new StackRecipe(
                layers,
                Math.min(batch, train.size()),
                Binarization.NONE,
                Binarization.NONE,
                List.of(visible, new Bernoulli()),
                0,
                Initialization.DATA_MEANS);
    }

    /** Draws the rows on which the number of epochs is chosen; there are none if too few rows would be left. */
    private Split validation(Run run, LabeledRows train) {
        int count = (int) Math.round(validation * train.size());
        int drawn = count >= train.classes().size() ? count : 0;
        Split split = Split.stratified(train.labels(), drawn, run.random("validation"));
        if (validation > 0 && drawn == 0) {
            run.progress().note("early stopping: none, because the training rows are too few");
        }
        return split;
    }

    private Outcome outcome(Run run, Loaded loaded, Predictions predictions, Classifier.Tuned tuned, double seconds) {
        int majority = loaded.train().majority();
        Calibration calibration = Calibration.of(predictions, run.random("bootstrap"));
        return new Outcome(
                predictions.accuracy(),
                predictions.error(),
                predictions.errorOfSaying(majority).subtractedFrom(100).within(0, 100),
                predictions.logLoss(),
                calibration.error(),
                predictions.warning(majority),
                predictions.byClass().stream().map(TableClassifier::measured).toList(),
                TableClassifierReport.confusions(predictions).stream()
                        .limit(MOST_CONFUSIONS)
                        .toList(),
                calibration.bins(),
                tuned.epochs(),
                seconds,
                MODEL,
                loaded.protocol() + tuned.protocol());
    }

    private static OfClass measured(Predictions.OfClass counts) {
        return new OfClass(
                counts.name(),
                counts.images(),
                counts.taken(),
                counts.taken() == 0 ? null : Estimate.proportion(counts.right(), counts.taken()),
                counts.images() == 0 ? null : Estimate.proportion(counts.right(), counts.images()));
    }

    @Override
    public TrainingSetup setup(Run run) {
        Loaded loaded = material(run);
        return new TrainingSetup(
                loaded.train().rows(),
                loaded.encoding().unit(),
                new Bernoulli(),
                layers.get(0),
                Math.min(batch, loaded.train().size()),
                Binarization.NONE);
    }
}
