package io.dbn4j.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.Registered;
import io.dbn4j.core.objective.ObjectiveExamples.Crooked;
import io.dbn4j.core.objective.ObjectiveExamples.Quadrature;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Coupling;
import io.dbn4j.core.rbm.Derivatives;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The gradients of all objectives against differences of their scores, with exact averages over the model. */
class FreeEnergyMatchingTest {

    private static final String ENUMERABLE = "io.dbn4j.core.rbm.SmallRbms#enumerablePairs";

    @Test
    void everyRegisteredObjectiveIsTested() {
        Rbm rbm = SmallRbms.pair(new Spin(), new Spin());
        Set<Class<?>> tested = new HashSet<>(List.of(Centered.class, LayerFreeEnergyMatching.class));
        ObjectiveExamples.all(rbm, new Exact()).forEach(objective -> tested.add(objective.getClass()));

        assertThat(tested).isEqualTo(new HashSet<>(Registered.on(Objective.class)));
    }

    /** Log Z by enumeration of a side, averages over visible states by enumeration or quadrature. */
    @ParameterizedTest
    @MethodSource(ENUMERABLE)
    void gradientsEqualDifferencesOfTheScore(UnitType visible, UnitType hidden) {
        Rbm rbm = ObjectiveExamples.rbm(visible, hidden);

        ObjectiveExamples.all(rbm, model(visible)).forEach(objective -> assertIsGradient(rbm, objective));
        assertThatThrownBy(() -> assertIsGradient(rbm, new WithoutCovariance(model(visible))))
                .isInstanceOf(AssertionError.class);
    }

    static Stream<Arguments> continuousPairs() {
        return SmallRbms.allPairs()
                .filter(units -> Coupling.continuous((UnitType) units.get()[0], (UnitType) units.get()[1]));
    }

    @ParameterizedTest
    @MethodSource("continuousPairs")
    void gradientsWithoutLogPartitionEqualDifferencesForContinuousPairs(UnitType visible, UnitType hidden) {
        Rbm rbm = ObjectiveExamples.rbm(visible, hidden);

        ObjectiveExamples.sampled(rbm, model(visible)).forEach(objective -> assertIsGradient(rbm, objective));
    }

    @Test
    void gaussianUnitsOnBothSidesHaveALogPartitionToo() {
        Rbm rbm = ObjectiveExamples.rbm(new Gaussian(), new Gaussian());

        ObjectiveExamples.all(rbm, new Quadrature()).forEach(objective -> assertIsGradient(rbm, objective));
    }

    static Stream<UnitType> discrete() {
        return SmallRbms.UNITS.stream().filter(unit -> unit.states() > 0);
    }

    @ParameterizedTest
    @MethodSource("discrete")
    void gradientInTheGaugeOfTheModelEqualsDifferences(UnitType visible) {
        SmallRbms.UNITS.forEach(hidden -> {
            Rbm rbm = SmallRbms.pair(visible, hidden);
            assertIsGradient(
                    rbm,
                    new GaugedFreeEnergyDifference(new Crooked(visible, rbm.visible()), new EnergyGauge.ModelMean()));
        });
    }

    private static NegativePhase model(UnitType visible) {
        return visible.states() > 0 ? new Exact() : new Quadrature();
    }

    private static void assertIsGradient(Rbm rbm, Objective objective) {
        assertIsGradient(rbm, objective, batch(rbm));
    }

    @Test
    void rowsMayHaveProbabilities() {
        Rbm rbm = SmallRbms.pair(new Spin(), new Bernoulli());
        Batch weighted = batch(rbm).withProbability(Nd4j.createFromArray(0.1, 0.3, 0.2, 0.25, 0.15));

        ObjectiveExamples.all(rbm, new Exact()).forEach(objective -> assertIsGradient(rbm, objective, weighted));
    }

    private static void assertIsGradient(Rbm rbm, Objective objective, Batch batch) {
        RandomSource random = TestSeed.stream("exact");
        Gradient gradient = Gradient.zero(rbm);
        TrainingState state = objective.step(rbm, batch, objective.start(rbm, random), random, gradient);
        double[] perRow =
                Arrays.stream(Derivatives.of(gradient)).map(sum -> sum / 5).toArray();
        double[] differences = Derivatives.byDifferences(rbm, moved -> objective.score(moved, batch, state));
        for (int k = 0; k < perRow.length; k++) {
            assertThat(perRow[k])
                    .as("%s, parameter %d", objective, k)
                    .isEqualTo(differences[k], within(1e-7 * Math.max(1, Math.abs(differences[k]))));
        }
    }

    private static Batch batch(Rbm rbm) {
        INDArray rows = SmallRbms.states(rbm, 8);
        return Batch.of(rbm, rows.get(interval(0, 5), all()))
                .withHeldOut(Batch.of(rbm, rows.get(interval(5, 8), all())));
    }

