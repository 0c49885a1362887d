package io.dbn4j.sweep;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;

/**
 * A search of settings drawn independently of each other.
 *
 * @param trials number of settings
 */
@Reference(
        authors = "J. Bergstra, Y. Bengio",
        title = "Random search for hyper-parameter optimization",
        venue = "Journal of Machine Learning Research 13",
        year = 2012,
        url = "https://jmlr.org/papers/v13/bergstra12a.html")
public record RandomSearch(int trials) implements Search {

    public RandomSearch {
        Check.atLeast(1, trials, "trials");
    }

    @Override
    public Rounds start(Settings settings, Score score, RandomSource random) {
        return before -> before.isEmpty() ? candidates(settings, trials, random) : List.of();
    }

    /** Draws the first candidates of a search that begins at random. */
    @SuppressWarnings("unchecked") // Arbiter's generators are raw
    static List<Proposal> candidates(Settings settings, int count, RandomSource random) {
        RandomSearchGenerator generator = new RandomSearchGenerator(settings);
        generator.setRngSeed(random.bits());
        List<Proposal> candidates = new ArrayList<>();
        while (candidates.size() < count) {
            candidates.add(Proposal.of(candidates.size() + 1, (Map<String, String>)
                    generator.getCandidate().getValue()));
        }
        return candidates;
    }
}
