package io.dbn4j.lab.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.partition.BracketCheck;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Coupling;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Standardization;
import io.dbn4j.core.stack.IndependentUnits;
import io.dbn4j.core.stack.Initialization;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.training.GreedyPretraining;
import io.dbn4j.core.training.Pretraining;
import io.dbn4j.core.units.UnitType;
import io.dbn4j.lab.data.DataSource;
import io.dbn4j.lab.data.FileSource;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Table;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.training.Annealing;
import io.dbn4j.lab.training.LayerRecipe;
import io.dbn4j.lab.training.LearningCheck;
import io.dbn4j.lab.training.StackMeasurement;
import io.dbn4j.lab.training.StackRecipe;
import io.dbn4j.lab.training.TrainingReport;
import io.dbn4j.lab.training.TrainingSetup;
import io.dbn4j.lab.training.TrainsRbm;
import io.dbn4j.lab.training.WarmStart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An experiment that trains a stack of RBMs on a user's file, saves it and measures its RBMs.
 *
 * @param data file of rows and how it is read, see {@link FileSource}, or the name of a {@link DataSource}; a
 *     relative path is made absolute, so that a run can be resumed from any folder
 * @param heldOut number of rows that are kept out of training and measured, drawn by the seed; 0 to measure all rows
 * @param validation number of further rows that are not trained on; only objectives that compare with held-out rows see
 *     them
 * @param standardize whether Gaussian visible units are trained on columns of mean 0 and variance 1; the saved model
 *     describes the original numbers all the same, see {@link Standardization#unscaled}
 * @param units kind of the visible units, then of the hidden units of each layer; the last holds for all further layers
 * @param layers the RBMs from the bottom up
 * @param batch rows of an update; an update takes all rows if there are fewer
 * @param input rule that makes visible states from gray values in training
 * @param hidden rule that makes visible states of the RBM above from hidden means in training: draws of their units by
 *     {@link Binarization#BERNOULLI}, or the means themselves, as in runs that lack this setting
 * @param initialization start of new layers; without effect if {@code start} names a file
 * @param start model file of the same layers from which training starts, see {@link WarmStart}; empty for none
 * @param logPartition whether log Z is estimated; without it there is no log-likelihood and no gain
 * @param likelihood settings of the estimates of log Z of all RBMs
 */
@Reference(
        authors = "G. E. Hinton, S. Osindero, Y. W. Teh",
        title = "A fast learning algorithm for deep belief nets",
        venue = "Neural Computation 18",
        year = 2006,
        url = "https://doi.org/10.1162/neco.2006.18.7.1527")
@JsonTypeName("rbm-training")
public record RbmTraining(
        String data,
        int heldOut,
        int validation,
        boolean standardize,
        List<UnitType> units,
        List<LayerRecipe> layers,
        int batch,
        Binarization input,
        @JsonProperty(defaultValue = "\"none\"") Binarization hidden,
        @JsonProperty(defaultValue = "\"data-means\"") Initialization initialization,
        @JsonProperty(defaultValue = "\"\"") String start,
        @JsonProperty(defaultValue = "true") boolean logPartition,
        Annealing likelihood)
        implements TrainsRbm {

    /** Name of the file with the trained stack in a run folder. */
    private static final String MODEL = "model.zip";

    /** Smallest n for which the weights of n x n visible units are shown as pictures. */
    private static final int SMALLEST_PICTURE = 5;

    public RbmTraining {
        data = data.isEmpty() ? data : FileSource.absolute(data);
        units = List.copyOf(units);
        layers = List.copyOf(layers);
        start = start.isEmpty() ? start : Path.of(start).toAbsolutePath().toString();
        Check.atLeast(0, heldOut, "heldOut");
        Check.atLeast(0, validation, "validation");
        Check.atLeast(1, units.size(), "number of units");
        Check.atLeast(1, layers.size(), "number of layers");
        Check.atLeast(1, batch, "batch");
        Check.require(
                !standardize || units.get(0).withVariances().isPresent(),
                "standardize must be false for %s visible units; only gaussian and diagonal-gaussian take any number",
                units.get(0));
        requireTrainable(new StackRecipe(layers, batch, input, hidden, units, validation, initialization));
    }

    /** Refuses pairs of continuous units: they need a bound on the weights, which this experiment does not have. */
    private static void requireTrainable(StackRecipe stack) {
        for (int layer = 0; layer < stack.layers().size(); layer++) {
            Check.require(
                    !Coupling.continuous(stack.unit(layer), stack.unit(layer + 1)),
                    "units of layer %d must not be continuous on both sides; give for example gaussian,bernoulli",
                    layer + 1);
            Check.require(
                    layer == 0
                            || stack.hidden() != Binarization.THRESHOLD
                            || stack.unit(layer).hasStates(0, 1),
                    "hidden must be bernoulli (draws) or none (means) below layer %d, because its visible units are not"
                            + " 0 or 1, was threshold",
                    layer + 1);
        }
    }

    /** A trained RBM of the stack. */
    public record Layer(int visible, int hidden, int epochs, double seconds) {}

    private static final Table<Layer> LAYERS = Table.<Layer>of("layers")
            .label("units", layer -> layer.visible + "-" + layer.hidden)
            .whole("visible", Layer::visible)
            .whole("hidden", Layer::hidden)
            .whole("epochs", "epochs", Layer::epochs)
            .number("seconds", "seconds", "%.1f", Layer::seconds);

    /**
     * The result of the experiment.
     *
     * @param logLikelihood log-likelihood of the first RBM, by the rule that made states of the rows and by method, in
     *     nats per row; empty if log Z was not measured, like everything that needs log Z
     * @param independentUnits log-likelihood of independent units on the same rows, and the gain of the RBM over them
     * @param warning warning if the first RBM has learned nothing or an RBM above it makes the stack worse; otherwise
     *     empty
     * @param logPartition log Z of the first RBM, by method, in nats
     * @param bracket the test of the start of reverse annealing, and warnings
     * @param stack measurement of the RBMs above the first; null if there are none
     * @param layers one entry for each RBM
     * @param model name of the file with the trained stack
     * @param protocol numbers of rows for training and for measurement
     */
    public record Outcome(
            Map<String, Map<String, Estimate>> logLikelihood,
            Map<String, IndependentUnits.Comparison> independentUnits,
            String warning,
            Map<String, Estimate> logPartition,
            BracketCheck bracket,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            StackMeasurement stack,

            List<Layer> layers,
            String model,
            String protocol)
            implements Result {

        @Override
        public String headline() {
            if (logLikelihood.isEmpty()) {
                return "log Z not measured";
            }
            Estimate first =
                    logLikelihood.values().iterator().next().values().iterator().next();
            return String.format(Locale.ROOT, "log-likelihood %.2f nats", first.value());
        }
    }

    @Override
    public void requireInputs() {
        Check.require(!data.isEmpty(), "data must name a file, was empty; set data=FILE");
        // Read the file here and again in the run, so that a refused file leaves no run folder behind.
        SplitRows.require(this);
        warmStart().ifPresent(saved -> saved.require(recipe(batch), standardize));
    }

    @Override
    public Outcome run(Run run) {
        return run(run, settings -> settings);
    }

    /** Computes the result, with a given method of training. */
    Outcome run(Run run, Function<GreedyPretraining, Pretraining> by) {
        SplitRows material = SplitRows.of(run, this);
        if (heldOut > 0) {
            material.split().saveHeldOut(run);
        }
        StackRecipe.Trained stack = trained(run, material, by);
        Rbm first = stack.rbm(0);
        INDArray measured = material.measured().castTo(first.weights().dataType());
        Annealing.Measured found = Annealing.Measured.NOTHING;
        if (logPartition) {
            found = likelihood.measured(
                    run, first, stack.baseRates().get(0), stack.independent(), random -> states(measured, random));
            requireNotRuined(first, material.trainedOn(), measured, found);
        }
        run.save(MODEL, model -> stack.network().save(model.toFile(), !standardize));
        @Nullable
        StackMeasurement above = logPartition && layers.size() > 1 ? above(run, material, stack, found) : null;
        String warning = logPartition ? LearningCheck.warning("", found.independent(), input) : "";
        Outcome outcome = new Outcome(
                found.logLikelihood(),
                found.independent(),
                above == null ? warning : LearningCheck.joined(warning, above.warning()),
                found.logPartition(),
                found.bracket(),
                above,
                layers(stack),
                MODEL,
                material.protocol(this));
        Report.ofRun(
                run,
                TrainingReport.title(run, "RBM " + first.visible() + "-" + first.hidden()),
                page -> addTo(page, run, outcome, first));
        return outcome;
    }

    /** Measures the RBMs above the first on states that the rule of training makes of the rows. */
    private StackMeasurement above(Run run, SplitRows material, StackRecipe.Trained stack, Annealing.Measured first) {
        RandomSource random = run.random("rows of the stack");
        DataType type = stack.rbm(0).weights().dataType();
        Function<INDArray, INDArray> states = rows -> {
            Map<String, INDArray> byRule = states(rows.castTo(type), random);
            return Objects.requireNonNull(byRule.get(LearningCheck.rule(byRule, input)));
        };
        return StackMeasurement.of(
                run,
                likelihood,
                stack,
                first,
                states.apply(material.measured()),
                heldOut == 0 ? Optional.empty() : Optional.of(states.apply(material.trainedOn())));
    }

    private StackRecipe.Trained trained(Run run, SplitRows material, Function<GreedyPretraining, Pretraining> by) {
        Optional<WarmStart> saved = warmStart();
        saved.ifPresent(file -> run.data(start, file.sha256()));
        // Another seed for each start, so that further epochs do not repeat the order of rows.
        Seed seed = saved.map(file -> run.seed("start from " + file.parametersHash()))
                .orElseGet(run::seed);
        StackRecipe stack = recipe(material.batch());
        Optional<INDArray> watched = heldOut == 0 ? Optional.empty() : Optional.of(material.measured());
        if (!standardize) {
            return stack.train(run, floats(material.train()), watched.map(RbmTraining::floats), seed, by, saved);
        }
        Standardization scale = Standardization.of(units.get(0), material.trainedOn());
        return stack.train(
                        run,
                        floats(scale.applied(material.train())),
                        watched.map(rows -> floats(scale.applied(rows))),
                        seed,
                        by,
                        saved.map(file -> file.scaled(scale)))
                .unscaled(scale, material.trainedOn());
    }

    private StackRecipe recipe(int rowsOfAnUpdate) {
        Initialization first = start.isEmpty() ? initialization : Initialization.AS_IS;
        return new StackRecipe(layers, rowsOfAnUpdate, input, hidden, units, validation, first);
    }

    private Optional<WarmStart> warmStart() {
        return start.isEmpty() ? Optional.empty() : Optional.of(WarmStart.read(Path.of(start)));
    }

    private static INDArray floats(INDArray rows) {
        return rows.castTo(DataType.FLOAT);
    }

    /** Refuses a ruined RBM; units of fixed variance are compared with independent units of the same variance. */
    private void requireNotRuined(Rbm rbm, INDArray train, INDArray measured, Annealing.Measured found) {
        String rule = LearningCheck.rule(found.independent(), input);
        Estimate independent = rbm.visibleUnit().states() > 0
                ? Objects.requireNonNull(found.independent().get(rule)).logLikelihood()
                : Estimate.mean(IndependentUnits.ofTheKind(rbm, train).logLikelihoods(measured), "nats");
        LearningCheck.requireNotRuined(
                rbm,
                independent,
                Objects.requireNonNull(found.logLikelihood().get(rule)).values(),
                "lower the learning rate (" + layers.get(0).learningRate() + ")");
    }

    private static void addTo(Report report, Run run, Outcome outcome, Rbm first) {
        report.text(outcome.protocol());
        if (!outcome.logPartition().isEmpty()) {
            TrainingReport.likelihoodTables(
                    report,
                    "Log-likelihood of the first RBM",
                    "row",
                    "first",
                    outcome.logLikelihood(),
                    outcome.logPartition(),
                    outcome.bracket());
            LearningCheck.addTo(report, outcome.independentUnits(), outcome.warning());
        }
        if (outcome.stack() != null) {
            outcome.stack().addTo(report);
        }
        report.table("RBMs from the bottom", LAYERS, outcome.layers());
        report.section("Training");
        TrainingReport.curves(report, run.metrics().read());
        int side = (int) Math.sqrt(first.visible());
        if (side >= SMALLEST_PICTURE && side * side == first.visible()) {
            TrainingReport.filters(report, first, side, side);
        }
    }

    @Override
    public TrainingSetup setup(Run run) {
        SplitRows material = SplitRows.of(run, this);
        INDArray all = material.train();
        INDArray train = standardize
                ? Standardization.of(units.get(0), material.trainedOn()).applied(all)
                : all;
        UnitType hidden = units.get(units.size() > 1 ? 1 : 0);
        return new TrainingSetup(floats(train), units.get(0), hidden, layers.get(0), material.batch(), input);
    }

    /** Makes states by each rule for Bernoulli units, whose rows may be gray values; rows of other units are states. */
    private Map<String, INDArray> states(INDArray rows, RandomSource random) {
        return units.get(0).hasStates(0, 1) ? Annealing.binarized(rows, random) : Map.of("data", rows);
    }

    private List<Layer> layers(StackRecipe.Trained stack) {
        List<Layer> trained = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Rbm rbm = stack.rbm(i);
            trained.add(new Layer(
                    rbm.visible(),
                    rbm.hidden(),
                    layers.get(i).epochs(),
                    stack.seconds().get(i)));
        }
        return trained;
    }
}
