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
 * <p>The JSON form holds the verdict as text, in addition to the checks.
 *
 * @param experiment name of the experiment
 * @param estimates measured numbers by name
 * @param verdict clauses with the checks behind them
 * @param evidence kind of evidence behind the verdict
 */
@JsonPropertyOrder({"experiment", "estimates", "checks", "verdict", "evidence"})
public record Finding(String experiment, Map<String, Estimate> estimates, Verdict verdict, Evidence evidence)
        implements Result {

    /** The relation that a value must have to its target. */
    public enum Relation {
        /** The value equals the target within the tolerance. */
        @JsonProperty("=")
        EQUAL("="),
        /** The value is at most the target plus the tolerance. */
        @JsonProperty("<=")
        AT_MOST("\u2264"),
        /** The value is at least the target minus the tolerance. */
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
     * A comparison of a value with a target. NaN passes no check.
     *
     * @param name what is compared, with its unit
     * @param value value of this run
     * @param relation relation that the value must have to the target
     * @param target value to compare with
     * @param tolerance tolerance of the comparison, not negative
     * @param source source of the target: a program with its date, a script of the repository, a paper; empty if the
     *     target follows from theory or was computed in the run
     */
    @JsonPropertyOrder({"name", "value", "relation", "target", "tolerance", "pass", "source"})
    public record Check(String name, double value, Relation relation, double target, double tolerance, String source) {

        /** Returns a check that passes if the value equals the target within the tolerance. */
        public static Check near(String name, double value, double target, double tolerance) {
            return new Check(name, value, Relation.EQUAL, target, tolerance, "");
        }

        /** Returns a check that passes if the value is at most the bound. */
        public static Check atMost(String name, double value, double bound) {
            return atMost(name, value, bound, 0);
        }

        /** Returns a check that passes if the value is at most the bound plus the tolerance. */
        public static Check atMost(String name, double value, double bound, double tolerance) {
            return new Check(name, value, Relation.AT_MOST, bound, tolerance, "");
        }

        /** Returns a check that passes if the value is at least the bound. */
        public static Check atLeast(String name, double value, double bound) {
            return atLeast(name, value, bound, 0);
        }

        /** Returns a check that passes if the value is at least the bound minus the tolerance. */
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

        /** Tells whether the value has the required relation to the target. */
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
     * Gives the run a report page with the verdict, the content of the experiment, and the checks.
     *
     * @param content adds the experiment's tables and charts to a page
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
