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
 * A DBN as a model of images: does the second RBM raise the likelihood that the first one gives to images it has not
 * seen?
 *
 * <p>The log-likelihood of the first RBM is compared with the variational bound of the whole, log Z of the top RBM
 * measured. The difference of the two, what the bound gains, is measured by itself as well, on the same images and with
 * the ratio of the partition functions of both RBMs. Its statistical error is a fraction of that of either; a run says if
 * it contradicts the difference of what annealing gives.
 *
 * @param data images
 * @param layers the RBMs from the bottom
 * @param batch rows of an update
 * @param input how gray values become visible states in training
 * @param hidden how hidden means become visible states of the next RBM in training; draws are what the bound is about
 * @param tied whether the RBMs above the first start as the one below turned over, see {@link Initialization#TIED}
 * @param draws of the hidden layers for each image, in the bound
 * @param likelihood how log Z of the first and of the top RBM are measured
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

    /** Standard errors: one false alarm in 16 000. */
    private static final double CONTRADICTION = 4;

    public DbnDensity {
        layers = List.copyOf(layers);
        Check.atLeast(2, layers.size(), "number of layers");
        Check.atLeast(1, batch, "batch");
        Check.atLeast(1, draws, "draws");
        Check.atLeast(1, likelihood.burnIn(), "likelihood.burnIn");
    }

    /**
     * What is reported.
     *
     * @param logLikelihood of the first RBM, by binarization rule and method, in nats per image
     * @param logPartition of the first RBM, by method, in nats
     * @param bracket the test of the start of reverse annealing, and warnings
     * @param variationalBound of the DBN, by binarization rule and by the method for log Z of the top RBM, in nats per
     *     image
     * @param topLogPartition of the top RBM, by method, in nats
     * @param topBracket the same for the top RBM
     * @param ledger free energies of the RBMs and, on sampled images, what the bound gains by each but the first
     * @param trainingSeconds time of training, by layer
     * @param protocol what was trained and measured on what
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

    /** The gain by the ledger's own states beside the difference of what annealing gave, whose states start elsewhere. */
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
                            .note(String.format(
                                    Locale.ROOT,
                                    "the gain of the bound is %+.2f nats by the ledger and %+.2f by %s, which their errors do not"
                                            + " explain: more burnIn or betas are needed",
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
        report.estimates("What an RBM adds, by Bennett's ratio, nats per image", steps);
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
