package io.dbn4j.core.partition;

import static io.dbn4j.core.stats.CalibratedErrors.assertCalibrated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.sample.TrajectoryTempering;
import io.dbn4j.core.sample.TrajectoryTempering.Rungs;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Spin;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class TrajectoryLogPartitionTest {

    private static final int REPETITIONS = 60;
    private static final int CHAINS = 30;
    private static final int TIMES = 10;

    private final List<Rbm> models = trajectory(0, 0.4, 0.7, 1);
    private final TrajectoryTempering tempering = new TrajectoryTempering(models);
    private final Estimate first = Estimate.exact(StateSpace.of(models.get(0)).logPartition(), "nats");

    /** A model whose weights grow. */
    private static List<Rbm> trajectory(double... scales) {
        return Arrays.stream(scales)
                .mapToObj(scale -> {
                    Rbm rbm = SmallRbms.strong(new Bernoulli(), new Spin(), 6, 5);
                    rbm.weights().muli(scale);
                    return rbm;
                })
                .toList();
    }

    /**
     * 60 runs, whose states are taken at every step: distances from enumeration in standard errors have mean 0 and standard
     * deviation 1. Limits at 4.5 standard deviations of both, false-alarm rate 4e-5 for three models. As if all states
     * were independent, errors are too small.
     */
    @Test
    void everyModelHasItsLogPartitionAndATrueError() {
        RandomSource random = TestSeed.stream("trajectory");
        List<List<INDArray>> runs =
                Stream.generate(() -> draws(random)).limit(REPETITIONS).toList();

        for (int model = 1; model < models.size(); model++) {
            assertCalibrated(estimates(runs, model, CHAINS), exact(model));
        }
        assertThatThrownBy(() -> assertCalibrated(estimates(runs, 3, CHAINS * TIMES), exact(3)))
                .isInstanceOf(AssertionError.class);
    }

    private List<INDArray> draws(RandomSource random) {
        Rungs rungs = tempering.start(CHAINS, random);
        tempering.draw(rungs, 1, 8, random);
        return tempering.draw(rungs, TIMES, 1, random);
    }

    private double exact(int model) {
        return StateSpace.of(models.get(model)).logPartition();
    }

    private List<Estimate> estimates(List<List<INDArray>> runs, int model, int chains) {
        return runs.stream()
                .map(draws -> TrajectoryLogPartition.of(tempering, draws, chains, first)
                        .get(model))
                .toList();
    }

    @Test
    void modelsThatDifferByOffsetsHaveThoseOfTheFirst() {
        Rbm rbm = SmallRbms.bernoulli(4, 3);
        List<Rbm> shifted = IntStream.range(0, 3)
                .mapToObj(i -> rbm.withEnergyOffset(10.0 * i))
                .toList();
        INDArray states = SmallRbms.data(rbm, 6);

        List<Estimate> estimates = TrajectoryLogPartition.of(
                new TrajectoryTempering(shifted),
                List.of(states, states, states),
                3,
                new Estimate(5, 0.5, 4, 6, "nats", Estimate.Bound.NONE, 7, 7));

        assertThat(estimates).extracting(Estimate::value).map(Math::round).containsExactly(5L, -5L, -15L);
        assertThat(estimates).allSatisfy(e -> assertThat(e.standardError()).isEqualTo(0.5, within(1e-12)));
        assertThat(estimates.get(2).ess()).isEqualTo(3, within(1e-10));
    }
}
