package io.dbn4j.mnist.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.data.ImageData;
import io.dbn4j.core.data.ImageSet;
import io.dbn4j.core.partition.BracketCheck;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.IndependentUnits;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.training.GreedyPretraining;
import io.dbn4j.core.training.Pretraining;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.training.Annealing;
import io.dbn4j.lab.training.LayerRecipe;
import io.dbn4j.lab.training.LearningCheck;
import io.dbn4j.lab.training.StackRecipe;
import io.dbn4j.lab.training.TrainingReport;
import io.dbn4j.lab.training.TrainingSetup;
import io.dbn4j.lab.training.TrainsRbm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An experiment that measures the log-likelihood of unseen images under one RBM.
 *
 * @param data source of the images
 * @param layer settings of the RBM
 * @param batch rows of an update
 * @param input rule that makes visible states from gray values in training
 * @param flipped whether black and white are exchanged, which should not change the result of a centered RBM
 * @param likelihood settings of the measurement of the log-likelihood
 */
@Reference(
        authors = "R. Salakhutdinov, I. Murray",
        title = "On the quantitative analysis of deep belief networks",
        venue = "ICML",
        year = 2008,
        url = "https://doi.org/10.1145/1390156.1390266")
@JsonTypeName("rbm-density")
public record RbmDensity(
        ImageSource data, LayerRecipe layer, int batch, Binarization input, boolean flipped, Annealing likelihood)
        implements MnistExperiment, TrainsRbm {

    public RbmDensity {
        Check.atLeast(1, batch, "batch");
    }

    /**
     * The result of the experiment.
     *
     * @param logLikelihood log-likelihood by binarization rule and method, in nats per image
     * @param independentUnits log-likelihood of independent units on the same images, and the gain of the RBM over them
     * @param warning warning if the RBM is no better; otherwise empty
     * @param logPartition log Z by method, in nats
     * @param bracket the test of the start of reverse annealing, and warnings
     * @param trainingSeconds seconds of training
     * @param protocol images for training and for measurement
     */
    public record Outcome(
            Map<String, Map<String, Estimate>> logLikelihood,
            Map<String, IndependentUnits.Comparison> independentUnits,
            String warning,
            Map<String, Estimate> logPartition,
            BracketCheck bracket,
            double trainingSeconds,
            String protocol)
            implements Result {

        @Override
        public String headline() {
            return RbmDensity.headline(logLikelihood);
        }
    }

    /** Returns the first estimate of each binarization rule as text. */
    static String headline(Map<String, Map<String, Estimate>> logLikelihood) {
        StringBuilder text = new StringBuilder("log-likelihood");
        logLikelihood.forEach((rule, methods) -> {
            Estimate first = methods.values().iterator().next();
            text.append(String.format(Locale.ROOT, " %.2f %s", first.value(), rule));
        });
        return text + " nats";
    }

    @Override
    public void requireInputs() {
        data.require();
    }

    @Override
    public Outcome run(Run run) {
        return run(run, settings -> settings);
    }

    /** Computes the result, with a given method of training. */
    Outcome run(Run run, Function<GreedyPretraining, Pretraining> by) {
        ImageData images = data.load(run);
        ImageSet train = orientation(images.train());
        INDArray test = orientation(images.test()).images();
        StackRecipe.Trained trained = new StackRecipe(List.of(layer), batch, input)
                .train(run, train.images(), data.heldOutOf(images).map(held -> test), run.seed(), by);
        Rbm rbm = trained.rbm(0);
        Annealing.Measured measured =
                likelihood.measured(run, rbm, trained.baseRates().get(0), trained.independent(), test);
        Outcome outcome = new Outcome(
                measured.logLikelihood(),
                measured.independent(),
                LearningCheck.warning("RBM", measured.independent(), input),
                measured.logPartition(),
                measured.bracket(),
                trained.seconds().get(0),
                data.protocol());
        run.save("stack.zip", file -> trained.network().save(file.toFile(), true));
        Report.ofRun(
                run,
                TrainingReport.title(run, "RBM " + rbm.visible() + "-" + rbm.hidden()),
                page -> addTo(page, run, outcome, rbm, train));
        return outcome;
    }

    @Override
    public TrainingSetup setup(Run run) {
        INDArray train = orientation(data.load(run).train()).images();
        return new TrainingSetup(train, new Bernoulli(), new Bernoulli(), layer, batch, input);
    }

    private ImageSet orientation(ImageSet set) {
        return flipped
                ? new ImageSet(set.images().rsub(1.0), set.labels(), set.rows(), set.columns(), set.classes())
                : set;
    }

    private static void addTo(Report report, Run run, Outcome outcome, Rbm rbm, ImageSet images) {
        report.text(outcome.protocol());
        TrainingReport.likelihoodTables(report, outcome.logLikelihood(), outcome.logPartition(), outcome.bracket());
        LearningCheck.addTo(report, outcome.independentUnits(), outcome.warning());
        report.section("Training");
        TrainingReport.chart(
                report,
                run.metrics().read(),
                "Mean free energy of training rows",
                "free energy",
                "nats",
                ".freeEnergy");
        TrainingReport.filters(report, rbm, images.rows(), images.columns());
    }

    @Override
    public Map<String, String> epochs(int epochs) {
        return new LinkedHashMap<>(Map.of("layer.epochs", String.valueOf(epochs)));
    }

    @Override
    public Map<String, String> fewImages(int images) {
        Map<String, String> replacements = new LinkedHashMap<>();
        MnistExperiment.fewImages(List.of(layer), batch, images)
                .forEach((path, value) -> replacements.put(path.replace("layers[0]", "layer"), value));
        return replacements;
    }

    @Override
    public Map<String, String> quick() {
        Map<String, String> replacements = epochs(3);
        replacements.put("likelihood.betas", "500");
        replacements.put("likelihood.burnIn", "100");
        return replacements;
    }
}
