package io.dbn4j.lab.training;

import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.stats.LogSumExp;
import io.dbn4j.core.units.UnitType;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The largest gain of the variational bound that RBMs above a first one can have, whatever their size and training.
 *
 * <pre>
 *   sum of all gains &lt;= KL(Q || P) = &lt; log Q(h) + H(h) &gt;_Q + log Z,     Q(h) = mean of q(h | v) over the data
 * </pre>
 *
 * <p>P is the distribution of the RBM's hidden units under its own model, H(h) their free energy. Q is replaced by the
 * mean over a sample of rows, which includes the row that each h is drawn from. The mean of log Q then is too large by
 * Jensen's inequality, so the result is an upper bound in expectation. It is loose if hardly two rows of the sample
 * share a hidden state.
 */
@Reference(
        authors = "B. Poole, S. Ozair, A. van den Oord, A. A. Alemi, G. Tucker",
        title = "On variational bounds of mutual information",
        venue = "ICML; the bound by noise contrast with a known conditional distribution",
        year = 2019,
        url = "https://proceedings.mlr.press/v97/poole19a.html")
final class BoundCeiling {

    /** Largest number of hidden states that are drawn. */
    private static final int DRAWS = 2000;

    /** Largest number of rows in the mean that stands for Q. */
    private static final int MIXTURE = 20_000;

    private BoundCeiling() {}

    /**
     * Estimates the ceiling in nats.
     *
     * @param rows states of the visible units, {@code [rows, visible]}, at least 2; not modified
     * @param logPartition log Z of the RBM, exact or an upper bound
     */
    static Estimate of(Rbm rbm, INDArray rows, Estimate logPartition, RandomSource random) {
        UnitType unit = rbm.hiddenUnit();
        INDArray mixed = spread(rows, MIXTURE);
        INDArray inputs = rbm.hiddenInput(mixed);
        double[] cumulants = cumulants(rbm, inputs);
        INDArray hidden = rbm.hiddenGivenVisible(spread(mixed, DRAWS));
        unit.draw(rbm.hiddenParameters(), hidden, hidden, random);
        INDArray across = inputs.transpose();
        double[] values = Rows.blocks(hidden).stream()
                .flatMapToDouble(block -> {
                    double[] products = Elements.of(block.mmul(across).dup('c'));
                    double[] energies = rbm.hiddenFreeEnergy(block);
                    double[] states = Elements.of(block);
                    int units = rbm.hidden();
                    return IntStream.range(0, energies.length).mapToDouble(row -> {
                        double measure =
                                unit.logMeasure(rbm.hiddenParameters(), states, row * units, (row + 1) * units);
                        return logMean(products, row * cumulants.length, cumulants) + measure + energies[row];
                    });
                })
                .toArray();
        return Estimate.mean(values, "nats").bound(Bound.UPPER).plus(logPartition);
    }

    /** Returns {@code log mean_j exp(products_j - cumulants_j)} over one row of products. */
    private static double logMean(double[] products, int from, double[] cumulants) {
        LogSumExp sum = new LogSumExp();
        for (int j = 0; j < cumulants.length; j++) {
            sum.add(products[from + j] - cumulants[j]);
        }
        return sum.value() - Math.log(cumulants.length);
    }

    private static double[] cumulants(Rbm rbm, INDArray inputs) {
        double[] all = Elements.of(inputs);
        int units = rbm.hidden();
        return IntStream.range(0, all.length / units)
                .mapToDouble(row ->
                        rbm.hiddenUnit().cumulant(rbm.hiddenParameters(), all, row * units, (row + 1) * units, 1))
                .toArray();
    }

    /** Returns at most so many rows, evenly spread, because neighbors in a file may be alike. */
    private static INDArray spread(INDArray rows, int most) {
        long all = rows.size(0);
        int count = (int) Math.min(most, all);
        return count == all
                ? rows
                : Rows.pick(
                        rows,
                        IntStream.range(0, count)
                                .map(i -> (int) (i * all / count))
                                .toArray());
    }
}
