package io.dbn4j.core.partition;

import io.dbn4j.core.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The tests and contradictions of the bounds of one log Z.
 *
 * @param starts tests of the starts of reverse chains; empty if log Z is exact
 * @param warnings starts that failed their test, and bounds that cannot all hold
 */
public record BracketCheck(List<StartTest> starts, List<String> warnings) {

    /** A check without tests and warnings. */
    public static final BracketCheck NONE = new BracketCheck(List.of(), List.of());

    public BracketCheck {
        starts = List.copyOf(starts);
        warnings = List.copyOf(warnings);
    }

    /**
     * Checks the bounds of one log Z.
     *
     * @param starts tests of the starts of the reverse chains
     * @param logPartition log Z by the display name of the method
     */
    public static BracketCheck of(List<StartTest> starts, Map<String, Estimate> logPartition) {
        List<String> warnings = new ArrayList<>(Contradictions.of(logPartition));
        starts.stream()
                .filter(start -> !start.passed())
                .map(StartTest::sentence)
                .forEach(warnings::add);
        return new BracketCheck(starts, warnings);
    }

    /** Returns sentences for people: the tests that passed, and all warnings. */
    public List<String> sentences() {
        return Stream.concat(starts.stream().filter(StartTest::passed).map(StartTest::sentence), warnings.stream())
                .toList();
    }
}
