package io.dbn4j.rg.experiment;

import io.dbn4j.core.stats.Estimate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Medians over independent starts: the middle value, or the mean of the two middle values. */
final class Median {

    private Median() {}

    static double of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /**
     * Returns the median of measured numbers. The error of the mean of two values is the mean of their errors, because
     * they may share data.
     */
    static Estimate of(List<Estimate> estimates) {
        List<Estimate> sorted =
                estimates.stream().sorted(Comparator.comparing(Estimate::value)).toList();
        Estimate lower = sorted.get((sorted.size() - 1) / 2);
        Estimate upper = sorted.get(sorted.size() / 2);
        if (sorted.size() % 2 == 1) {
            return lower;
        }
        return new Estimate(
                (lower.value() + upper.value()) / 2,
                (lower.standardError() + upper.standardError()) / 2,
                (lower.low() + upper.low()) / 2,
                (lower.high() + upper.high()) / 2,
                lower.unit(),
                lower.bound() == upper.bound() ? lower.bound() : Estimate.Bound.NONE,
                Math.min(lower.samples(), upper.samples()),
                Math.min(lower.ess(), upper.ess()));
    }
}
