package io.dbn4j.core.units;

import static org.nd4j.linalg.ops.transforms.Transforms.log;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.stats.LogSumExp;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A group of units of which exactly one is 1 and the others are 0: a Potts spin, or a categorical variable.
 *
 * <pre>
 *   K(theta) = log sum_k exp(theta_k),   mean_k = exp(theta_k - K),   d mean_k / d theta_l = mean_k (delta_kl - mean_l)
 * </pre>
 *
 * <p>Adding a number to all inputs of a group changes nothing but {@code K}. {@link #inputFromMean} returns the
 * logarithms of the means.
 *
 * @param states number of units in a group, at least 2
 */
public record Softmax(int states) implements UnitType {

    public Softmax {
        Check.atLeast(2, states, "states");
    }

    @Override
    public double low() {
        return 0;
    }

    @Override
    public double high() {
        return 1;
    }

    @Override
    public double[][] alphabet() {
        double[][] alphabet = new double[states][states];
        for (int state = 0; state < states; state++) {
            alphabet[state][state] = 1;
        }
        return alphabet;
    }

    @Override
    public int width() {
        return states;
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }

    @Override
    public void mean(INDArray parameters, INDArray input) {
        double[] x = Elements.of(input);
        for (int first = 0; first < x.length; first += states) {
            exponentiate(x, first);
        }
        Elements.put(x, input);
    }

    private void exponentiate(double[] x, int first) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = first; i < first + states; i++) {
            max = Math.max(max, x[i]);
        }
        double sum = 0;
        for (int i = first; i < first + states; i++) {
            x[i] = Math.exp(x[i] - max);
            sum += x[i];
        }
        for (int i = first; i < first + states; i++) {
            x[i] /= sum;
        }
    }

    @Override
    public void backpropagate(INDArray parameters, INDArray mean, INDArray derivative) {
        double[] m = Elements.of(mean);
        double[] d = Elements.of(derivative);
        for (int first = 0; first < m.length; first += states) {
            double average = 0;
            for (int i = first; i < first + states; i++) {
                average += m[i] * d[i];
            }
            for (int i = first; i < first + states; i++) {
                m[i] *= d[i] - average;
            }
        }
        Elements.put(m, mean);
    }

    /**
     * Draws the states of a group one after the other, each given that no earlier state is on; the last state is on if
     * no other state is.
     */
    @Override
    public void draw(INDArray parameters, INDArray mean, INDArray state, RandomSource random) {
        double[] x = Elements.of(mean);
        INDArray questions =
                Nd4j.createFromArray(conditionals(x)).reshape(mean.size(0), -1).castTo(mean.dataType());
        random.bernoulli(questions, questions);
        double[] answers = Elements.of(questions);
        for (int group = 0; group < x.length / states; group++) {
            int question = group * (states - 1);
            int drawn = 0;
            while (drawn < states - 1 && answers[question + drawn] == 0) {
                drawn++;
            }
            for (int i = 0; i < states; i++) {
                x[group * states + i] = i == drawn ? 1 : 0;
            }
        }
        Elements.put(x, state);
    }

    /** Returns the probability of each state of a group but the last, given that no earlier state is on. */
    private double[] conditionals(double[] mean) {
        double[] conditionals = new double[mean.length / states * (states - 1)];
        for (int group = 0; group < mean.length / states; group++) {
            double rest = mean[group * states + states - 1];
            for (int i = states - 2; i >= 0; i--) {
                double p = mean[group * states + i];
                rest += p;
                conditionals[group * (states - 1) + i] = p == 0 ? 0 : p / rest;
            }
        }
        return conditionals;
    }

    @Override
    public double cumulant(INDArray parameters, double[] input, int from, int to, double scale) {
        double sum = 0;
        for (int first = from; first < to; first += states) {
            LogSumExp group = new LogSumExp();
            for (int i = first; i < first + states; i++) {
                group.add(scale * input[i]);
            }
            sum += group.value();
        }
        return sum;
    }

    @Override
    public INDArray inputFromMean(INDArray parameters, INDArray mean) {
        return log(mean, true);
    }
}
