package io.dbn4j.sweep;

import io.dbn4j.core.Check;
import io.dbn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator.Mode;

/**
 * A search of every combination of evenly spaced values, including the ends, and of every choice.
 *
 * @param points number of values of each range, at least 2; fewer if the range has fewer whole numbers
 */
public record GridSearch(int points) implements Search {

    private static final int MOST = 100_000;

    public GridSearch {
        Check.atLeast(2, points, "points");
    }

    @Override
    public int trials() {
        return 0;
    }

    @Override
    @SuppressWarnings("unchecked") // Arbiter's generators are raw
    public Rounds start(Settings settings, Score score, RandomSource random) {
        requireFew(settings);
        var generator = new GridSearchCandidateGenerator(settings, points, Mode.Sequential, null);
        return before -> {
            List<Proposal> candidates = new ArrayList<>();
            while (generator.hasMoreCandidates()) {
                candidates.add(Proposal.of(candidates.size() + 1, (Map<String, String>)
                        generator.getCandidate().getValue()));
            }
            return candidates;
        };
    }

    /** Limits the number of points, because Arbiter lists all of them. */
    private void requireFew(Settings settings) {
        double count = 1;
        for (Axis axis : settings.axes().values()) {
            count *= axis instanceof Axis.Choice choice ? choice.values().size() : points;
        }
        Check.require(count <= MOST, "a grid must have at most %d points, had %.0f", MOST, count);
    }
}
