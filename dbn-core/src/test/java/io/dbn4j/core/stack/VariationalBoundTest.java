package io.dbn4j.core.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.partition.AnnealingStart;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.random.ExhaustiveRandom;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class VariationalBoundTest {

    private static final String NETWORKS = "io.dbn4j.core.stack.DbnTest#networks";

    @ParameterizedTest
    @MethodSource(NETWORKS)
    void theMeanOverDrawsIsTheBound(Dbn dbn) {
        assertUnbiased(dbn, dbn);
        if (dbn.layers().size() > 1) {
            assertThatThrownBy(() -> assertUnbiased(dbn, withoutHiddenBias(dbn)))
                    .as("draws of another recognition")
                    .isInstanceOf(AssertionError.class);
        }
    }

    private static void assertUnbiased(Dbn dbn, Dbn estimated) {
        double[] exact = DbnStates.of(dbn).bounds();
        double logPartition = StateSpace.of(dbn.top()).logPartition();
        INDArray states = DbnStates.of(dbn).states(0);
        for (int v = 0; v < exact.length; v++) {
            INDArray row = states.getRow(v, true);
            double mean = ExhaustiveRandom.expectation(
                    random -> new VariationalBound(1).unnormalized(estimated, row, random)[0]);
            assertThat(mean - logPartition).isEqualTo(exact[v], within(1e-12));
        }
    }

    private static Dbn withoutHiddenBias(Dbn dbn) {
        Dbn broken = dbn.untied();
        broken.recognition().forEach(rbm -> rbm.hiddenBias().assign(0));
        return broken;
    }

    @Test
    void moreDrawsHaveTheSameMeanAndLessNoise() {
        Dbn dbn = DbnStates.unrelated(new Bernoulli(), new Bernoulli(), new Bernoulli());
        INDArray row = DbnStates.of(dbn).states(0).getRow(2, true);

        double[] one = moments(random -> new VariationalBound(1).unnormalized(dbn, row, random)[0]);
        double[] two = moments(random -> new VariationalBound(2).unnormalized(dbn, row, random)[0]);

        assertThat(two[0]).isEqualTo(one[0], within(1e-12));
        assertThat(two[1]).isEqualTo(one[1] / 2, within(1e-12));
    }

    private static double[] moments(ToDoubleFunction<RandomSource> program) {
        double mean = ExhaustiveRandom.expectation(program);
        return new double[] {
            mean, ExhaustiveRandom.expectation(random -> Math.pow(program.applyAsDouble(random) - mean, 2))
        };
    }

    @ParameterizedTest
    @MethodSource(NETWORKS)
    void itIsBelowTheLogLikelihoodOfEveryState(Dbn dbn) {
        DbnStates states = DbnStates.of(dbn);
        double[] exact = states.logLikelihoods();
        double[] bounds = states.bounds();

        for (int v = 0; v < exact.length; v++) {
            double gap = exact[v] - bounds[v];
            assertThat(gap).isGreaterThan(dbn.layers().size() == 1 ? -1e-12 : 1e-6);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itIsBelowTheLogLikelihoodOfRandomNetworksToo(long seed) {
        RandomSource random = new Seed(seed).stream("weights");
        Rbm bottom = Rbm.random(new Bernoulli(), new Bernoulli(), 3, 3, 2, DataType.DOUBLE, random);
        Rbm top = Rbm.random(new Bernoulli(), new Bernoulli(), 3, 2, 2, DataType.DOUBLE, random);
        DbnStates states = DbnStates.of(new Dbn(List.of(bottom, top)));

        double[] exact = states.logLikelihoods();
        double[] bounds = states.bounds();

        assertThat(IntStream.range(0, exact.length).allMatch(v -> bounds[v] < exact[v]))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("io.dbn4j.core.rbm.SmallRbms#unitPairs")
    void aTiedTopGivesTheFirstRbmsLogLikelihoodInEveryDraw(UnitType visible, UnitType hidden) {
        Rbm bottom = SmallRbms.of(visible, hidden, 2, 2);
        Dbn tied = DbnStates.tied(bottom);
        DbnStates states = DbnStates.of(tied);
        double logPartition = StateSpace.of(bottom).logPartition();
        double[] freeEnergy = bottom.freeEnergy(states.states(0));

        assertThat(states.bounds()).containsExactly(states.logLikelihoods(), within(1e-12));
        for (int v = 0; v < 4; v++) {
            double logLikelihood = -freeEnergy[v] - logPartition;
            INDArray row = states.states(0).getRow(v, true);
            ExhaustiveRandom.walk(
                    random -> new VariationalBound(1).unnormalized(tied, row, random)[0],
                    (bound, p) -> assertThat(bound - logPartition).isEqualTo(logLikelihood, within(1e-12)));
        }
    }

    @Test
    void aTiedTopOnContinuousUnitsDoesSoToo() {
        Rbm bottom = SmallRbms.pair(new Gaussian(), new Spin());
        INDArray rows = SmallRbms.states(bottom, 5);
        double logPartition = StateSpace.of(bottom).logPartition();

        Estimate bound = new VariationalBound(1)
                .logLikelihood(
                        DbnStates.tied(bottom), rows, Estimate.exact(logPartition, "nats"), TestSeed.stream("draws"));

        double mean = Arrays.stream(bottom.freeEnergy(rows)).average().orElseThrow();
        assertThat(bound.value()).isEqualTo(-mean - logPartition, within(1e-12));
    }

    @Test
    void theErrorHoldsRowsDrawsAndLogPartition() {
        Dbn dbn = DbnStates.unrelated(new Bernoulli(), new Spin(), new Bernoulli());
        INDArray rows = DbnStates.of(dbn).states(0);
        double logZ = StateSpace.of(dbn.top()).logPartition();
        Estimate exact = Estimate.exact(logZ, "nats");
        Estimate annealed = new AnnealedImportanceSampling(50, 20)
                .logPartition(
                        dbn.top(), AnnealingStart.at(new BaseRate(dbn.top().visibleBias())), TestSeed.stream("ais"));

        Estimate bound = bound(dbn, rows, exact);
        Estimate estimated = bound(dbn, rows, annealed);

        assertThat(bound.bound()).isEqualTo(Bound.LOWER);
        assertThat(bound.standardError()).isPositive();
        assertThat(bound(dbn, rows, exact.bound(Bound.UPPER)).bound()).isEqualTo(Bound.LOWER);
        assertThat(bound(dbn, rows, exact.bound(Bound.UPPER_FROM_EQUILIBRIUM)).bound())
                .isEqualTo(Bound.LOWER_FROM_EQUILIBRIUM);
        assertThat(estimated.bound()).isEqualTo(Bound.NONE);
        assertThat(estimated.standardError())
                .isEqualTo(Math.hypot(bound.standardError(), annealed.standardError()), within(1e-12));
        assertThat(estimated.ess()).isEqualTo(annealed.ess());
    }

    /** The same stream of draws at every call. */
    private static Estimate bound(Dbn dbn, INDArray rows, Estimate logPartition) {
        return new VariationalBound(3).logLikelihood(dbn, rows, logPartition, TestSeed.stream("bound"));
    }

    @Test
    void labelUnitsAreRefused() {
        Rbm bottom = SmallRbms.bernoulli(3, 2);
        Dbn labeled = new Dbn(List.of(bottom, SmallRbms.bernoulli(4, 2)));
        RandomSource random = TestSeed.stream("draws");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VariationalBound(1)
                        .unnormalized(labeled, DbnStates.of(labeled).states(0), random))
                .withMessage("a variational bound needs a network without label units, had 2");
    }
}
