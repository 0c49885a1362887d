package io.dbn4j.rg.experiment;

import io.dbn4j.core.run.Evidence;
import io.dbn4j.core.run.Result;
import io.dbn4j.core.stats.Estimate;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an experiment of the laboratory found.
 *
 * @param experiment its name
 * @param estimates measured numbers by name
 * @param checks comparisons with known numbers
 * @param verdict what follows, in words
 * @param evidence what stands behind the verdict
 */
public record Finding(
        String experiment, Map<String, Estimate> estimates, List<Check> checks, String verdict, Evidence evidence)
        implements Result {

    public Finding {
        checks = List.copyOf(checks);
    }

    /** A number beside the one it should be. */
    public record Check(String name, double value, double target, double tolerance, boolean pass) {

        /** Passes if the value is as close to the target as that. */
        public static Check near(String name, double value, double target, double tolerance) {
            return new Check(name, value, target, tolerance, Math.abs(value - target) <= tolerance);
        }

        /** Passes if the value is at most the bound. */
        public static Check atMost(String name, double value, double bound) {
            return new Check(name, value, bound, 0, value <= bound);
        }

        /** Passes if the value is at least the bound. */
        public static Check atLeast(String name, double value, double bound) {
            return new Check(name, value, bound, 0, value >= bound);
        }
    }

    @Override
    public String headline() {
        long passed = checks.stream().filter(Check::pass).count();
        return String.format(Locale.ROOT, "%d of %d checks pass", passed, checks.size());
    }
}
