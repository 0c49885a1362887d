package io.dbn4j.mnist.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.FormerNames;
import io.dbn4j.core.Reference;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.data.ImageData;
import io.dbn4j.core.data.ImageSet;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.Dbn;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Tiles;
import io.dbn4j.lab.run.Metric;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.training.LabeledRows;
import io.dbn4j.lab.training.LayerRecipe;
import io.dbn4j.lab.training.Predictions;
import io.dbn4j.lab.training.Proposal;
import io.dbn4j.lab.training.StackRecipe;
import io.dbn4j.lab.training.TrainingReport;
import io.dbn4j.lab.training.UpDownTraining;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An experiment on a DBN whose top RBM has label units in addition to the features. It is trained greedily and then as
 * a whole by the up-down algorithm. The same model draws images of a class and reads the class of an image.
 *
 * <p>The label units are independent here; in the paper they are one group with a single 1.
 *
 * @param data source of the images
 * @param layers the RBMs from the bottom up, at least two; the visible units of the last include the label units
 * @param batch rows of an update
 * @param input rule that makes visible states from gray values in training
 * @param hidden rule that makes visible states of the next RBM from hidden means in greedy training
 * @param upDown settings of the training as a whole
 */
@Reference(
        authors = "G. E. Hinton, S. Osindero, Y. W. Teh",
        title = "A fast learning algorithm for deep belief nets",
        venue = "Neural Computation 18",
        year = 2006,
        url = "https://doi.org/10.1162/neco.2006.18.7.1527")
