package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonValue;
import io.dbn4j.core.Check;
import java.util.List;

/**
 * The conclusion of an experiment: clauses in order, each worded by its own checks, so that no sentence can contradict
 * the check table.
 *
 * @param clauses at least one
 */
public record Verdict(List<Clause> clauses) {

    /** Requires at least one clause. */
    public Verdict {
        clauses = List.copyOf(clauses);
        Check.atLeast(1, clauses.size(), "number of clauses of a verdict");
    }

    /** Returns a verdict of these clauses. */
    public static Verdict of(Clause... clauses) {
        return new Verdict(List.of(clauses));
    }

    /** Returns the checks of all clauses in order, each once. */
    public List<Finding.Check> checks() {
        return clauses.stream()
                .flatMap(clause -> clause.checks().stream())
                .distinct()
                .toList();
    }

    /** Tells whether all checks pass. */
    public boolean pass() {
        return clauses.stream().allMatch(Clause::pass);
    }

    /** Returns the wording of each clause for its outcome. */
    public List<String> sentences() {
        return clauses.stream().map(Clause::text).toList();
    }

    /** Returns the wordings of all clauses for their outcomes as one text. */
    @JsonValue
    public String text() {
        return String.join(" ", sentences());
    }

    /** Returns the same verdict with another value for one check, in every clause that has the check. */
    Verdict withValue(Finding.Check check, double value) {
        return new Verdict(clauses.stream()
                .map(clause -> new Clause(
                        clause.checks().stream()
                                .map(own -> own.equals(check) ? own.withValue(value) : own)
                                .toList(),
                        clause.holds(),
                        clause.fails()))
                .toList());
    }
}
