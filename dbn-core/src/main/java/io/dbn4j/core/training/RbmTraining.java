package io.dbn4j.core.training;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.Binarisation;
import io.dbn4j.core.data.DataFile;
import io.dbn4j.core.dl4j.GreedyPretraining;
import io.dbn4j.core.dl4j.Pretraining;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Coupling;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.run.Report;
import io.dbn4j.core.run.Result;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.UnitType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A stack of RBMs is trained on a file of the user's own, saved, and its first RBM measured.
 *
 * @param data file of rows, see {@link DataFile}
 * @param heldOut rows at the end of the file that are kept out of training and measured on; 0 to measure on all
 * @param validation rows before those that are not trained on but shown to objectives that compare with them
 * @param units kind of the visible units and then of the hidden units of each layer; the last counts for all further ones
 * @param layers the RBMs from the bottom
 * @param batch rows of an update
 * @param input how gray values become visible states in training
 * @param likelihood how the log-likelihood of the first RBM is measured
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
        List<UnitType> units,
        List<LayerRecipe> layers,
        int batch,
        Binarisation input,
        Annealing likelihood)
        implements TrainsRbm {

    /** The file with the trained stack in a run folder. */
    private static final String MODEL = "model.zip";

    /** Rows of n x n numbers are shown as pictures from this n on. */
    private static final int SMALLEST_PICTURE = 5;

    public RbmTraining {
        units = List.copyOf(units);
        layers = List.copyOf(layers);
        Check.atLeast(0, heldOut, "heldOut");
        Check.atLeast(0, validation, "validation");
        Check.atLeast(1, units.size(), "number of units");
        Check.atLeast(1, layers.size(), "number of layers");
        Check.atLeast(1, batch, "batch");
        requireTrainable(new Stack(layers, batch, input, Binarisation.NONE, units, validation, false));
    }

    /** Pairs of continuous units need a bound on the weights, which layers of this experiment do not have. */
    private static void requireTrainable(Stack stack) {
        for (int layer = 0; layer < stack.layers().size(); layer++) {
            Check.require(
                    !Coupling.continuous(stack.unit(layer), stack.unit(layer + 1)),
                    "units of layer %d must not be continuous on both sides; give for example gaussian,bernoulli",
                    layer + 1);
        }
    }

    /** One RBM of the stack. */
    public record Layer(int visible, int hidden, int epochs, double seconds) {}

    /**
     * What is reported.
     *
     * @param logLikelihood of the first RBM, by the rule that made states of the rows and by method, in nats per row
     * @param logPartition of the first RBM, by method, in nats
     * @param layers one for each RBM
     * @param model the file with the trained stack
     * @param protocol what was trained and measured on what
     */
    public record Outcome(
            Map<String, Map<String, Estimate>> logLikelihood,
            Map<String, Estimate> logPartition,
            List<Layer> layers,
            String model,
            String protocol)
            implements Result {

        @Override
        public String headline() {
            Estimate first =
                    logLikelihood.values().iterator().next().values().iterator().next();
            return String.format(Locale.ROOT, "log-likelihood %.2f nats", first.value());
        }
    }

    @Override
    public void requireInputs() {
        Check.require(!data.isEmpty(), "data must name a file, was empty; set data=FILE");
        Check.require(Files.isRegularFile(Path.of(data)), "no such file: %s", data);
    }

    @Override
    public Outcome run(Run run) {
        return run(run, settings -> settings);
    }

    /** Computes, with training by somebody else. */
    Outcome run(Run run, Function<GreedyPretraining, Pretraining> by) {
        DataFile file = load(run);
        INDArray rows = file.states(units.get(0), DataType.FLOAT);
        requireStates(rows);
        long trained = rows.size(0) - heldOut;
        INDArray train = rows.get(NDArrayIndex.interval(0, trained), NDArrayIndex.all());
        INDArray measured =
                heldOut == 0 ? rows : rows.get(NDArrayIndex.interval(trained, rows.size(0)), NDArrayIndex.all());
        Stack.Trained stack = new Stack(layers, batch, input, Binarisation.NONE, units, validation, false)
                .train(run, train, heldOut == 0 ? Optional.empty() : Optional.of(measured), run.seed(), by);
        run.save(MODEL, model -> stack.network().save(model.toFile(), true));
        Annealing.Measured found =
                likelihood.measured(run, stack.rbm(0), stack.baseRates().get(0), random -> states(measured, random));
        Outcome outcome =
                new Outcome(found.logLikelihood(), found.logPartition(), layers(stack), MODEL, protocol(rows.size(0)));
        report(run, outcome, stack.rbm(0));
        return outcome;
    }

    private static void report(Run run, Outcome outcome, Rbm first) {
        Report report = Report.of(String.format(
                Locale.ROOT,
                "RBM %d-%d, %s, seed %d",
                first.visible(),
                first.hidden(),
                run.record().name(),
                run.record().seed()));
        report.text(outcome.protocol());
        TrainingReport.likelihoodTables(
                report,
                "Log-likelihood of the first RBM",
                "row",
                "first",
                outcome.logLikelihood(),
                outcome.logPartition());
        report.table(
                "RBMs from the bottom",
                List.of("units", "epochs", "seconds"),
                outcome.layers().stream()
                        .map(layer -> List.of(
                                layer.visible() + "-" + layer.hidden(),
                                String.valueOf(layer.epochs()),
                                String.format(Locale.ROOT, "%.1f", layer.seconds())))
                        .toList());
        report.section("Training");
        TrainingReport.curves(report, run.metrics().read());
        int side = (int) Math.sqrt(first.visible());
        if (side >= SMALLEST_PICTURE && side * side == first.visible()) {
            TrainingReport.filters(report, first, side, side);
        }
        report.provenance(run.record());
        report.write(run.folder().resolve("report.html"));
    }

    @Override
    public Lesson lesson(Run run) {
        INDArray rows = load(run).states(units.get(0), DataType.FLOAT);
        requireStates(rows);
        INDArray train = rows.get(NDArrayIndex.interval(0, rows.size(0) - heldOut), NDArrayIndex.all());
        return new Lesson(train, units.get(0), units.get(units.size() > 1 ? 1 : 0), layers.get(0), batch, input);
    }

    private DataFile load(Run run) {
        DataFile file = DataFile.read(Path.of(data));
        run.data(data, file.sha256());
        long rows = file.rows().size(0);
        Check.require(
                rows - heldOut - validation >= batch,
                "%s: must have at least %d rows (batch %d, held out %d, validation %d), was %d",
                data,
                (long) batch + heldOut + validation,
                batch,
                heldOut,
                validation,
                rows);
        Check.require(heldOut != 1 && rows > 1, "%s: at least 2 rows must be measured on, was 1", data);
        return file;
    }

    /** Rows that are to be states must be some, or their likelihood would mean nothing. */
    private void requireStates(INDArray rows) {
        UnitType unit = units.get(0);
        if (unit instanceof Bernoulli || unit.states() == 0) {
            return;
        }
        double[][] alphabet = unit.alphabet();
        double[] elements = Elements.of(rows);
        for (int first = 0; first < elements.length; first += unit.width()) {
            double[] state = Arrays.copyOfRange(elements, first, first + unit.width());
            Check.require(
                    Arrays.stream(alphabet).anyMatch(allowed -> Arrays.equals(allowed, state)),
                    "%s row %d: must hold states of %s units, had %s",
                    data,
                    first / rows.size(1) + 1,
                    unit,
                    Arrays.toString(state));
        }
    }

    /** Gray values are no states of Bernoulli units; for other units the rows are states. */
    private Map<String, INDArray> states(INDArray rows, RandomSource random) {
        return units.get(0) instanceof Bernoulli ? Annealing.binarised(rows, random) : Map.of("data", rows);
    }

    private List<Layer> layers(Stack.Trained stack) {
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

    private String protocol(long rows) {
        long trained = rows - heldOut - validation;
        String shown =
                validation == 0 ? "" : String.format(Locale.ROOT, ", the next %d shown to the objective", validation);
        return heldOut == 0
                ? String.format(Locale.ROOT, "trained on the first %d rows%s, measured on all %d", trained, shown, rows)
                : String.format(
                        Locale.ROOT,
                        "trained on the first %d rows%s, measured on the last %d",
                        trained,
                        shown,
                        heldOut);
    }
}
