package io.dbn4j.rg.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.rg.experiment.Finding.Check;

/** A contract on verdicts: each check is forced to pass and to fail, and the sentences must follow. */
final class VerdictContract {

    private VerdictContract() {}

    /** Asserts that each check decides its clauses, whatever the outcome of the run was. */
    static void holdsFor(Verdict verdict) {
        Verdict allPass = verdict;
        for (Check check : verdict.checks()) {
            allPass = allPass.withValue(check, check.target());
        }
        assertThat(allPass.checks()).hasSameSizeAs(verdict.checks()).allMatch(Check::pass);
        for (Clause clause : allPass.clauses()) {
            assertThat(allPass.text()).contains(clause.holds());
        }
        for (Check check : allPass.checks()) {
            Verdict one = allPass.withValue(check, Double.NaN);
            assertThat(one.text()).as("verdict if \"%s\" fails", check.name()).isNotEqualTo(allPass.text());
            for (Clause clause : one.clauses()) {
                boolean touched =
                        clause.checks().stream().anyMatch(own -> own.name().equals(check.name()));
                assertThat(clause.pass()).isEqualTo(!touched);
                assertThat(clause.text()).startsWith(touched ? clause.fails() : clause.holds());
            }
        }
    }
}
