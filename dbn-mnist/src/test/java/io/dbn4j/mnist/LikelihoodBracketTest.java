package io.dbn4j.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.objective.Batch;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.Persistent;
import io.dbn4j.core.objective.TrainingState;
import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.partition.AnnealingStart;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.partition.BennettRatio;
import io.dbn4j.core.partition.NaiveMeanField;
import io.dbn4j.core.partition.Raise;
import io.dbn4j.core.partition.ReverseAnnealedImportanceSampling;
import io.dbn4j.core.partition.ThoulessAndersonPalmer;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.LogSumExp;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.UnitParameters;
import io.dbn4j.mnist.data.Mnist;
import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Log Z of an RBM with 784 visible and 20 hidden units, trained on thresholded digits: estimated by annealing in both
 * directions, RAISE, Bennett ratios and mean fields, and known by enumeration of the hidden states, from which the
 * reverse chains are drawn too.
 */
@Tag("slow")
class LikelihoodBracketTest {

    private static final long SEED = Long.getLong("dbn.seed", 1);
    private static final int HIDDEN = 20;
    private static final int RUNS = 20;
    private static final int BETAS = 1000;
    private static final int CHAINS = 100;

    private static Rbm rbm;
    private static BaseRate base;
    private static double exact;
    private static double[] cumulative;

    @BeforeAll
    static void trainAndEnumerate() {
        INDArray images = Mnist.load().train().head(10_000).images();
        INDArray digits = images.ulike();
        Binarization.THRESHOLD.apply(images, digits, new Seed(SEED).stream("unused"));
        base = BaseRate.ofMeans(new Bernoulli(), UnitParameters.NONE, digits.mean(0));
        rbm = trained(digits);
        double[] freeEnergy = enumerated(rbm);
        exact = LogSumExp.of(Arrays.stream(freeEnergy).map(f -> -f).toArray());
        cumulative = Arrays.stream(freeEnergy).map(f -> Math.exp(-f - exact)).toArray();
        Arrays.parallelPrefix(cumulative, Double::sum);
    }

    /** Trains with persistent chains for 20 epochs, with a learning rate from 0.05 to 0. */
    private static Rbm trained(INDArray digits) {
        RandomSource random = new Seed(SEED).stream("training");
        Rbm model = Rbm.random(new Bernoulli(), new Bernoulli(), 784, HIDDEN, 0.01, DataType.FLOAT, random);
        model.visibleBias().assign(base.input());
        Objective objective = new Likelihood(new Persistent(100, new Gibbs(), 1));
        TrainingState state = objective.start(model, random);
        Gradient gradient = Gradient.zero(model);
        int updates = 2000;
        for (int update = 0; update < updates; update++) {
            int first = update % 100 * 100;
            INDArray rows = digits.get(NDArrayIndex.interval(first, first + 100), NDArrayIndex.all());
            gradient.clear();
            state = objective.step(model, Batch.of(model, rows), state, random, gradient);
            double rate = 0.05 * (1 - (double) update / updates) / 100;
            model.weights().subi(gradient.weights().muli(rate));
            model.visibleBias().subi(gradient.visibleBias().muli(rate));
            model.hiddenBias().subi(gradient.hiddenBias().muli(rate));
        }
        return model;
    }

    /** Returns the free energies of all hidden states. */
    private static double[] enumerated(Rbm model) {
        double[] freeEnergy = new double[1 << HIDDEN];
        int block = 1 << 12;
        for (int first = 0; first < freeEnergy.length; first += block) {
            INDArray states = StateSpace.states(new Bernoulli(), HIDDEN, first, block, DataType.FLOAT);
            System.arraycopy(model.hiddenFreeEnergy(states), 0, freeEnergy, first, block);
        }
        return freeEnergy;
    }

    @Test
    void theLibraryEnumeratesTheSameSum() {
        assertThat(StateSpace.of(rbm).logPartition()).isEqualTo(exact, within(1e-9));
    }

