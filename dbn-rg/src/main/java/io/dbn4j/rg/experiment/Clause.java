package io.dbn4j.rg.experiment;

import io.dbn4j.core.Check;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One statement of a verdict with the checks that it stands on and its wording for both outcomes.
 *
 * @param checks at least one; the statement holds if all of them pass
 * @param holds the wording if all checks pass: whole sentences
 * @param fails the wording if a check fails: whole sentences, different from {@code holds}
 */
public record Clause(List<Finding.Check> checks, String holds, String fails) {

    /** Failed checks that are named; the others are counted. */
    private static final int NAMED = 3;

    /** Checks that there is a check and that the wordings differ. */
    public Clause {
        checks = List.copyOf(checks);
        Check.atLeast(1, checks.size(), "number of checks of a clause");
        Check.require(!holds.isBlank() && !fails.isBlank(), "the wordings of a clause must not be blank");
        Check.require(!holds.equals(fails), "the wordings of a clause must differ, both were \"%s\"", holds);
    }

    /** Returns a clause that stands on one check. */
    public static Clause of(Finding.Check check, String holds, String fails) {
        return new Clause(List.of(check), holds, fails);
    }

    /** Tells whether all checks pass. */
    public boolean pass() {
        return checks.stream().allMatch(Finding.Check::pass);
    }

    /** Returns the wording of the outcome; with several checks, a failed clause names those that fail. */
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
