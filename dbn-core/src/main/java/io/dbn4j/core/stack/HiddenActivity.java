package io.dbn4j.core.stack;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.ColumnSums;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The share of hidden units whose mean over the training rows is at an end of their range, in percent.
 *
 * <p>{@code deadUnits} have a mean within {@code margin} of the lowest state, {@code saturatedUnits} within
 * {@code margin} of the highest. Units without a lowest or a highest state give no number.
 *
 * @param margin part of the distance between the lowest and the highest state, above 0 and below one half
 */
@Reference(
        authors = "G. E. Hinton",
        title = "A practical guide to training restricted Boltzmann machines",
        venue = "Neural Networks: Tricks of the Trade; section 11",
        year = 2012,
        url = "https://doi.org/10.1007/978-3-642-35289-8_32")
public record HiddenActivity(double margin) implements Measurement {

    public HiddenActivity {
        Check.require(margin > 0 && margin < 0.5, "margin must be above 0 and below 0.5, was %s", margin);
    }

    @Override
    public SortedMap<String, Estimate> of(Rbm rbm, Data data, RandomSource random) {
        UnitType unit = rbm.hiddenUnit();
        double range = unit.high() - unit.low();
        if (!(range < Double.POSITIVE_INFINITY)) {
            return new TreeMap<>();
        }
        double[] means = ColumnSums.means(rbm.hiddenGivenVisible(data.train()));
        double dead = share(
                Arrays.stream(means)
                        .filter(mean -> mean - unit.low() < margin * range)
                        .count(),
                rbm);
        double saturated = share(
                Arrays.stream(means)
                        .filter(mean -> unit.high() - mean < margin * range)
                        .count(),
                rbm);
        return new TreeMap<>(Map.of(
                "deadUnits", Estimate.exact(dead, "percent"), "saturatedUnits", Estimate.exact(saturated, "percent")));
    }

    private static double share(long units, Rbm rbm) {
        return 100.0 * units / rbm.hidden();
    }
}
