package io.dbn4j.rg.experiment;

import io.dbn4j.core.Check;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A statement of a verdict with the checks that decide it and its wording for both outcomes.
 *
 * @param checks at least one; the statement holds if all of them pass
 * @param holds the wording if all checks pass: whole sentences
 * @param fails the wording if a check fails: whole sentences, different from {@code holds}
 */
public record Clause(List<Finding.Check> checks, String holds, String fails) {

    /** Number of failed checks that are named; further ones are counted. */
    private static final int NAMED = 3;

    /** Requires at least one check and wordings that differ. */
    public Clause {
        checks = List.copyOf(checks);
        Check.atLeast(1, checks.size(), "number of checks of a clause");
        Check.require(!holds.isBlank() && !fails.isBlank(), "the wordings of a clause must not be blank");
        Check.require(!holds.equals(fails), "the wordings of a clause must differ, both were \"%s\"", holds);
    }

    /** Returns a clause that one check decides. */
    public static Clause of(Finding.Check check, String holds, String fails) {
        return new Clause(List.of(check), holds, fails);
    }

    /** Tells whether all checks pass. */
    public boolean pass() {
        return checks.stream().allMatch(Finding.Check::pass);
    }

    /** Returns the wording of the outcome; a failed clause with several checks names the failed ones. */
    public String text() {
        if (pass()) {
            return holds;
        }
        return checks.size() == 1 ? fails : fails + " " + failures();
    }

    private String failures() {
        List<String> failed = checks.stream()
                .filter(check -> !check.pass())
                .map(Finding.Check::name)
                .toList();
        String named = failed.stream().limit(NAMED).collect(Collectors.joining("; "));
        String others = failed.size() > NAMED ? " and " + (failed.size() - NAMED) + " more" : "";
        return String.format(Locale.ROOT, "(%d of %d checks fail: %s%s.)", failed.size(), checks.size(), named, others);
    }
}
