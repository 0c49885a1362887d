package io.dbn4j.core.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.objective.Batch;
import io.dbn4j.core.objective.Exact;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.TrainingState;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.ExactDraws;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Spin;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PartitionFunctionTrackerTest {

    private static final int CHAINS = 400;
    private static final int UPDATES = 300;

    /**
     * 300 updates of exact gradients; chains start at exact draws and take one Gibbs step an update. The estimate after
     * every 50 updates is within 4.5 standard errors: false-alarm rate 7e-6 for each of the six.
     */
    @Test
    void logZIsFollowedThroughTraining() {
        assertFollows(1);
        // As if chains were not moved, so that they remain draws of the first model.
        assertThatThrownBy(() -> assertFollows(0)).isInstanceOf(AssertionError.class);
    }

    private static void assertFollows(int steps) {
        RandomSource random = TestSeed.stream("tracker");
        Rbm rbm = SmallRbms.of(new Bernoulli(), new Spin(), 7, 4);
        rbm.weights().muli(0.1);
        INDArray data = SmallRbms.data(rbm, 40);
        Chains chains = Chains.at(new ExactDraws(rbm).visible(CHAINS, random), rbm, random);
        PartitionFunctionTracker tracker = new PartitionFunctionTracker(
                rbm, CHAINS, Estimate.exact(StateSpace.of(rbm).logPartition(), "nats"));
        for (int update = 1; update <= UPDATES; update++) {
            for (int step = 0; step < steps; step++) {
                new Gibbs().kernel(rbm).step(chains, random);
            }
            descend(rbm, data, random);
            tracker.follow(rbm, chains.visible());
            if (update % 50 == 0) {
                Estimate estimate = tracker.logPartition();
                assertThat(estimate.value())
                        .as("update %d, seed %d", update, TestSeed.VALUE)
                        .isEqualTo(StateSpace.of(rbm).logPartition(), within(4.5 * estimate.standardError()));
            }
        }
        assertThat(tracker.logPartition().ess()).isBetween(0.9 * CHAINS, (double) CHAINS);
        assertThat(tracker.logPartition().standardError()).isBetween(0.005, 0.05);
    }

    private static void descend(Rbm rbm, INDArray data, RandomSource random) {
        Objective objective = new Likelihood(new Exact());
        TrainingState state = objective.start(rbm, random);
        Gradient gradient = Gradient.zero(rbm);
        objective.step(rbm, Batch.of(rbm, data), state, random, gradient);
        double rate = 0.05 / data.size(0);
        rbm.weights().subi(gradient.weights().muli(rate));
        rbm.visibleBias().subi(gradient.visibleBias().muli(rate));
        rbm.hiddenBias().subi(gradient.hiddenBias().muli(rate));
    }

    /** Weights of one update are those of {@code F_t - F_{t+1}}: with one hidden field added, a sum by hand. */
    @Test
    void oneUpdateIsTheLogarithmOfTheMeanWeight() {
        Rbm rbm = Rbm.zero(new Bernoulli(), new Bernoulli(), 2, 1, DataType.DOUBLE);
        PartitionFunctionTracker tracker =
                new PartitionFunctionTracker(rbm, 3, Estimate.exact(3 * Math.log(2), "nats"));
        rbm.visibleBias().putScalar(0, 0.7);

        tracker.follow(rbm, Nd4j.createFromArray(new double[][] {{0, 0}, {1, 0}, {1, 1}}));

        double mean = (1 + 2 * Math.exp(0.7)) / 3;
        Estimate estimate = tracker.logPartition();
        assertThat(estimate.value()).isEqualTo(3 * Math.log(2) + Math.log(mean), within(1e-12));
        assertThat(estimate.standardError())
                .isEqualTo(
                        Estimate.mean(new double[] {1, Math.exp(0.7), Math.exp(0.7)}, "")
                                        .standardError()
                                / mean,
                        within(1e-12));
        assertThat(estimate.ess()).isEqualTo(9 * mean * mean / (1 + 2 * Math.exp(1.4)), within(1e-12));
        assertThat(estimate.bound()).isEqualTo(Bound.NONE);
    }

    @Test
    void anAnchorReplacesWhatWasSummed() {
        Rbm rbm = SmallRbms.bernoulli(4, 3);
        INDArray rows = SmallRbms.data(rbm, 10);
        PartitionFunctionTracker tracker = new PartitionFunctionTracker(rbm, 10, Estimate.exact(0, "nats"));
        rbm.weights().muli(1.1);
        tracker.follow(rbm, rows);
        Estimate sampled = new Estimate(12, 0.3, 11.4, 12.7, "nats", Bound.LOWER, 100, 40);

        tracker.anchor(sampled);

        assertThat(tracker.logPartition().value()).isEqualTo(12);
        assertThat(tracker.logPartition().standardError()).isEqualTo(0.3);
        assertThat(tracker.logPartition().ess()).isEqualTo(10);
        tracker.follow(rbm.withEnergyOffset(rbm.energyOffset() - 2), rows);
        assertThat(tracker.logPartition().value()).isEqualTo(14, within(1e-12));
    }

    @Test
    void otherNumbersOfChainsAreRefused() {
        Rbm rbm = SmallRbms.bernoulli(4, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartitionFunctionTracker(rbm, 1, Estimate.exact(0, "nats")))
                .withMessage("chains must be at least 2, was 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartitionFunctionTracker(rbm, 5, Estimate.exact(0, "nats"))
                        .follow(rbm, SmallRbms.data(rbm, 4)))
                .withMessage("visible must have 5 rows, had 4");
    }
}