    /**
     * 5 standard errors: with an effective sample size of 10 to 20 the standard error itself is off by a quarter, so
     * that 5 of them are about 4 true ones: a false-alarm rate of about 1e-4 a run. The trained model, and with it the
     * effective sample size, depends on how the processor rounds its products. The mean of 20 runs, 1/4.5 as wide, is
     * held to one standard error.
     */
    @Test
    void annealingForwardAgreesWithEnumeration() {
        double[] deviations = deviations("forward", seed -> forward(rbm, seed));

        assertThat(Math.abs(Arrays.stream(deviations).average().orElseThrow())).isLessThan(1);
        assertThatThrownBy(() -> deviations("hidden biases off by 0.1", seed -> forward(shifted(0.1), seed)))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void annealingInReverseAgreesWithEnumeration() {
        double[] deviations = deviations("reverse", seed -> reverse(rbm, seed));

        assertThat(Math.abs(Arrays.stream(deviations).average().orElseThrow())).isLessThan(1);
        assertThatThrownBy(() -> deviations("hidden biases off by 0.1", seed -> reverse(shifted(0.1), seed)))
                .isInstanceOf(AssertionError.class);
    }

    /**
     * p_raise is not the model: 1000 steps leave a bias of about three standard errors, upwards. Each of the runs is at
     * most 4 below and 12 above the enumerated value.
     */
    @Test
    void raiseFromDrawsIsAnUpperBoundOfLogZ() {
        double[] deviations = LongStream.range(SEED, SEED + RUNS)
                .mapToDouble(seed -> deviation(raise(rbm, seed)))
                .toArray();

        assertThat(Arrays.stream(deviations).min().orElseThrow()).isGreaterThan(-4);
        assertThat(Arrays.stream(deviations).max().orElseThrow()).isLessThan(12);
        assertThat(Arrays.stream(deviations).average().orElseThrow()).isBetween(1.0, 5.0);
        assertThat(deviation(raise(shifted(0.2), SEED))).isGreaterThan(12);
    }

    /** 5 standard errors, as above; with fewer steps at each model the chains lag behind and the mean is too low. */
    @Test
    void bennettRatiosAgreeWithEnumeration() {
        double[] deviations = deviations("Bennett", seed -> bennett(rbm, seed));

        assertThat(Math.abs(Arrays.stream(deviations).average().orElseThrow())).isLessThan(1);
        assertThatThrownBy(() -> deviations("hidden biases off by 0.1", seed -> bennett(shifted(0.1), seed)))
                .isInstanceOf(AssertionError.class);
    }

    /** An RBM with few hidden units has strong weights: both methods are wrong by nats, and only one is a bound. */
    @Test
    void meanFieldsMissByNats() {
        var random = new Seed(SEED).stream("mean fields");
        double naive = new NaiveMeanField(20, 5000)
                .logPartition(rbm, AnnealingStart.at(base), random)
                .value();
        double tap = new ThoulessAndersonPalmer(5, 5000, 0.9)
                .logPartition(rbm, AnnealingStart.at(base), random)
                .value();

        assertThat(naive - exact).isBetween(-6.0, -3.0);
        assertThat(tap - exact).isBetween(-5.0, -1.0);
    }

    private static double deviation(Estimate estimate) {
        return (estimate.value() - exact) / estimate.standardError();
    }

    private static Estimate raise(Rbm model, long seed) {
        return new Raise(BETAS, 2, 2, 0, 10)
                .run(model, base, drawn(seed), new Seed(seed).stream("raise"), step -> {})
                .logPartition();
    }

    private static Estimate bennett(Rbm model, long seed) {
        return new BennettRatio(250, CHAINS, 16)
                .logPartition(model, AnnealingStart.at(base), new Seed(seed).stream("bennett"));
    }

    /** Returns each estimate's distance from the enumerated value, in its standard errors. */
    private static double[] deviations(String name, LongFunction<Estimate> estimator) {
        return LongStream.range(SEED, SEED + RUNS)
                .mapToDouble(seed -> {
                    Estimate estimate = estimator.apply(seed);
                    double deviation = (estimate.value() - exact) / estimate.standardError();
                    assertThat(estimate.ess()).as("%s, seed %d", name, seed).isGreaterThanOrEqualTo(10);
                    assertThat(Math.abs(deviation))
                            .as("%s, seed %d", name, seed)
                            .isLessThanOrEqualTo(5);
                    return deviation;
                })
                .toArray();
    }

    private static Estimate forward(Rbm model, long seed) {
        return new AnnealedImportanceSampling(BETAS, CHAINS)
                .logPartition(model, AnnealingStart.at(base), new Seed(seed).stream("forward"));
    }

    private static Estimate reverse(Rbm model, long seed) {
        return new ReverseAnnealedImportanceSampling(BETAS, CHAINS, 0, 10)
                .run(model, base, drawn(seed), new Seed(seed).stream("reverse"), step -> {})
                .logPartition();
    }

    /** Returns another model, whose log Z differs by about ten times the shift of its hidden biases. */
    private static Rbm shifted(double shift) {
        Rbm other = rbm.copy();
        other.hiddenBias().addi(shift);
        return other;
    }

    /** Draws independently from the model: hidden states by enumeration, visible states given them. */
    private static INDArray drawn(long seed) {
        RandomSource random = new Seed(seed).stream("drawn");
        INDArray hidden = Nd4j.create(DataType.FLOAT, CHAINS, HIDDEN);
        for (int row = 0; row < CHAINS; row++) {
            int found = Arrays.binarySearch(cumulative, random.uniform());
            int number = Math.min(found < 0 ? -found - 1 : found + 1, cumulative.length - 1);
            hidden.putRow(row, StateSpace.states(new Bernoulli(), HIDDEN, number, 1, DataType.FLOAT));
        }
        INDArray visible = rbm.visibleGivenHidden(hidden);
        rbm.visibleUnit().draw(rbm.visibleParameters(), visible, visible, random);
        return visible;
    }
}
