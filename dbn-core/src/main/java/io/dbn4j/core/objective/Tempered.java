package io.dbn4j.core.objective;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.ParallelTempering;
import io.dbn4j.core.sample.TemperedChains;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Stochastic maximum likelihood with parallel tempering: persistent chains that exchange states with hotter ones.
 *
 * <p>It is less biased than {@link Persistent} where the model has modes that Gibbs sampling does not leave, at
 * {@code temperatures} times its cost. The hot end of the ladder has the visible biases with which training starts,
 * usually those of the data. The ladder is adapted throughout training.
 *
 * @param chains number of chains at each temperature, at least 1; the chains at beta = 1 give the gradient
 * @param temperatures number of inverse temperatures from 0 to 1, at least 2
 * @param k steps between two updates, at least 1
 */
@Reference(
        authors = "G. Desjardins, A. Courville, Y. Bengio, P. Vincent, O. Delalleau",
        title = "Tempered Markov chain Monte Carlo for training of restricted Boltzmann machines",
        venue = "AISTATS",
        year = 2010,
        url = "https://proceedings.mlr.press/v9/desjardins10a.html")
public record Tempered(int chains, int temperatures, int k) implements NegativePhase {

    /** Short name for 100 chains at each of 10 temperatures. */
    static final ShortName SHORT_NAME = new ShortName("pt-K", k -> new Tempered(100, 10, k));

    /** Chains at several temperatures, with their ladder. */
    record Tempering(TemperedChains replicas) implements TrainingState {
        @Override
        public Map<String, INDArray> arrays() {
            return replicas.arrays();
        }

        /**
         * Returns the acceptance of the exchanges since the ladder was last adapted, mean and smallest over its pairs
         * of neighbors, in [0, 1]. If the smallest is near 0, states no longer travel.
         */
        @Override
        public SortedMap<String, Double> monitors() {
            SortedMap<String, Double> rates = new TreeMap<>();
            DoubleSummaryStatistics tried = Arrays.stream(replicas.exchanges().acceptance())
                    .filter(rate -> !Double.isNaN(rate))
                    .summaryStatistics();
            if (tried.getCount() > 0) {
                rates.put("swapRate", tried.getAverage());
                rates.put("smallestSwapRate", tried.getMin());
            }
            return rates;
        }
    }

    /** Steps between two adaptations of the ladder. */
    private static final int ADAPTATION = 100;

    public Tempered {
        Check.atLeast(1, chains, "chains");
        Check.atLeast(2, temperatures, "temperatures");
        Check.atLeast(1, k, "k");
    }

    @Override
    public long chainRows() {
        return (long) chains * temperatures;
    }

    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        return new Tempering(new ParallelTempering(temperatures).start(rbm, chains, random));
    }

    @Override
    public TrainingState move(Rbm rbm, Batch batch, TrainingState state, RandomSource random) {
        TemperedChains replicas = state.as(Tempering.class).replicas();
        ParallelTempering tempering = new ParallelTempering(temperatures);
        for (int step = 0; step < k; step++) {
            tempering.step(rbm, replicas, random);
            if (replicas.exchanges().rounds() % ADAPTATION == 0) {
                tempering.adapt(replicas);
            }
        }
        return state;
    }

    @Override
    public Batch states(Rbm rbm, TrainingState state) {
        Chains model = state.as(Tempering.class).replicas().model();
        return new Batch(model.visible(), model.hiddenMean());
    }
}
