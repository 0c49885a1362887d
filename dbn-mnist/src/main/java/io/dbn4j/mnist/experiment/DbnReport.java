package io.dbn4j.mnist.experiment;

import io.dbn4j.core.array.Rows;
import io.dbn4j.core.data.ImageSet;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.stack.Dbn;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.HeatMap;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Table;
import io.dbn4j.lab.report.Tiles;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.training.LearningCheck;
import io.dbn4j.lab.training.Predictions;
import io.dbn4j.lab.training.StackRecipe;
import io.dbn4j.lab.training.TrainingReport;
import io.dbn4j.mnist.experiment.DbnClassifier.Layer;
import io.dbn4j.mnist.experiment.DbnClassifier.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The report page of a {@link DbnClassifier}. */
record DbnReport(Run run, Outcome outcome, ImageSet images, Predictions predictions) {

    private static final int PICTURES = 100;
    private static final int GIBBS_STEPS = 200;

    private static final Table<Predictions.OfClass> CLASSES = Table.<Predictions.OfClass>of("classes")
            .text("class", "class", Predictions.OfClass::name)
            .whole("images", "images", Predictions.OfClass::images)
            .whole("right", "right", Predictions.OfClass::right)
            .whole("taken", "taken for it", Predictions.OfClass::taken);

    private static final Table<Layer> LAYERS = Table.<Layer>of("layers")
            .label("units", layer -> layer.visible() + "-" + layer.hidden())
            .whole("visible", Layer::visible)
            .whole("hidden", Layer::hidden)
            .whole("epochs", "epochs", Layer::epochs)
            .number("seconds", "seconds", "%.0f", Layer::seconds)
            .estimate(
                    "freeEnergyTrain",
                    "free energy, training rows (nats)",
                    energy -> String.format(Locale.ROOT, "%.2f", energy.value()),
                    Layer::freeEnergyTrain)
            .estimate(
                    "freeEnergyGap",
                    "held-out rows minus training rows (nats)",
                    gap -> String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", gap.value(), gap.low(), gap.high()),
                    Layer::freeEnergyGap);

    void addTo(Report report, StackRecipe.Trained stack) {
        report.text(outcome.protocol());
        report.estimates("Classification", errors());
        classes(report, outcome.classes(), outcome.warning());
        report.table("Pretraining", LAYERS, outcome.layers());
        TrainingReport.likelihoodTables(report, outcome.logLikelihood(), outcome.logPartition(), outcome.bracket());
        LearningCheck.addTo(report, outcome.independentUnits(), "");
        report.section("Training");
        TrainingReport.curves(report, run.metrics().read());
        pictures(report, stack);
        report.section("Mistakes");
        report.heatmap(HeatMap.counts(
                "Test images by true and predicted class",
                "true",
                "predicted",
                images.classes(),
                predictions.confusion()));
        misread(report);
    }

    private Map<String, Estimate> errors() {
        Map<String, Estimate> errors = new LinkedHashMap<>();
        errors.put("test error, pretrained", outcome.testError());
        errors.put("test error of the most frequent class", outcome.majorityError());
        if (outcome.randomStart() != null) {
            errors.put("test error, random start", outcome.randomStart().testError());
        }
        return errors;
    }

    /** Adds a table of the predictions for the images of each class, and the warning if there is one. */
    static void classes(Report report, List<Predictions.OfClass> classes, String warning) {
        if (!warning.isEmpty()) {
            report.text("Warning: " + warning + ".");
        }
        report.table("Images by class", CLASSES, classes);
    }

    private void pictures(Report report, StackRecipe.Trained stack) {
        report.section("What the network sees");
        TrainingReport.filters(report, stack.rbm(0), images.rows(), images.columns());
        samples(report, run, stack.dbn(), images);
    }

    /** Adds samples from chains that start at the representations of test images in the top RBM. */
    static void samples(Report report, Run run, Dbn dbn, ImageSet images) {
        RandomSource random = run.random("samples");
        Rbm top = dbn.top();
        INDArray start =
                dbn.up(Rows.first(PICTURES, images.images()), dbn.layers().size() - 1);
        INDArray samples = dbn.means(new Gibbs().kernel(top), Chains.at(start, top, random), GIBBS_STEPS, random);
        report.tiles(Tiles.gray(
                String.format(
                        Locale.ROOT,
                        "Samples: %d Gibbs steps in the top RBM from test images, one pass down",
                        GIBBS_STEPS),
                samples,
                images.rows(),
                images.columns(),
                List.of()));
    }

    private void misread(Report report) {
        int[] misread = predictions.misread();
        if (misread.length == 0) {
            report.text("No image was misread.");
            return;
        }
        int[] shown = IntStream.of(misread).limit(PICTURES).toArray();
        int[] predicted = predictions.classes();
        List<String> captions = IntStream.of(shown)
                .mapToObj(i -> images.classes().get(images.labels()[i]) + " read as "
                        + images.classes().get(predicted[i]))
                .toList();
        String title = String.format(Locale.ROOT, "Misread images, %d of %d", shown.length, misread.length);
        INDArray pixels = Rows.pick(images.images(), shown);
        report.tiles(Tiles.gray(title, pixels, images.rows(), images.columns(), captions));
    }
}
