package io.dbn4j.mnist.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.data.ImageData;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.partition.BracketCheck;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.FreeEnergyGap;
import io.dbn4j.core.stack.IndependentUnits;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.training.Annealing;
import io.dbn4j.lab.training.Classifier;
import io.dbn4j.lab.training.FineTuning;
import io.dbn4j.lab.training.LabeledRows;
import io.dbn4j.lab.training.LayerRecipe;
import io.dbn4j.lab.training.LearningCheck;
import io.dbn4j.lab.training.Predictions;
import io.dbn4j.lab.training.Proposal;
import io.dbn4j.lab.training.StackRecipe;
import io.dbn4j.lab.training.TrainingReport;
import io.dbn4j.lab.training.TrainingSetup;
import io.dbn4j.lab.training.TrainsRbm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An experiment that pretrains a deep belief network layer by layer, turns it into a classifier, fine-tunes and
 * measures it.
 *
 * @param data source of the images
 * @param layers the RBMs from the bottom up
 * @param batch rows of a pretraining update
 * @param input rule that makes visible states from gray values in pretraining
 * @param fineTuning settings of the supervised training of the whole network
 * @param likelihood settings of the measurement of the first RBM's log-likelihood
 * @param compareRandomStart whether the same network is also trained without pretraining
 */
@Reference(
        authors = "G. E. Hinton, R. R. Salakhutdinov",
        title = "Reducing the dimensionality of data with neural networks",
        venue = "Science 313",
        year = 2006,
        url = "https://doi.org/10.1126/science.1127647")
