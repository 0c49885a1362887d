package io.dbn4j.core.partition;

import static io.dbn4j.core.partition.AnnealedImportanceSamplingTest.base;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.partition.Traces.AnnealingFrom;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.sample.ExactDraws;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.stats.LogMeanExp;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RaiseTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#unitPairs";

    @ParameterizedTest
    @MethodSource(PAIRS)
    void theMeanWeightOverAllTracesIsTheProbabilityThatAnnealingEndsInTheRow(UnitType visible, UnitType hidden) {
        for (int[] size : new int[][] {{3, 2, 1}, {3, 2, 2}, {2, 1, 3}, {1, 2, 4}}) {
            Rbm rbm = SmallRbms.of(visible, hidden, size[0], size[1]);

            double[] weights = meanWeights(rbm, size[2], annealing(rbm, size[2]));

            assertThat(weights).containsExactly(annealed(rbm, size[2]), within(1e-12));
            assertThat(Arrays.stream(weights).sum()).isEqualTo(1, within(1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void oneStepAtTheWrongTemperatureIsRejected(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 2, 1);
        double[] beta = AnnealingPath.betas(3);
        for (int wrong = 1; wrong <= 3; wrong++) {
            int step = wrong;
            double[] weights = meanWeights(rbm, 3, (start, random) -> {
                AnnealingPath path = new AnnealingPath(rbm, base(rbm), Math.toIntExact(start.size(0)));
                path.startAt(start);
                path.reweight(1, 1);
                for (int k = 3; k >= 1; k--) {
                    path.step(k == step ? 0.9 * beta[k] : beta[k], random);
                    path.reweight(beta[k], beta[k - 1]);
                }
                return path;
            });

            assertThatThrownBy(() -> assertThat(Arrays.stream(weights).sum()).isEqualTo(1, within(1e-12)))
                    .isInstanceOf(AssertionError.class);
        }
    }

    /** Returns p_raise of every visible state by enumeration of all reverse paths. */
    private static double[] meanWeights(Rbm rbm, int betas, AnnealingFrom annealing) {
        int draws = betas * (rbm.visible() + rbm.hidden());
        INDArray states = states(rbm);
        double[] freeEnergy = rbm.freeEnergy(states);
        return IntStream.range(0, freeEnergy.length)
                .mapToDouble(v -> {
                    INDArray start = Nd4j.zeros(DataType.DOUBLE, 1 << draws, rbm.visible());
                    Traces traces = Traces.of(draws, (chains, random) -> {
                        start.addiRowVector(states.getRow(v));
                        return annealing.run(start, random);
                    });
                    return Math.exp(-freeEnergy[v] - traces.baseLogPartition()) * traces.meanWeight();
                })
                .toArray();
    }

    /**
     * The distribution of the state where annealing from the base-rate model ends, by products of transition matrices.
     */
    private static double[] annealed(Rbm rbm, int betas) {
        double[] beta = AnnealingPath.betas(betas);
        double[] distribution = visible(base(rbm).model(rbm));
        for (int k = 1; k <= betas; k++) {
            distribution = afterGibbsStep(distribution, base(rbm).toward(rbm, beta[k]));
        }
        return distribution;
    }

    private static double[] visible(Rbm rbm) {
        JointStates states = JointStates.of(rbm);
        return states.visibleMarginal(states.probabilities());
    }

    /** v to h to v, by the joint distribution p(v, h) = joint[v + h visibleCount]. */
    private static double[] afterGibbsStep(double[] distribution, Rbm rbm) {
        double[] joint = JointStates.of(rbm).probabilities();
        int count = distribution.length;
        double[] marginal = visible(rbm);
        double[] after = new double[count];
        for (int first = 0; first < joint.length; first += count) {
            double hidden = 0;
            double weight = 0;
            for (int v = 0; v < count; v++) {
                hidden += joint[first + v];
                weight += distribution[v] * joint[first + v] / marginal[v];
            }
            for (int v = 0; v < count; v++) {
                after[v] += weight * joint[first + v] / hidden;
            }
        }
        return after;
    }

    private static INDArray states(Rbm rbm) {
        return StateSpace.states(rbm.visibleUnit(), rbm.visible(), 0, 1 << rbm.visible(), DataType.DOUBLE);
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void drawsOfTheModelHaveAnUpperBoundOfLogZThatMoreStepsTighten(UnitType visible, UnitType hidden) {
        Rbm rbm = SmallRbms.of(visible, hidden, 3, 2);
        double[] model = visible(rbm);
        double[] freeEnergy = rbm.freeEnergy(states(rbm));
        double[] bounds = IntStream.of(100, 30, 10, 3, 1)
                .mapToDouble(betas -> {
                    double[] annealed = annealed(rbm, betas);
                    return IntStream.range(0, model.length)
                            .mapToDouble(v -> model[v] * (-freeEnergy[v] - Math.log(annealed[v])))
                            .sum();
                })
                .toArray();

        assertThat(bounds).isSorted();
        assertThat(bounds[0])
                .isGreaterThan(JointStates.of(rbm).logPartition())
                .isLessThan(JointStates.of(rbm).logPartition() + 0.05);
    }

    @Test
    void chainsOfARowAreAveragedBeforeTheLogarithm() {
        Rbm rbm = SmallRbms.bernoulli(6, 4);
        INDArray rows = SmallRbms.data(rbm, 5);
        INDArray before = rows.dup();
        Raise raise = new Raise(10, 3, 2, 0, 10);

        Raise.Result result = raise.run(rbm, base(rbm), rows, TestSeed.stream("raise"), step -> {});

        AnnealingPath path = raise.anneal(rbm, base(rbm), rows, TestSeed.stream("raise"), step -> {});
        double[] freeEnergy = rbm.freeEnergy(rows);
        double[] logLikelihood = IntStream.range(0, 5)
                .mapToDouble(row -> {
                    double[] weights = Arrays.copyOfRange(path.logWeights(), 3 * row, 3 * row + 3);
                    double mean = LogMeanExp.of(weights, Bound.LOWER, TestSeed.stream("unused"))
                            .value();
                    return mean - freeEnergy[row] - path.baseLogPartition();
                })
                .toArray();
        double[] logPartition = IntStream.range(0, 5)
                .mapToDouble(row -> -freeEnergy[row] - logLikelihood[row])
                .toArray();
        assertThat(result.logLikelihood().value())
                .isEqualTo(Arrays.stream(logLikelihood).average().orElseThrow(), within(1e-12));
        assertThat(result.logLikelihood().bound()).isEqualTo(Bound.NONE);
        assertThat(result.logPartition().value())
                .isEqualTo(Arrays.stream(logPartition).average().orElseThrow(), within(1e-12));
        assertThat(result.logPartition().standardError())
                .isEqualTo(Estimate.mean(logPartition, "nats").standardError(), within(1e-12));
        assertThat(result.logPartition().bound()).isEqualTo(Bound.NONE);
        assertThat(result.logPartition().samples()).isEqualTo(5);
        assertThat(rows).isEqualTo(before);
    }

    /** 500 steps leave a bias far below the error: 4.5 standard errors, false-alarm rate 7e-6. */
    @ParameterizedTest
    @ValueSource(strings = {"FLOAT", "DOUBLE"})
    void manyStepsFindTheLikelihoodOfTheModel(String type) {
        Rbm exact = SmallRbms.strong(new Bernoulli(), new Spin(), 12, 8);
        Rbm rbm = exact.castTo(DataType.valueOf(type));
        double logPartition = StateSpace.of(exact).logPartition();
        INDArray rows = new ExactDraws(rbm).visible(100, TestSeed.stream("rows"));

        Raise.Result result =
                new Raise(500, 2, 2, 0, 10).run(rbm, base(rbm), rows, TestSeed.stream("raise"), step -> {});

        assertAgrees(logPartition, result.logPartition());
        double mean = -Arrays.stream(rbm.freeEnergy(rows)).average().orElseThrow();
        assertThat(result.logLikelihood().value())
                .isEqualTo(mean - result.logPartition().value(), within(1e-9));
        assertThatThrownBy(() -> assertAgrees(logPartition + 0.3, result.logPartition()))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertAgrees(double exact, Estimate estimate) {
        assertThat(estimate.value())
                .as("seed %d", TestSeed.VALUE)
                .isEqualTo(exact, within(4.5 * estimate.standardError()));
    }

    @Test
    void withoutRowsItDrawsAndTestsThem() {
        Rbm rbm = SmallRbms.bernoulli(6, 4);

        LogPartition found = measured(new Raise(200, 3, 20, 50, 10), rbm, base(rbm));

        StartTest test = found.starts().get(0);
        assertThat(test.passed()).as(test.sentence()).isTrue();
        assertThat(found.logLikelihood()).isEmpty();
        assertThat(found.value().bound()).isEqualTo(Bound.UPPER);
        assertThat(found.value().samples()).isEqualTo(20);
    }

    @Test
    void rowsThatStayInOneValleyAreNoBound() {
        Rbm rbm = TwoValleys.rbm();

        LogPartition found = measured(new Raise(200, 1, 200, 0, 10), rbm, new BaseRate(rbm.visibleBias()));

        assertThat(found.starts().get(0).passed()).isFalse();
        assertThat(found.value().bound()).isEqualTo(Bound.UPPER_FROM_EQUILIBRIUM);
    }

    /** At one temperature no state travels to independent units and back. */
    @Test
    void temperaturesReachTheStart() {
        Rbm rbm = SmallRbms.bernoulli(6, 4);

        LogPartition gibbs = measured(new Raise(20, 1, 8, 200, 1), rbm, base(rbm));
        LogPartition tempered = measured(new Raise(20, 1, 8, 200, 3), rbm, base(rbm));

        assertThat(gibbs.starts().get(0).roundTrips()).isZero();
        assertThat(tempered.starts().get(0).roundTrips()).isPositive();
    }

    private static LogPartition measured(Raise raise, Rbm rbm, BaseRate base) {
        return raise.measure(rbm, AnnealingStart.at(base), TestSeed.stream("raise"), done -> {});
    }

    @Test
    void progressIsToldAfterEveryStep() {
        Rbm rbm = SmallRbms.bernoulli(3, 2);
        List<Integer> done = new ArrayList<>();

        new Raise(3, 1, 2, 0, 10).run(rbm, base(rbm), SmallRbms.data(rbm, 2), TestSeed.stream("raise"), done::add);

        assertThat(done).containsExactly(1, 2, 3);
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Raise(0, 1, 2, 0, 10))
                .withMessage("betas must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Raise(1, 0, 2, 0, 10))
                .withMessage("chains must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Raise(1, 1, 1, 0, 10))
                .withMessage("rows must be at least 2, was 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Raise(1, 1, 2, -1, 10))
                .withMessage("burnIn must be at least 0, was -1");
    }

    private static AnnealingFrom annealing(Rbm rbm, int betas) {
        return (start, random) -> new Raise(betas, 1, 2, 0, 10).anneal(rbm, base(rbm), start, random, step -> {});
    }
}
