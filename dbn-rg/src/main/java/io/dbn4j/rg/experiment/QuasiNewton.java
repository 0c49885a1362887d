package io.dbn4j.rg.experiment;

import com.github.lbfgs4j.LbfgsMinimizer;
import com.github.lbfgs4j.liblbfgs.Function;
import com.github.lbfgs4j.liblbfgs.LbfgsConstant.LBFGS_Param;
import com.github.lbfgs4j.liblbfgs.LbfgsConstant.LineSearch;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.objective.Batch;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.TrainingState;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A minimizer of exact objectives of small RBMs, by a library's limited-memory BFGS.
 *
 * @param iterations largest number of iterations of a run; it stops earlier if the gradient is not larger than its
 *     rounding error
 */
record QuasiNewton(int iterations) {

    /** Number of remembered pairs of steps and gradient changes; small models need no more. */
    private static final int MEMORY = 40;

    /** Number of runs: where a line search gives up early, a new run without the earlier curvatures goes on from there. */
    private static final int RUNS = 3;

    private static final double SMALLEST_GRADIENT = 1e-13;

    /**
     * Trains on states with their probabilities.
     *
     * @param rbm modified
     * @param objective an objective with an exact score
     */
    void minimize(Rbm rbm, Objective objective, INDArray states, INDArray probability, RandomSource random) {
        Loss loss = new Loss(rbm, objective, states, probability, random);
        LBFGS_Param parameters = new LBFGS_Param(
                MEMORY,
                SMALLEST_GRADIENT,
                0,
                0,
                iterations,
                LineSearch.LBFGS_LINESEARCH_MORETHUENTE,
                40,
                1e-20,
                1e20,
                1e-4,
                0.9,
                0.9,
                1e-16,
                0,
                0,
                -1);
        for (int run = 0; run < RUNS; run++) {
            loss.set(new LbfgsMinimizer(parameters, false).minimize(loss, loss.get()));
        }
    }

    /** The score and its gradient as functions of all parameters. */
    private record Loss(Rbm rbm, Objective objective, INDArray states, INDArray probability, RandomSource random)
            implements Function {

        @Override
        public int getDimension() {
            return rbm.visible() * rbm.hidden() + rbm.visible() + rbm.hidden();
        }

        double[] get() {
            return joined(rbm.weights(), rbm.visibleBias(), rbm.hiddenBias());
        }

        void set(double[] x) {
            int weights = rbm.visible() * rbm.hidden();
            Elements.put(Arrays.copyOfRange(x, 0, weights), rbm.weights());
            Elements.put(Arrays.copyOfRange(x, weights, weights + rbm.visible()), rbm.visibleBias());
            Elements.put(Arrays.copyOfRange(x, weights + rbm.visible(), x.length), rbm.hiddenBias());
        }

        @Override
        public double valueAt(double[] x) {
            set(x);
            return objective.score(rbm, batch(), start());
        }

        @Override
        public double[] gradientAt(double[] x) {
            set(x);
            Gradient gradient = Gradient.zero(rbm);
            objective.step(rbm, batch(), start(), random, gradient);
            double[] derivatives = joined(gradient.weights(), gradient.visibleBias(), gradient.hiddenBias());
            double rows = states.size(0);
            return Arrays.stream(derivatives).map(sum -> sum / rows).toArray();
        }

        private Batch batch() {
            return Batch.of(rbm, states).withProbability(probability);
        }

        private TrainingState start() {
            return objective.start(rbm, random);
        }

        private static double[] joined(INDArray... arrays) {
            return Arrays.stream(arrays)
                    .flatMapToDouble(array -> Arrays.stream(Elements.of(array)))
                    .toArray();
        }
    }
}
