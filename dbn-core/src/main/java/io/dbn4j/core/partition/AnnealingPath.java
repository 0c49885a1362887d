package io.dbn4j.core.partition;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.RowVector;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Coupling;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.LogSumExp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The geometric path from a base-rate model to an RBM, and chains that move along it, one per row.
 *
 * <pre>
 *   -log f_beta(v) = F_beta(v) = beta offset - ((1 - beta) a0 + beta a).v - log m(v) - sum_j K(beta (b + v W)_j)
 * </pre>
 *
 * <p>The inverse temperature scales inputs; base measures do not change and cancel in every weight.
 *
 * <p>Log-weights are sums of differences of {@code log f} and are kept in double precision.
 */
final class AnnealingPath {

    private final Rbm rbm;
    private final double baseLogPartition;
    private final double[] bias;
    private final double[] baseInput;
    private final INDArray visible;
    private final INDArray hiddenInput;
    private final INDArray hidden;
    private final double[] logWeights;

    /**
     * Allocates a path to this RBM.
     *
     * @throws IllegalArgumentException if the RBM has, or may have, no finite log Z
     */
    AnnealingPath(Rbm rbm, BaseRate base, int chains) {
        Coupling.requireBounded(rbm);
        this.rbm = rbm;
        this.baseLogPartition = base.logPartition(rbm);
        this.bias = Elements.of(rbm.visibleBias());
        this.baseInput = Elements.of(base.input());
        var type = rbm.weights().dataType();
        this.visible = Nd4j.zeros(type, chains, rbm.visible());
        this.hiddenInput = Nd4j.zeros(type, chains, rbm.hidden());
        this.hidden = Nd4j.zeros(type, chains, rbm.hidden());
        this.logWeights = new double[chains];
    }

    /** Returns log Z at beta = 0. */
    double baseLogPartition() {
        return baseLogPartition;
    }

    /** Returns the log-weights so far, one per chain; the array is not a copy. */
    double[] logWeights() {
        return logWeights;
    }

    /**
     * Resamples the present states of the chains by their weights: states of the model at the end of a forward path.
     *
     * <p>The resampling is systematic: one uniform number decides, and chain c is drawn {@code count w_c / sum w}
     * times, rounded up or down.
     *
     * @return {@code [count, visible]}
     */
    INDArray resampled(int count, RandomSource random) {
        double logSum = LogSumExp.of(logWeights);
        double offset = random.uniform();
        int[] chosen = new int[count];
        double summed = 0;
        int place = 0;
        for (int chain = 0; chain < logWeights.length; chain++) {
            summed += count * Math.exp(logWeights[chain] - logSum);
            while (place < count && (place + offset < summed || chain == logWeights.length - 1)) {
                chosen[place++] = chain;
            }
        }
        return Rows.pick(visible, chosen);
    }

    /** Draws the chains from the base-rate model. */
    void startAtBase(RandomSource random) {
        visible.assign(0);
        drawVisible(0, random);
    }

    /** Starts the chains at given visible states, {@code [chains, visible]}; not modified. */
    void startAt(INDArray states) {
        visible.assign(states);
    }

    /** Adds {@code log f_to(v) - log f_from(v)} to the log-weights. */
    void reweight(double from, double to) {
        rbm.hiddenInput(visible, hiddenInput);
        double[] input = Elements.of(hiddenInput);
        double[] states = Elements.of(visible);
        for (int chain = 0; chain < logWeights.length; chain++) {
            int first = chain * rbm.hidden();
            double cumulants = rbm.hiddenUnit().cumulant(rbm.hiddenParameters(), input, first, first + rbm.hidden(), to)
                    - rbm.hiddenUnit().cumulant(rbm.hiddenParameters(), input, first, first + rbm.hidden(), from);
            double linear = fieldChange(states, chain * bias.length) - rbm.energyOffset();
            logWeights[chain] += (to - from) * linear + cumulants;
        }
    }

    private double fieldChange(double[] states, int first) {
        double sum = 0;
        for (int i = 0; i < bias.length; i++) {
            sum += (bias[i] - baseInput[i]) * states[first + i];
        }
        return sum;
    }

    /**
     * Takes a Gibbs step that leaves {@code f_beta} invariant; needs the hidden inputs of the last {@link #reweight}.
     */
    void step(double beta, RandomSource random) {
        hiddenInput.muli(beta);
        rbm.hiddenUnit().mean(rbm.hiddenParameters(), hiddenInput);
        rbm.hiddenUnit().draw(rbm.hiddenParameters(), hiddenInput, hidden, random);
        Nd4j.gemm(hidden, rbm.weights(), visible, false, true, beta, 0);
        drawVisible(beta, random);
    }

    /** Adds the biases at beta to {@code visible} and draws it. */
    private void drawVisible(double beta, RandomSource random) {
        double[] input = new double[bias.length];
        for (int i = 0; i < bias.length; i++) {
            input[i] = (1 - beta) * baseInput[i] + beta * bias[i];
        }
        RowVector.add(visible, Nd4j.createFromArray(input).castTo(visible.dataType()));
        rbm.visibleUnit().mean(rbm.visibleParameters(), visible);
        rbm.visibleUnit().draw(rbm.visibleParameters(), visible, visible, random);
    }

    /**
     * Spaces inverse temperatures from 0 to 1, denser toward 1: in proportions 500 : 4000 : 10 000 on [0, 0.5], [0.5,
     * 0.9] and [0.9, 1], as Salakhutdinov and Murray (2008) do.
     *
     * @return {@code steps + 1} values
     */
    static double[] betas(int steps) {
        double[] betas = new double[steps + 1];
        for (int k = 0; k <= steps; k++) {
            double part = 14_500.0 * k / steps;
            betas[k] = part <= 500
                    ? 0.5 * part / 500
                    : part <= 4_500 ? 0.5 + 0.4 * (part - 500) / 4_000 : 0.9 + 0.1 * (part - 4_500) / 10_000;
        }
        betas[steps] = 1;
        return betas;
    }
}
