package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.Evidence;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The outcome of an experiment of the laboratory: numbers, checks, and the verdict that follows from the checks.
 *
 * <p>Its JSON holds the verdict as text, beside the checks.
 *
 * @param experiment its name
 * @param estimates measured numbers by name
 * @param verdict clauses with the checks behind them
 * @param evidence what stands behind the verdict
 */
@JsonPropertyOrder({"experiment", "estimates", "checks", "verdict", "evidence"})
public record Finding(String experiment, Map<String, Estimate> estimates, Verdict verdict, Evidence evidence)
        implements Result {

    /** How a value must stand to its target. */
    public enum Relation {
        /** Equal within the tolerance. */
        @JsonProperty("=")
        EQUAL("="),
        /** At most the target plus the tolerance. */
        @JsonProperty("<=")
        AT_MOST("\u2264"),
        /** At least the target minus the tolerance. */
        @JsonProperty(">=")
        AT_LEAST("\u2265");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        /** Returns the mathematical sign. */
        public String sign() {
            return sign;
        }

        boolean holds(double value, double target, double tolerance) {
            return switch (this) {
                case EQUAL -> Math.abs(value - target) <= tolerance;
                case AT_MOST -> value <= target + tolerance;
                case AT_LEAST -> value >= target - tolerance;
            };
        }
    }

    /**
     * A number beside the one that it is compared with. NaN passes no check.
     *
     * @param name what is compared, with its unit
     * @param value the number of this run
     * @param relation how the value must stand to the target
     * @param target what the value is compared with
     * @param tolerance of the comparison, not negative
     * @param source where the target comes from: a program with its date, a script of the repository, a paper; empty if
     *     the target follows from theory or was computed in the run
     */
    @JsonPropertyOrder({"name", "value", "relation", "target", "tolerance", "pass", "source"})
    public record Check(String name, double value, Relation relation, double target, double tolerance, String source) {

        /** Passes if the value is as close to the target as the tolerance. */
        public static Check near(String name, double value, double target, double tolerance) {
            return new Check(name, value, Relation.EQUAL, target, tolerance, "");
        }

        /** Passes if the value is at most the bound. */
        public static Check atMost(String name, double value, double bound) {
            return atMost(name, value, bound, 0);
        }

        /** Passes if the value is at most the bound plus the tolerance. */
        public static Check atMost(String name, double value, double bound, double tolerance) {
            return new Check(name, value, Relation.AT_MOST, bound, tolerance, "");
        }

        /** Passes if the value is at least the bound. */
        public static Check atLeast(String name, double value, double bound) {
            return atLeast(name, value, bound, 0);
        }

        /** Passes if the value is at least the bound minus the tolerance. */
        public static Check atLeast(String name, double value, double bound, double tolerance) {
            return new Check(name, value, Relation.AT_LEAST, bound, tolerance, "");
        }

        /** Returns the same check with the source of its target. */
        public Check from(String source) {
            return new Check(name, value, relation, target, tolerance, source);
        }

        /** Returns the same check of another value. */
        public Check withValue(double value) {
            return new Check(name, value, relation, target, tolerance, source);
        }

        /** Tells whether the value stands to the target as it must. */
        @JsonProperty
        public boolean pass() {
            return relation.holds(value, target, tolerance);
        }
    }

    /** Returns the checks of all clauses, each once. */
    @JsonProperty
    public List<Check> checks() {
        return verdict.checks();
    }

    /**
     * Hands the page over to the run: the verdict, what the experiment adds, the checks.
     *
     * @param content adds to the page that it is given
     * @return this finding
     */
    public Finding shown(Run run, String title, Consumer<Report> content) {
        Report.ofRun(run, title, page -> {
            page.claims(evidence, verdict.sentences());
            content.accept(page);
            CheckTable.add(page, run, verdict);
        });
        return this;
    }

    @Override
    public List<String> sentences() {
        return verdict.sentences();
    }

    @Override
    public String headline() {
        long passed = checks().stream().filter(Check::pass).count();
        return String.format(Locale.ROOT, "%d of %d checks pass", passed, checks().size());
    }
}