    private static INDArrayIndex interval(int from, int to) {
        return NDArrayIndex.interval(from, to);
    }

    private static INDArrayIndex all() {
        return NDArrayIndex.all();
    }

    /** At q = P_t the log-variance divergence has twice the gradient of the reverse divergence. */
    @Test
    void energyMatchingOnTheModelsOwnStatesIsTwiceTheReverseDivergence() {
        Rbm rbm = SmallRbms.pair(new Spin(), new Bernoulli());
        Crooked target = new Crooked(new Spin(), rbm.visible());
        RandomSource random = TestSeed.stream("exact");
        Batch model = new Exact().states(rbm, new TrainingState.Stateless());
        Gradient variance = Gradient.zero(rbm);
        Gradient reverse = Gradient.zero(rbm);

        new EnergyMatching(target).step(rbm, model, new TrainingState.Stateless(), random, variance);
        new ReverseKullbackLeibler(target, new Exact())
                .step(rbm, model, new TrainingState.Stateless(), random, reverse);

        double[] twice = Arrays.stream(Derivatives.of(reverse)).map(x -> 2 * x).toArray();
        assertThat(Derivatives.of(variance)).containsExactly(twice, within(1e-12));
    }

    @Test
    void aRampGoesLinearlyAndStays() {
        Ramp ramp = new Ramp(1, 3, 4);

        assertThat(Stream.of(0, 1, 2, 4, 100).map(ramp::at)).containsExactly(1.0, 1.5, 2.0, 3.0, 3.0);
        assertThat(Ramp.constant(0.2).at(0)).isEqualTo(0.2);
    }

    @Test
    void aHybridFollowsItsRamp() {
        Rbm rbm = SmallRbms.pair(new Bernoulli(), new Bernoulli());
        Batch batch = batch(rbm);
        Objective base = new Likelihood(new Exact());
        Objective penalty = new MeanEnergyGap(new Exact());
        HybridObjective hybrid = new HybridObjective(base, new Ramp(0, 2, 2), penalty);
        RandomSource random = TestSeed.stream("exact");
        TrainingState state = hybrid.start(rbm, random);

        for (double weight : new double[] {0, 1, 2, 2}) {
            Gradient found = Gradient.zero(rbm);
            state = hybrid.step(rbm, batch, state, random, found);
            double[] first = stepped(base, rbm, batch);
            double[] second = stepped(penalty, rbm, batch);
            double[] sum = new double[first.length];
            Arrays.setAll(sum, k -> first[k] + weight * second[k]);
            assertThat(Derivatives.of(found)).containsExactly(sum, within(1e-12));
        }
    }

    private static double[] stepped(Objective objective, Rbm rbm, Batch batch) {
        Gradient gradient = Gradient.zero(rbm);
        RandomSource random = TestSeed.stream("exact");
        objective.step(rbm, batch, objective.start(rbm, random), random, gradient);
        return Derivatives.of(gradient);
    }

    @Test
    void energiesThatDataDoNotDefineAreRefusedWithTheReason() {
        Rbm rbm = SmallRbms.pair(new Bernoulli(), new Bernoulli());
        RandomSource random = TestSeed.stream("exact");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LayerFreeEnergyMatching().start(rbm, random))
                .withMessage(
                        "target layer-below needs an RBM directly below the trained one; the first RBM has only data"
                                + " below it, and data have no energy");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stepped(
                        new TrainValidationFreeEnergyGap(),
                        rbm,
                        new Batch(batch(rbm).visible(), batch(rbm).hiddenMean())))
                .withMessage("train-validation-free-energy-gap needs rows that are not trained on: set validation");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EnergyMatching(new Crooked(new Spin(), 2)).start(rbm, random))
                .withMessage("target must be defined on the 2 Bernoulli[] visible units, was on 2 Spin[] units");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stepped(
                        new EnergyMatching(new Crooked(new Bernoulli(), 2)),
                        rbm,
                        Batch.of(rbm, SmallRbms.states(rbm, 1))))
                .withMessage("a covariance needs at least 2 rows, had 1");
    }

    /** A gap whose model states are taken as if they did not depend on the parameters. */
    private record WithoutCovariance(NegativePhase model) implements Objective {

        @Override
        public TrainingState start(Rbm rbm, RandomSource random) {
            return model.start(rbm, random);
        }

        @Override
        public TrainingState step(Rbm rbm, Batch batch, TrainingState state, RandomSource random, Gradient into) {
            Batch states = model.states(rbm, state);
            double gap = batch.mean(rbm.freeEnergy(batch.visible())) - states.mean(rbm.freeEnergy(states.visible()));
            batch.addMeanGradient(rbm, 2 * batch.rows() * gap, into);
            states.addMeanGradient(rbm, -2 * batch.rows() * gap, into);
            return state;
        }

        @Override
        public double score(Rbm rbm, Batch batch, TrainingState state) {
            return new MeanEnergyGap(model).score(rbm, batch, state);
        }
    }
}
