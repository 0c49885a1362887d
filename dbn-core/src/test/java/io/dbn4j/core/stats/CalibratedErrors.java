package io.dbn4j.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.TestSeed;
import java.util.Arrays;
import java.util.List;

/** A check of standard errors: distances from the truth, in standard errors, have mean 0 and standard deviation 1. */
public final class CalibratedErrors {

    private CalibratedErrors() {}

    /**
     * Requires correct errors of independent estimates, to 4.5 standard deviations of both numbers: false-alarm rate
     * 1.4e-5.
     */
    public static void assertCalibrated(List<Estimate> estimates, double exact) {
        double[] deviations = estimates.stream()
                .mapToDouble(estimate -> (estimate.value() - exact) / estimate.standardError())
                .toArray();
        double mean = Arrays.stream(deviations).average().orElseThrow();
        double variance = Arrays.stream(deviations).map(d -> d * d).average().orElseThrow();
        int n = deviations.length;
        assertThat(mean).as("seed %d", TestSeed.VALUE).isEqualTo(0, within(4.5 / Math.sqrt(n)));
        assertThat(Math.sqrt(variance)).as("seed %d", TestSeed.VALUE).isEqualTo(1, within(4.5 / Math.sqrt(2.0 * n)));
    }

    /** Returns the same estimates with errors divided by a factor. */
    public static List<Estimate> withErrorsDivided(List<Estimate> estimates, double factor) {
        return estimates.stream()
                .map(e -> Estimate.normal(e.value(), e.standardError() / factor, e.unit(), e.samples(), e.ess()))
                .toList();
    }
}
