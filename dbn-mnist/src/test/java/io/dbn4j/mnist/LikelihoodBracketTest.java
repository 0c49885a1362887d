package io.dbn4j.mnist;

import io.dbn4j.core.data.Binarisation;
import io.dbn4j.core.objective.Batch;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.Persistent;
import io.dbn4j.core.objective.TrainingState;
import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.partition.ReverseAnnealedImportanceSampling;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.LogSumExp;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.mnist.data.Mnist;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Log Z of an RBM with 784 visible and 20 hidden units, trained on thresholded digits: estimated by annealing in both
 * directions and known by enumeration of the hidden states, from which the reverse chains are drawn too.
 */
@Tag("slow")
class LikelihoodBracketTest {

    private static final long SEED = Long.getLong("dbn.seed", 1);
    private static final int HIDDEN = 20;
    private static final int RUNS = 20;

    private static Rbm rbm;
    private static BaseRate base;
    private static double[] hiddenFreeEnergy;
    private static double exact;

    @BeforeAll
    static void trainAndEnumerate() {
        INDArray images = Mnist.load().train().head(10_000).images();
        INDArray digits = images.ulike();
        Binarisation.THRESHOLD.apply(images, digits, new Seed(SEED).stream("unused"));
        base = BaseRate.ofMeans(new Bernoulli(), digits.mean(0));
        rbm = trained(digits);
        hiddenFreeEnergy = enumerated(rbm);
        exact = LogSumExp.of(Arrays.stream(hiddenFreeEnergy).map(f -> -f).toArray());
    }

    /** Persistent chains, 20 epochs, learning rate 0.05 to 0. */
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
    void theTrainedModelIsFarFromItsBase() {
        System.out.println("logZ " + exact + " enumerated " + StateSpace.of(rbm).logPartition());
    }

    @Test
    void annealingAgreesWithEnumeration() {
        for (int b : new int[] {300, 1000, 3000}) {
            for (int run = 0; run < 5; run++) {
                long t = System.nanoTime();
                RandomSource random = new Seed(SEED + run).stream("forward");
                Estimate e = new AnnealedImportanceSampling(b, 100).logPartition(rbm, base, random);
                System.out.printf(
                        "forward %d z %.2f ess %.1f se %.3f diff %.3f  %.1f s%n",
                        b,
                        (e.value() - exact) / e.standardError(),
                        e.ess(),
                        e.standardError(),
                        e.value() - exact,
                        (System.nanoTime() - t) / 1e9);
                t = System.nanoTime();
                random = new Seed(SEED + run).stream("reverse");
                INDArray start = drawn(100, random);
                var r = new ReverseAnnealedImportanceSampling(b, 100, 0).run(rbm, base, start, random, s -> {});
                e = r.logPartition();
                System.out.printf(
                        "reverse %d z %.2f ess %.1f se %.3f diff %.3f cons %.3f %.1f s%n",
                        b,
                        (e.value() - exact) / e.standardError(),
                        e.ess(),
                        e.standardError(),
                        e.value() - exact,
                        r.conservative().value() - exact,
                        (System.nanoTime() - t) / 1e9);
            }
        }
    }

    private static INDArray drawn(int rows, RandomSource random) {
        double[] cumulative =
                Arrays.stream(hiddenFreeEnergy).map(f -> Math.exp(-f - exact)).toArray();
        Arrays.parallelPrefix(cumulative, Double::sum);
        INDArray hidden = Nd4j.create(DataType.FLOAT, rows, HIDDEN);
        for (int row = 0; row < rows; row++) {
            int found = Arrays.binarySearch(cumulative, random.uniform());
            int number = found < 0 ? -found - 1 : found + 1;
            hidden.putRow(row, StateSpace.states(new Bernoulli(), HIDDEN, number, 1, DataType.FLOAT));
        }
        INDArray visible = rbm.visibleGivenHidden(hidden);
        rbm.visibleUnit().draw(visible, visible, random);
        return visible;
    }
}
