package io.dbn4j.core.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.ChainTraces;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.sample.TrajectoryTempering.Rungs;
import io.dbn4j.core.units.UnitType;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class TrajectoryTemperingTest {

    private static final String PAIRS = "io.dbn4j.core.rbm.SmallRbms#unitPairs";

    /** Three stages of a training: other weights, biases and offsets each. */
    private static List<Rbm> trajectory(UnitType visible, UnitType hidden, int visibleUnits, int hiddenUnits) {
        Rbm last = SmallRbms.of(visible, hidden, visibleUnits, hiddenUnits);
        Rbm first = last.copy().withEnergyOffset(-0.7);
        first.weights().assign(0);
        first.visibleBias().muli(-0.5);
        Rbm middle = last.copy().withEnergyOffset(0.1);
        middle.weights().muli(0.4);
        middle.hiddenBias().addi(0.8);
        return List.of(first, middle, last);
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    void aStepLeavesTheProductOfAllModelsInvariant(UnitType visible, UnitType hidden) {
        List<Rbm> three = trajectory(visible, hidden, 1, 1);
        List<Rbm> two = trajectory(visible, hidden, 2, 1).subList(1, 3);

        assertInvariant(three, three, 0, p -> p);
        assertInvariant(three, three, 1, p -> p);
        assertInvariant(two, two, 0, p -> p);
        assertThatThrownBy(() -> assertInvariant(three, three, 0, p -> 1)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertInvariant(three, three, 1, p -> 1 - 0.5 * p))
                .isInstanceOf(AssertionError.class);
        List<Rbm> exchanged = List.of(three.get(1), three.get(0), three.get(2));
        assertThatThrownBy(() -> assertInvariant(three, exchanged, 1, p -> p)).isInstanceOf(AssertionError.class);
    }

    private static void assertInvariant(
            List<Rbm> expected, List<Rbm> models, int parity, DoubleUnaryOperator acceptance) {
        ProductWalk walk = new ProductWalk(expected, parity);
        TrajectoryTempering tempering = new TrajectoryTempering(models);
        Rungs rungs = tempering.start(walk.chains(), TestSeed.stream("unused"));
        INDArray visible = walk.visible();
        INDArray hidden = walk.hidden();
        for (int rung = 0; rung < models.size(); rung++) {
            rungs.chains().get(rung).visible().assign(block(visible, rung, walk.chains()));
            rungs.chains().get(rung).hidden().assign(block(hidden, rung, walk.chains()));
        }
        rungs.exchanges().counters().putScalar(0, parity);
        ChainTraces random = walk.random();

        tempering.step(rungs, new OtherAcceptance(random, acceptance));

        walk.assertInvariant(
                Nd4j.vstack(rungs.chains().stream().map(Chains::visible).toList()),
                Nd4j.vstack(rungs.chains().stream().map(Chains::hidden).toList()),
                random);
    }

    private static INDArray block(INDArray rows, int rung, int chains) {
        return rows.get(NDArrayIndex.interval((long) rung * chains, (rung + 1L) * chains), NDArrayIndex.all());
    }

    @Test
    void statesAreTakenFromEachModelInTurn() {
        List<Rbm> models = trajectory(SmallRbms.TWO_STATE.get(0), SmallRbms.TWO_STATE.get(0), 4, 3);
        TrajectoryTempering tempering = new TrajectoryTempering(models);
        Nd4jRandomSource random = TestSeed.stream("taken");
        Rungs rungs = tempering.start(5, random);

        List<INDArray> taken = tempering.draw(rungs, 3, 2, random);

        assertThat(rungs.exchanges().rounds()).isEqualTo(6);
        assertThat(taken).hasSize(3);
        for (int rung = 0; rung < 3; rung++) {
            INDArray rows = taken.get(rung);
            assertThat(rows.shape()).containsExactly(15, 4);
            INDArray now = rungs.chains().get(rung).visible();
            assertThat(rows.get(NDArrayIndex.interval(10, 15))).isEqualTo(now);
            assertThat(rungs.chains().get(rung).hiddenMean())
                    .isEqualTo(models.get(rung).hiddenGivenVisible(now));
        }
    }

    /**
     * Means of visible units, from 20 000 states of each model, 4 steps apart. Within five times the error of a mean of
     * 2 000 independent states: far enough for any seed.
     */
    @Test
    void eachModelHasItsOwnMeans() {
        List<Rbm> models = trajectory(SmallRbms.TWO_STATE.get(0), SmallRbms.TWO_STATE.get(0), 4, 3);
        TrajectoryTempering tempering = new TrajectoryTempering(models);
        RandomSource random = TestSeed.stream("means");
        Rungs rungs = tempering.start(200, random);
        tempering.draw(rungs, 1, 20, random);

        List<INDArray> taken = tempering.draw(rungs, 100, 4, random);

        for (int rung = 0; rung < 3; rung++) {
            ExactDraws exact = new ExactDraws(models.get(rung));
            INDArray means = Nd4j.createFromArray(exact.probabilities())
                    .reshape(1, 16)
                    .mmul(exact.states())
                    .reshape(4);
            assertThat(Elements.of(taken.get(rung).mean(0)))
                    .as("seed %d", TestSeed.VALUE)
                    .containsExactly(Elements.of(means), within(5 * 0.5 / Math.sqrt(2000)));
        }
    }

    @Test
    void unequalModelsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrajectoryTempering(List.of(SmallRbms.bernoulli(3, 2))))
                .withMessage("number of models must be at least 2, was 1");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new TrajectoryTempering(List.of(SmallRbms.bernoulli(3, 2), SmallRbms.bernoulli(3, 4))))
                .withMessage(
                        "models must be alike, were [3 Bernoulli[], 2 Bernoulli[]] and [3 Bernoulli[], 4 Bernoulli[]]");
    }
}
