package io.dbn4j.core.stack;

import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.LogSumExp;
import io.dbn4j.core.units.Span;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The mean over units of the log-probability of a visible unit given all others, in nats per unit:
 * {@code pseudoLikelihood}, and {@code heldOut.pseudoLikelihood} if there are held-out rows.
 *
 * <pre>
 *   log p(v_i | v_others) = -log sum_s exp(F(v) - F(v with v_i = s)),   s over the states of unit i
 * </pre>
 *
 * <p>Log Z cancels. For two-state units the formula is {@code log sigmoid(F(v flipped) - F(v))}. A group of Softmax
 * units counts as one unit. Continuous units have no such sum, so a side with one of them gives no number. The value is
 * not a bound of the log-likelihood, and it is blind to relations that need more than one unit to change.
 *
 * @param everyUnit true to average over all units of each row, which computes a free energy for each unit; false to
 *     draw one unit of each row, which is unbiased and cheap
 */
@Reference(
        authors = "J. Besag",
        title = "Statistical analysis of non-lattice data",
        venue = "The Statistician 24",
        year = 1975,
        url = "https://doi.org/10.2307/2987782")
public record PseudoLikelihood(boolean everyUnit) implements Measurement {

    @Override
    public SortedMap<String, Estimate> of(Rbm rbm, Data data, RandomSource random) {
        SortedMap<String, Estimate> found = new TreeMap<>();
        if (rbm.visibleUnit().states() > 0) {
            found.put("pseudoLikelihood", mean(rbm, data.train(), random));
            data.heldOut().ifPresent(rows -> found.put("heldOut.pseudoLikelihood", mean(rbm, rows, random)));
        }
        return found;
    }

    private Estimate mean(Rbm rbm, INDArray rows, RandomSource random) {
        double[] freeEnergy = rbm.freeEnergy(rows);
        int groups = Span.groups(rbm.visibleUnit(), rbm.visible()).size();
        int[] group = new int[freeEnergy.length];
        if (!everyUnit) {
            Arrays.setAll(group, row -> (int) (random.uniform() * groups));
            return Estimate.mean(conditionals(rbm, rows, freeEnergy, group), "nats");
        }
        double[] mean = new double[freeEnergy.length];
        for (int unit = 0; unit < groups; unit++) {
            Arrays.fill(group, unit);
            double[] one = conditionals(rbm, rows, freeEnergy, group);
            for (int row = 0; row < mean.length; row++) {
                mean[row] += one[row] / groups;
            }
        }
        return Estimate.mean(mean, "nats");
    }

    /**
     * Computes {@code log p(v_i | v_others)} for one unit of each row.
     *
     * @param group the unit, or group of units, of each row
     */
    static double[] conditionals(Rbm rbm, INDArray rows, double[] freeEnergy, int[] group) {
        List<Span> groups = Span.groups(rbm.visibleUnit(), rbm.visible());
        Map<UnitType, double[][]> alphabets = new HashMap<>();
        groups.forEach(one -> alphabets.computeIfAbsent(one.unit(), UnitType::alphabet));
        int most = alphabets.values().stream()
                .mapToInt(states -> states.length)
                .max()
                .orElse(0);
        LogSumExp[] sums = new LogSumExp[group.length];
        Arrays.setAll(sums, row -> new LogSumExp());
        for (int state = 0; state < most; state++) {
            double[] changed = Elements.of(rows);
            for (int row = 0; row < group.length; row++) {
                Span one = groups.get(group[row]);
                double[][] alphabet = Objects.requireNonNull(alphabets.get(one.unit()));
                double[] next = alphabet[Math.min(state, alphabet.length - 1)];
                System.arraycopy(next, 0, changed, row * rbm.visible() + one.from(), one.units());
            }
            double[] changedEnergy = rbm.freeEnergy(
                    Nd4j.createFromArray(changed).castTo(rows.dataType()).reshape(rows.shape()));
            for (int row = 0; row < group.length; row++) {
                if (state < groups.get(group[row]).unit().states()) {
                    sums[row].add(freeEnergy[row] - changedEnergy[row]);
                }
            }
        }
        return Arrays.stream(sums).mapToDouble(sum -> -sum.value()).toArray();
    }
}
