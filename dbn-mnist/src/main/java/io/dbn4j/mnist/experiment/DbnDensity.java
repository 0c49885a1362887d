package io.dbn4j.mnist.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.data.ImageData;
import io.dbn4j.core.partition.BracketCheck;
import io.dbn4j.core.partition.LogPartitionMethods;
import io.dbn4j.core.stack.FreeEnergyLedger;
import io.dbn4j.core.stack.Initialization;
import io.dbn4j.core.stack.VariationalBound;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.training.Annealing;
import io.dbn4j.lab.training.LayerRecipe;
import io.dbn4j.lab.training.StackRecipe;
import io.dbn4j.lab.training.TrainingReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An experiment that tests whether further RBMs raise the likelihood of unseen images under a DBN.
 *
 * <p>The log-likelihood of the first RBM is compared with the variational bound of the whole DBN, which uses the
 * measured log Z of the top RBM. The difference of the two, the gain of the bound, is also measured directly, on the
 * same images and with the ratio of the partition functions of both RBMs. The statistical error of this direct
 * measurement is a fraction of the error of either term. A run prints a note if the gain contradicts the difference of
 * the annealing results.
 *
 * @param data source of the images
 * @param layers the RBMs from the bottom up
 * @param batch rows of an update
 * @param input rule that makes visible states from gray values in training
 * @param hidden rule that makes visible states of the next RBM from hidden means in training; the bound holds for draws
 * @param tied whether each RBM above the first starts as the transposed RBM below, see {@link Initialization#TIED}
 * @param draws number of draws of the hidden layers for each image, in the bound
 * @param likelihood settings of the measurement of log Z of the first and of the top RBM
 */
@Reference(
        authors = "R. Salakhutdinov, I. Murray",
        title = "On the quantitative analysis of deep belief networks",
        venue = "ICML",
        year = 2008,
        url = "https://doi.org/10.1145/1390156.1390266")
@JsonTypeName("dbn-density")
public record DbnDensity(
        ImageSource data,
        List<LayerRecipe> layers,
        int batch,
        Binarization input,
        Binarization hidden,
        boolean tied,
        int draws,
        Annealing likelihood)
        implements MnistExperiment {

    private static final String SAMPLED = "sampled";

    /** Limit of a contradiction in standard errors: one false alarm in 16 000. */
    private static final double CONTRADICTION = 4;

    public DbnDensity {
        layers = List.copyOf(layers);
        Check.atLeast(2, layers.size(), "number of layers");
        Check.atLeast(1, batch, "batch");
        Check.atLeast(1, draws, "draws");
        Check.atLeast(1, likelihood.burnIn(), "likelihood.burnIn");
    }

    /**
     * The result of the experiment.
     *
     * @param logLikelihood log-likelihood of the first RBM, by binarization rule and method, in nats per image
     * @param logPartition log Z of the first RBM, by method, in nats
     * @param bracket the test of the start of reverse annealing of the first RBM, and warnings
     * @param variationalBound bound of the DBN, by binarization rule and by the method for log Z of the top RBM, in
     *     nats per image
     * @param topLogPartition log Z of the top RBM, by method, in nats
     * @param topBracket the test of the start of reverse annealing of the top RBM, and warnings
     * @param ledger free energies of the RBMs and, on sampled images, the gain of the bound by each RBM but the first
     * @param trainingSeconds seconds of training, by layer
     * @param protocol images for training and for measurement
     */
    public record Outcome(
            Map<String, Map<String, Estimate>> logLikelihood,
            Map<String, Estimate> logPartition,
            BracketCheck bracket,
            Map<String, Map<String, Estimate>> variationalBound,
            Map<String, Estimate> topLogPartition,
            BracketCheck topBracket,
            FreeEnergyLedger ledger,
            List<Double> trainingSeconds,
            String protocol)
            implements Result {

        @Override
        public String headline() {
            StringBuilder text = new StringBuilder("variational bound, conservative");
            variationalBound.forEach((rule, methods) -> {
                Estimate last = List.copyOf(methods.values()).get(methods.size() - 1);
                text.append(String.format(Locale.ROOT, " %.2f %s", last.value(), rule));
            });
            text.append(" nats; gain over the RBMs below");
            ledger.steps().forEach(step -> text.append(' ').append(EstimateText.change(step.onData())));
            return text + " nats";
        }
    }

    private Initialization initialization() {
        return tied ? Initialization.TIED : Initialization.DATA_MEANS;
    }

    @Override
    public void requireInputs() {
        data.require();
    }

    @Override
    public Outcome run(Run run) {
        ImageData images = data.load(run);
        INDArray test = images.test().images();
        StackRecipe.Trained trained = new StackRecipe(
                        layers, batch, input, hidden, List.of(new Bernoulli()), 0, initialization())
                .train(run, images.train().images(), data.heldOutOf(images), run.seed());
        run.save("stack.zip", file -> trained.network().save(file.toFile(), true));
        Annealing.Measured first =
                likelihood.measured(run, trained.rbm(0), trained.baseRates().get(0), trained.independent(), test);
        Annealing.Measured whole = likelihood.bound(
                run,
                trained.dbn(),
                new VariationalBound(draws),
                trained.baseRates().get(layers.size() - 1),
                test);
        FreeEnergyLedger ledger = likelihood.ledger(run, trained.dbn(), first, test);
        noteContradictions(run, ledger, first, whole);
        Outcome outcome = new Outcome(
                first.logLikelihood(),
                first.logPartition(),
                first.bracket(),
                whole.logLikelihood(),
                whole.logPartition(),
                whole.bracket(),
                ledger,
                trained.seconds(),
                data.protocol());
        Report.ofRun(
                run,
                TrainingReport.title(run, "Deep belief network as a model of images"),
                page -> addTo(page, run, outcome, trained, images));
        return outcome;
    }

    /** Compares the gain of the ledger with the difference of the annealing results, whose states start elsewhere. */
    private static void noteContradictions(
            Run run, FreeEnergyLedger ledger, Annealing.Measured first, Annealing.Measured whole) {
        Estimate gain = ledger.steps().stream()
                .map(FreeEnergyLedger.Step::onData)
                .reduce(Estimate::plus)
                .orElseThrow();
        Map<String, Estimate> alone =
                Objects.requireNonNull(first.logLikelihood().get(SAMPLED));
        Objects.requireNonNull(whole.logLikelihood().get(SAMPLED)).forEach((method, bound) -> {
            Estimate before = alone.get(method);
            if (before != null && !method.equals(LogPartitionMethods.CONSERVATIVE)) {
                double other = bound.value() - before.value();
                double error =
                        Math.hypot(gain.standardError(), Math.hypot(bound.standardError(), before.standardError()));
                if (Math.abs(gain.value() - other) > CONTRADICTION * error) {
                    run.progress()
                            .warn(String.format(
                                    Locale.ROOT,
                                    "the gain of the bound is %+.2f nats by the ledger but %+.2f by %s, more than their"
                                            + " errors explain: raise burnIn or betas",
                                    gain.value(),
                                    other,
                                    LogPartitionMethods.displayName(method)));
                }
            }
        });
    }

    private static void addTo(Report report, Run run, Outcome outcome, StackRecipe.Trained trained, ImageData images) {
        report.text(outcome.protocol());
        TrainingReport.likelihoodTables(
                report,
                "Variational bound of the DBN",
                "test image",
                "top",
                outcome.variationalBound(),
                outcome.topLogPartition(),
                outcome.topBracket());
        Map<String, Estimate> steps = new LinkedHashMap<>();
        for (int l = 0; l < outcome.ledger().steps().size(); l++) {
            FreeEnergyLedger.Step step = outcome.ledger().steps().get(l);
            String name = String.format(Locale.ROOT, "RBM %d on RBM %d", l + 2, l + 1);
            steps.put(name + ": gain of the bound on sampled test images", step.onData());
            steps.put(name + ": the same on states of the lower RBM's own model, never above zero", step.onModel());
        }
        report.estimates("Gain by each RBM, by Bennett's ratio, nats per image", steps);
        TrainingReport.likelihoodTables(report, outcome.logLikelihood(), outcome.logPartition(), outcome.bracket());
        report.section("Training");
        TrainingReport.curves(report, run.metrics().read());
        TrainingReport.filters(
                report, trained.rbm(0), images.train().rows(), images.train().columns());
        DbnReport.samples(report, run, trained.dbn(), images.test());
    }

    @Override
    public Map<String, String> epochs(int epochs) {
        return MnistExperiment.epochsOf(layers, epochs);
    }

    @Override
    public Map<String, String> fewImages(int images) {
        return MnistExperiment.fewImages(layers, batch, images);
    }

    @Override
    public Map<String, String> quick() {
        Map<String, String> replacements = epochs(1);
        replacements.put("draws", "1");
        replacements.put("likelihood.betas", "200");
        replacements.put("likelihood.burnIn", "50");
        return replacements;
    }
}