@JsonTypeName("labeled-dbn")
@FormerNames("labelled-dbn")
public record LabeledDbn(
        ImageSource data,
        List<LayerRecipe> layers,
        int batch,
        Binarization input,
        Binarization hidden,
        UpDownTraining upDown)
        implements MnistExperiment {

    private static final int LOOK = 1000;
    private static final int PICTURES = 10;
    private static final int GIBBS_STEPS = 1000;

    public LabeledDbn {
        layers = List.copyOf(layers);
        Check.atLeast(2, layers.size(), "number of layers");
        Check.atLeast(1, batch, "batch");
    }

    /**
     * The result of the experiment.
     *
     * @param testError test error after up-down training, in percent; the class with the lowest free energy in the top
     *     RBM is predicted
     * @param greedyError test error before up-down training, in percent
     * @param majorityError test error of always predicting the most frequent class of the training images, in percent
     * @param warning warning if the network is no better than that; otherwise empty
     * @param classes predictions for the images of each class
     * @param trainingSeconds seconds of training of each layer, then of the whole
     * @param protocol images for training and for measurement
     */
    public record Outcome(
            Estimate testError,
            Estimate greedyError,
            Estimate majorityError,
            String warning,
            List<Predictions.OfClass> classes,
            List<Double> trainingSeconds,
            String protocol)
            implements Result {

        @Override
        public String headline() {
            return String.format(
                    Locale.ROOT,
                    "test error %.2f %% [%.2f, %.2f], before up-down training %.2f %%",
                    testError.value(),
                    testError.low(),
                    testError.high(),
                    greedyError.value());
        }
    }

    @Override
    public void requireInputs() {
        data.require();
    }

    @Override
    public Outcome run(Run run) {
        ImageData images = data.load(run);
        ImageSet train = images.train();
        LabeledRows test = LabeledRows.of(images.test());
        List<Double> seconds = new ArrayList<>();
        Dbn greedy = greedy(run, train, seconds);
        Estimate before = Predictions.of(greedy, test).error();
        Tiles greedyPictures = pictures(run, greedy, "greedy", images.test());

        Dbn dbn = greedy.untied();
        seconds.add(trainAsAWhole(run, dbn, train));
        Predictions predictions = Predictions.of(dbn, test);
        int majority = LabeledRows.of(train).majority();
        Outcome outcome = new Outcome(
                predictions.error(),
                before,
                predictions.errorOfSaying(majority),
                predictions.warning(majority),
                predictions.byClass(),
                seconds,
                protocol());
        save(run, dbn);
        List<Tiles> pictures = List.of(pictures(run, dbn, "upDown", images.test()), greedyPictures);
        Report.ofRun(
                run,
                TrainingReport.title(run, "Deep belief network with labels"),
                page -> addTo(page, outcome, pictures, run.metrics().read()));
        return outcome;
    }

    private static void addTo(Report report, Outcome outcome, List<Tiles> pictures, List<Metric> metrics) {
        report.text(outcome.protocol());
        Map<String, Estimate> errors = new LinkedHashMap<>();
        errors.put("test error", outcome.testError());
        errors.put("test error before up-down training", outcome.greedyError());
        errors.put("test error of the most frequent class", outcome.majorityError());
        report.estimates("Classification by the free energy of the top RBM", errors);
        DbnReport.classes(report, outcome.classes(), outcome.warning());
        report.section("Images of each class");
        pictures.forEach(report::tiles);
        report.section("Training");
        TrainingReport.curves(report, metrics);
        TrainingReport.chart(
                report, metrics, "Up-down training", "error on training images", "percent", ".trainingError");
    }

    /** Trains all layers together, measures errors on some of the training images and returns the seconds. */
    private double trainAsAWhole(Run run, Dbn dbn, ImageSet train) {
        LabeledRows some = LabeledRows.of(train.head(Math.min(LOOK, train.size())));
        return upDown.train(
                run,
                dbn,
                train.images(),
                train.oneHot(),
                batch,
                input,
                epoch -> run.metrics()
                        .add(
                                "upDown.trainingError",
                                (long) epoch * (train.size() / batch),
                                epoch,
                                Predictions.of(dbn, some).error()));
    }

    private String protocol() {
        return data.protocol() + ", before and after up-down training";
    }

    /** Trains the network layer by layer; the top RBM has the labels as further visible units. */
    private Dbn greedy(Run run, ImageSet train, List<Double> seconds) {
        StackRecipe.Trained below = new StackRecipe(layers.subList(0, layers.size() - 1), batch, input, hidden)
                .train(run, "features", train.images(), run.seed());
        run.save("stack.zip", file -> below.network().save(file.toFile(), true));
        Dbn features = below.dbn();
        StackRecipe.Trained top = new StackRecipe(List.of(layers.get(layers.size() - 1)), batch, hidden)
                .train(run, "top", features.labeledRows(train.images(), train.oneHot()), run.seed("top"));
        seconds.addAll(below.seconds());
        seconds.addAll(top.seconds());
        return features.withTop(top.rbm(0));
    }

    private static Tiles pictures(Run run, Dbn dbn, String when, ImageSet images) {
        var random = run.random("pictures-" + when);
        List<INDArray> rows = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        for (int label = 0; label < dbn.labels(); label++) {
            rows.add(dbn.meansOfClass(label, PICTURES, GIBBS_STEPS, random));
            for (int i = 0; i < PICTURES; i++) {
                captions.add(images.classes().get(label));
            }
        }
        String title = String.format(
                Locale.ROOT,
                "%s: %d Gibbs steps in the top RBM with the label held, one pass down",
                when.equals("greedy") ? "Before up-down training" : "Draws of each class",
                GIBBS_STEPS);
        return Tiles.gray(title, Nd4j.vstack(rows), images.rows(), images.columns(), captions);
    }

    /** Saves the generative and the recognition RBMs, which differ after up-down training. */
    private static void save(Run run, Dbn dbn) {
        for (int layer = 1; layer <= dbn.layers().size(); layer++) {
            save(
                    run,
                    String.format(Locale.ROOT, "layer%d.npz", layer),
                    dbn.layers().get(layer - 1));
        }
        for (int layer = 1; layer <= dbn.recognition().size(); layer++) {
            save(
                    run,
                    String.format(Locale.ROOT, "recognition%d.npz", layer),
                    dbn.recognition().get(layer - 1));
        }
    }

    private static void save(Run run, String name, Rbm rbm) {
        new ModelFile(name, List.of(rbm)).export(1, run.folder().resolve(name));
    }

    @Override
    public Map<String, String> epochs(int epochs) {
        Map<String, String> replacements = MnistExperiment.epochsOf(layers, epochs);
        replacements.put("upDown.epochs", String.valueOf(epochs));
        return replacements;
    }

    @Override
    public Map<String, String> fewImages(int images) {
        Map<String, String> replacements = MnistExperiment.fewImages(layers, batch, images);
        int needed = Proposal.epochs(images, batch, upDown.epochs(), LEAST_UPDATES);
        if (needed != upDown.epochs()) {
            replacements.put("upDown.epochs", String.valueOf(needed));
        }
        return replacements;
    }

    @Override
    public Map<String, String> quick() {
        return epochs(1);
    }
}