@JsonTypeName("dbn-classifier")
public record DbnClassifier(
        ImageSource data,
        List<LayerRecipe> layers,
        int batch,
        Binarization input,
        FineTuning fineTuning,
        Annealing likelihood,
        boolean compareRandomStart)
        implements MnistExperiment, TrainsRbm {

    public DbnClassifier {
        layers = List.copyOf(layers);
        Check.atLeast(1, layers.size(), "number of layers");
        Check.atLeast(1, batch, "batch");
    }

    /** A pretrained RBM of the stack. */
    public record Layer(
            int visible, int hidden, int epochs, double seconds, Estimate freeEnergyTrain, Estimate freeEnergyGap) {}

    /** A network that was trained without pretraining. */
    public record RandomStart(Estimate testError, double fineTuningSeconds) {}

    /**
     * The result of the experiment.
     *
     * @param testError share of misread images, in percent
     * @param majorityError test error of always predicting the most frequent class of the training images, in percent
     * @param warning warning if the classifier is no better than that or the first RBM no better than independent
     *     units; otherwise empty
     * @param randomStart the same network without pretraining; null if not requested
     * @param logLikelihood log-likelihood of the first RBM, by binarization rule and method, in nats per image
     * @param independentUnits log-likelihood of independent units on the same images, and the gain of the first RBM
     *     over them
     * @param logPartition log Z of the first RBM, by method, in nats
     * @param bracket the test of the start of reverse annealing, and warnings
     * @param layers one entry for each RBM
     * @param classes predictions for the images of each class
     * @param fineTuningSeconds seconds of supervised training
     * @param protocol images for training and for measurement
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Outcome(
            Estimate testError,
            Estimate majorityError,
            String warning,
            @Nullable RandomStart randomStart,
            Map<String, Map<String, Estimate>> logLikelihood,
            Map<String, IndependentUnits.Comparison> independentUnits,
            Map<String, Estimate> logPartition,
            BracketCheck bracket,
            List<Layer> layers,
            List<Predictions.OfClass> classes,
            double fineTuningSeconds,
            String protocol)
            implements Result {

        @Override
        public String headline() {
            return String.format(
                    Locale.ROOT,
                    "test error %.2f %% [%.2f, %.2f]",
                    testError.value(),
                    testError.low(),
                    testError.high());
        }
    }

    @Override
    public void requireInputs() {
        data.require();
    }

    @Override
    public Outcome run(Run run) {
        ImageData images = data.load(run);
        Seed seed = run.seed();
        StackRecipe.Trained stack =
                new StackRecipe(layers, batch, input).train(run, images.train().images(), data.heldOutOf(images), seed);
        Annealing.Measured bottom = likelihood.measured(
                run,
                stack.rbm(0),
                stack.baseRates().get(0),
                stack.independent(),
                images.test().images());
        LabeledRows train = LabeledRows.of(images.train());
        LabeledRows test = LabeledRows.of(images.test());
        Classifier classifier = new Classifier(layers, fineTuning, train, seed);
        DeepBeliefNetwork network = classifier.from(stack.network());
        double seconds = fineTuning.train(run, "fine-tuning", network, train, run.random("fine-tuning"));
        Predictions predictions = Predictions.of(network, test);
        int majority = train.majority();
        Outcome outcome = new Outcome(
                predictions.error(),
                predictions.errorOfSaying(majority),
                warning(predictions.warning(majority), bottom),
                compareRandomStart ? randomStart(run, classifier, train, test) : null,
                bottom.logLikelihood(),
                bottom.independent(),
                bottom.logPartition(),
                bottom.bracket(),
                measure(stack, images),
                predictions.byClass(),
                seconds,
                data.protocol());
        save(run, network, stack);
        Report.ofRun(
                run,
                TrainingReport.title(run, "Deep belief network"),
                page -> new DbnReport(run, outcome, images.test(), predictions).addTo(page, stack));
        return outcome;
    }

    private String warning(String aboutClasses, Annealing.Measured bottom) {
        return LearningCheck.joined(aboutClasses, LearningCheck.warning("first RBM", bottom.independent(), input));
    }

    private static void save(Run run, DeepBeliefNetwork network, StackRecipe.Trained stack) {
        run.save("model.zip", file -> network.save(file.toFile(), false));
        run.save("stack.zip", file -> stack.network().save(file.toFile(), false));
    }

    @Override
    public TrainingSetup setup(Run run) {
        INDArray train = data.load(run).train().images();
        return new TrainingSetup(train, new Bernoulli(), new Bernoulli(), layers.get(0), batch, input);
    }

    private RandomStart randomStart(Run run, Classifier classifier, LabeledRows train, LabeledRows test) {
        DeepBeliefNetwork network = classifier.fromRandomStart();
        Nd4jRandomSource order = run.random("random-start");
        double seconds = fineTuning.train(run, "random-start", network, train, order);
        return new RandomStart(Predictions.of(network, test).error(), seconds);
    }

    /**
     * Measures the mean free energy of training rows, and by how much the mean free energy of unseen rows exceeds it.
     */
    private List<Layer> measure(StackRecipe.Trained stack, ImageData images) {
        List<Layer> measured = new ArrayList<>();
        int count = Math.min(images.train().size(), images.test().size());
        INDArray train = Rows.first(count, images.train().images());
        INDArray heldOut = images.test().images();
        for (int i = 0; i < layers.size(); i++) {
            Rbm rbm = stack.rbm(i);
            Estimate onTrain = FreeEnergyGap.mean(rbm, train);
            Estimate gap = FreeEnergyGap.mean(rbm, heldOut).minus(onTrain);
            measured.add(new Layer(
                    rbm.visible(),
                    rbm.hidden(),
                    layers.get(i).epochs(),
                    stack.seconds().get(i),
                    onTrain,
                    gap));
            train = rbm.hiddenGivenVisible(train);
            heldOut = rbm.hiddenGivenVisible(heldOut);
        }
        return measured;
    }

    @Override
    public Map<String, String> epochs(int epochs) {
        Map<String, String> replacements = MnistExperiment.epochsOf(layers, epochs);
        replacements.put("fineTuning.epochs", String.valueOf(epochs));
        return replacements;
    }

    @Override
    public Map<String, String> fewImages(int images) {
        Map<String, String> replacements = MnistExperiment.fewImages(layers, batch, images);
        int needed = Proposal.epochs(images, fineTuning.batch(), fineTuning.epochs(), LEAST_UPDATES);
        if (needed != fineTuning.epochs()) {
            replacements.put("fineTuning.epochs", String.valueOf(needed));
        }
        if (images < fineTuning.batch()) {
            replacements.put("fineTuning.batch", String.valueOf(images));
        }
        return replacements;
    }

    @Override
    public Map<String, String> quick() {
        Map<String, String> replacements = epochs(1);
        replacements.put("likelihood.betas", "200");
        replacements.put("likelihood.burnIn", "50");
        return replacements;
    }

    @Override
    public Map<String, String> withRandomStart() {
        return Map.of("compareRandomStart", "true");
    }
}
