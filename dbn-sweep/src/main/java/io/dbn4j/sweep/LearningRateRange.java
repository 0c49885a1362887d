package io.dbn4j.sweep;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.dl4j.ExponentialRamp;
import io.dbn4j.core.dl4j.Momentum;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.Measurement;
import io.dbn4j.core.stack.PseudoLikelihood;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.training.GreedyPretraining;
import io.dbn4j.lab.report.LineChart;
import io.dbn4j.lab.report.LineChart.Axis;
import io.dbn4j.lab.report.LineChart.Point;
import io.dbn4j.lab.report.LineChart.Series;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Table;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.training.LayerRecipe;
import io.dbn4j.lab.training.TrainingSetup;
import io.dbn4j.lab.training.TrainsRbm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.FixedSchedule;

/**
 * A test of the range of learning rates of an RBM: in one short run the rate grows exponentially until training falls
 * apart.
 *
 * <p>The first RBM of an experiment is trained from scratch with a rate from {@code from} to {@code to}. Training has
 * fallen apart when the pseudo-likelihood is a tenth worse than before training, or a weight is not finite. A tenth of
 * that rate is proposed. The result also gives the rate at which an update changes the weights by a thousandth of their
 * norm, Hinton's rule of thumb. Both are starting points for a search, not results.
 *
 * @param experiment name of a preset, or a file of an experiment
 * @param settings settings that are changed in it, by path
 * @param from learning rate of the first update
 * @param to learning rate of the last update
 * @param epochs passes through the data
 * @param looks number of measurements during training, at least 10
 */
@Reference(
        authors = "L. N. Smith",
        title = "Cyclical learning rates for training neural networks",
        venue = "WACV; the range test, there with a linear ramp",
        year = 2017,
        url = "https://arxiv.org/abs/1506.01186")
