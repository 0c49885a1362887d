package io.dbn4j.core.sample;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The joint distribution of the first few visible and hidden units of an RBM, to be compared with that of chains. */
final class Window {

    private static final int VISIBLE = 5;
    private static final int HIDDEN = 3;

    private final Rbm rbm;
    private final ExactDraws draws;
    private final double[] window = new double[1 << (VISIBLE + HIDDEN)];

    Window(Rbm rbm) {
        this.rbm = rbm;
        draws = new ExactDraws(rbm);
        double[] probabilities = draws.probabilities();
        double[][] hiddenMeans = rbm.hiddenGivenVisible(draws.states()).toDoubleMatrix();
        for (int v = 0; v < probabilities.length; v++) {
            for (int h = 0; h < 1 << HIDDEN; h++) {
                window[cell(v, h)] += probabilities[v] * conditional(h, hiddenMeans[v]);
            }
        }
    }

    private double conditional(int h, double[] mean) {
        UnitType unit = rbm.hiddenUnit();
        double product = 1;
        for (int j = 0; j < HIDDEN; j++) {
            double high = (mean[j] - unit.low()) / (unit.high() - unit.low());
            product *= (h >> j & 1) == 1 ? high : 1 - high;
        }
        return product;
    }

    private static int cell(int v, int h) {
        return v % (1 << VISIBLE) + (h << VISIBLE);
    }

    /** Returns chains that follow the model. */
    Chains drawExactly(int chains, RandomSource random) {
        INDArray visible = draws.visible(chains, random);
        INDArray hiddenMean = rbm.hiddenGivenVisible(visible);
        INDArray hidden = hiddenMean.ulike();
        rbm.hiddenUnit().draw(rbm.hiddenParameters(), hiddenMean, hidden, random);
        return new Chains(visible, hidden, hiddenMean);
    }

    /** An upper bound of the mean total variation between so many independent draws and their distribution. */
    double floor(long draws) {
        return Arrays.stream(window)
                        .map(p -> Math.min(Math.sqrt(p * (1 - p) / (double) draws), 2 * p))
                        .sum()
                / 2;
    }

    double totalVariation(Chains chains) {
        double[] visible = Elements.of(chains.visible());
        double[] hidden = Elements.of(chains.hidden());
        double[] frequency = new double[window.length];
        for (int chain = 0; chain < chains.size(); chain++) {
            int v = bits(rbm.visibleUnit(), visible, chain * rbm.visible(), VISIBLE);
            int h = bits(rbm.hiddenUnit(), hidden, chain * rbm.hidden(), HIDDEN);
            frequency[cell(v, h)] += 1.0 / chains.size();
        }
        return IntStream.range(0, window.length)
                        .mapToDouble(k -> Math.abs(window[k] - frequency[k]))
                        .sum()
                / 2;
    }

    private static int bits(UnitType unit, double[] states, int first, int count) {
        return IntStream.range(0, count)
                .map(i -> states[first + i] == unit.high() ? 1 << i : 0)
                .sum();
    }
}