@JsonTypeName("learning-rate-range")
public record LearningRateRange(
        String experiment, Map<String, Object> settings, double from, double to, int epochs, int looks)
        implements Experiment {

    private static final int ROWS = 500;

    /** Proposed rate as a share of the rate at which training falls apart. */
    private static final double SAFE = 0.1;

    /** Relative loss of pseudo-likelihood that counts as falling apart; smaller losses happen by chance. */
    private static final double WORSE = 0.1;

    /** Ratio of the norms of update and weights in Hinton's rule of thumb. */
    private static final double THOUSANDTH = 1e-3;

    public LearningRateRange {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        Check.positive(from, "from");
        Check.require(from < to && Double.isFinite(to), "to must be finite and above from %s, was %s", from, to);
        Check.atLeast(1, epochs, "epochs");
        Check.atLeast(10, looks, "looks");
    }

    /**
     * A measurement: learning rate, norm of the last update divided by the norm of the weights, pseudo-likelihood in
     * nats per unit.
     */
    public record Look(double learningRate, double relativeUpdate, double pseudoLikelihood) {}

    private static final Table<Look> LOOKS = Table.<Look>of("looks")
            .number("learningRate", Look::learningRate)
            .number("relativeUpdate", Look::relativeUpdate)
            .number("pseudoLikelihood", Look::pseudoLikelihood);

    /**
     * The result of the test.
     *
     * @param proposed a tenth of {@code fallsApart}; NaN if training did not fall apart
     * @param fallsApart rate at which training falls apart; NaN if it does not
     * @param thousandth lowest measured rate at which an update has at least a thousandth of the norm of the weights;
     *     NaN if there is none
     * @param verdict the result in words
     * @param looks measurements from the smallest rate to the largest that was reached
     */
    public record Outcome(double proposed, double fallsApart, double thousandth, String verdict, List<Look> looks)
            implements Result {

        @Override
        public String headline() {
            return verdict;
        }
    }

    @Override
    public void requireInputs(ExperimentList experiments) {
        base(experiments).requireInputs(experiments);
    }

    private TrainsRbm base(ExperimentList experiments) {
        Experiment base = Settings.applied(experiments, experiment, settings);
        if (base instanceof TrainsRbm trains) {
            return trains;
        }
        throw new IllegalArgumentException("experiment must train an RBM on data, %s does not".formatted(experiment));
    }

    @Override
    public Outcome run(Run run) {
        TrainingSetup setup = base(run.experiments()).setup(run);
        int updates = Math.toIntExact(epochs * (setup.rows().size(0) / setup.batch()));
        ExponentialRamp ramp = new ExponentialRamp(from, to, updates);
        Seed seed = run.seed();
        DeepBeliefNetwork network = network(setup, ramp, seed);
        Watch watch = new Watch(run, setup, ramp, updates);
        run.progress().begin("learning rate from %s to %s".formatted(from, to), updates, "updates");
        try {
            new GreedyPretraining(List.of(epochs), setup.batch(), setup.input(), Binarization.NONE)
                    .train(network, setup.rows(), seed, watch);
        } catch (ArithmeticException fallenApart) {
            watch.fallenApart = true;
        }
        run.progress().end();
        Outcome outcome = outcome(watch);
        LOOKS.save(run, outcome.looks);
        Report.ofRun(run, "Learning rates of " + experiment, page -> addTo(page, outcome));
        return outcome;
    }

    private static DeepBeliefNetwork network(TrainingSetup setup, ExponentialRamp ramp, Seed seed) {
        LayerRecipe recipe = setup.layer();
        IUpdater updater =
                recipe.momentum() == 0 ? new Sgd(ramp) : new Momentum(ramp, new FixedSchedule(recipe.momentum()));
        DeepBeliefNetwork network = new DeepBeliefNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed.forConfiguration())
                .list()
                .layer(recipe.layer((int) setup.rows().size(1), 1)
                        .visibleUnit(setup.visible())
                        .hiddenUnit(setup.hidden())
                        .updater(updater)
                        .build())
                .build());
        network.init();
        return network;
    }

    private Outcome outcome(Watch watch) {
        List<Look> looks = List.copyOf(watch.looks);
        double thousandth = looks.stream()
                .filter(look -> look.relativeUpdate >= THOUSANDTH)
                .mapToDouble(Look::learningRate)
                .findFirst()
                .orElse(Double.NaN);
        double fallsApart = watch.fallenApart ? watch.rate : Double.NaN;
        String verdict = watch.fallenApart
                ? String.format(
                        Locale.ROOT, "training falls apart at %.3g; start with %.3g", fallsApart, SAFE * fallsApart)
                : "training did not fall apart up to %s; choose a larger \"to\"".formatted(to);
        return new Outcome(SAFE * fallsApart, fallsApart, thousandth, verdict, looks);
    }

    private static void addTo(Report page, Outcome outcome) {
        page.text(outcome.verdict)
                .lines(chart(
                        outcome.looks,
                        "Pseudo-likelihood while the rate grows",
                        "nats per unit",
                        false,
                        l -> l.pseudoLikelihood))
                .lines(chart(
                        outcome.looks,
                        "Norm of an update divided by that of the weights",
                        "",
                        true,
                        l -> l.relativeUpdate));
    }

    private static LineChart chart(
            List<Look> looks, String title, String unit, boolean logarithmic, ToDoubleFunction<Look> value) {
        List<Point> points = looks.stream()
                .map(look -> Point.at(look.learningRate, value.applyAsDouble(look)))
                .toList();
        return new LineChart(
                title,
                Axis.logarithmic("learning rate", ""),
                new Axis(title, unit, logarithmic),
                List.of(new Series(title, points)));
    }

    /** An observer that measures the RBM during training. */
    private final class Watch implements GreedyPretraining.Observer {

        private final Run run;
        private final TrainingSetup setup;
        private final ExponentialRamp ramp;
        private final int stride;
        private final List<Look> looks = new ArrayList<>();
        private @Nullable RbmLayerRuntime layer;
        private @Nullable INDArray states;
        private @Nullable INDArray before;
        private double start;
        private double rate = from;
        private boolean fallenApart;

        Watch(Run run, TrainingSetup setup, ExponentialRamp ramp, int updates) {
            this.run = run;
            this.setup = setup;
            this.ramp = ramp;
            this.stride = Math.max(2, updates / looks());
        }

        private int looks() {
            return LearningRateRange.this.looks;
        }

        @Override
        public void layerStarts(int index, RbmLayerRuntime runtime, INDArray input) {
            layer = runtime;
            Rbm rbm = runtime.rbm();
            INDArray rows = Rows.first((int) Math.min(ROWS, input.size(0)), input);
            states = rows.ulike();
            if (setup.visible().hasStates(0, 1)) {
                setup.visible().draw(rbm.visibleParameters(), rows, states, run.random("states"));
            } else {
                states.assign(rows);
            }
            start = pseudoLikelihood(rbm, 0);
        }

        @Override
        public void updated(int index, int epoch, int update, int updatesPerEpoch) {
            int done = (epoch - 1) * updatesPerEpoch + update;
            run.progress().at(done);
            rate = ramp.valueAt(done - 1, 0);
            RbmLayerRuntime trained = Objects.requireNonNull(layer);
            if (done % stride == stride - 1) {
                before = trained.rbm().weights().dup();
            } else if (done % stride == 0 && before != null) {
                look(trained.rbm(), before, done);
            }
        }

        private void look(Rbm rbm, INDArray weightsBefore, int done) {
            double size = norm(weightsBefore);
            double change = norm(rbm.weights().sub(weightsBefore));
            double pseudoLikelihood = pseudoLikelihood(rbm, done);
            looks.add(new Look(rate, change / size, pseudoLikelihood));
            if (!Double.isFinite(size + change) || pseudoLikelihood < start - WORSE * Math.abs(start)) {
                throw new ArithmeticException("training has fallen apart");
            }
        }

        /** Returns the pseudo-likelihood; NaN if the visible units have none. */
        private double pseudoLikelihood(Rbm rbm, int done) {
            RandomSource random = run.random("look-" + done);
            var found = new PseudoLikelihood(true)
                    .of(rbm, new Measurement.Data(Objects.requireNonNull(states), Optional.empty()), random);
            Estimate known = found.get("pseudoLikelihood");
            return known == null ? Double.NaN : known.value();
        }

        private static double norm(INDArray array) {
            double squares = 0;
            for (double element : Elements.of(array)) {
                squares += element * element;
            }
            return Math.sqrt(squares);
        }
    }
}
