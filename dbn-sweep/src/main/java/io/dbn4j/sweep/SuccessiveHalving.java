package io.dbn4j.sweep;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.lab.run.Experiment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A search by successive halving: {@code trials} settings run for a short time, the best {@code 1/factor} of them for
 * {@code factor} times as many epochs, and so on up to {@code to} epochs.
 *
 * <p>A promoted setting continues from its checkpoint, with the bits of a run that was that long from the beginning,
 * unless its learning rate depends on the length of the run.
 *
 * @param trials number of settings in the first round
 * @param epochs path of the setting that is the length of a run
 * @param from epochs in the first round
 * @param to epochs in the last round
 * @param factor ratio of epochs between rounds, at least 2
 */
@Reference(
        authors = "K. Jamieson, A. Talwalkar",
        title = "Non-stochastic best arm identification and hyperparameter optimization",
        venue = "AISTATS",
        year = 2016,
        url = "https://arxiv.org/abs/1502.07943")
public record SuccessiveHalving(int trials, String epochs, int from, int to, int factor) implements Search {

    public SuccessiveHalving {
        Check.atLeast(1, trials, "trials");
        Check.atLeast(1, from, "from");
        Check.require(from < to, "to must be larger than from (%d), was %d", from, to);
        Check.atLeast(2, factor, "factor");
    }

    @Override
    public void require(Experiment experiment) {
        Settings.require(experiment, epochs, List.of(String.valueOf(from), String.valueOf(to)), "search.epochs");
    }

    @Override
    public Rounds start(Settings settings, Score score, RandomSource random) {
        return before -> {
            if (before.isEmpty()) {
                return RandomSearch.candidates(settings, trials, random).stream()
                        .map(candidate -> at(candidate.number(), candidate.values(), from, 0))
                        .toList();
            }
            int now = before.stream().mapToInt(Trial::epochs).max().orElse(to);
            List<Trial> rung =
                    before.stream().filter(trial -> trial.epochs() == now).toList();
            return now == to ? List.of() : promoted(rung, score, now);
        };
    }

    /** Returns the lengths of all runs of a setting up to its longest run. */
    List<Integer> lengths(int longest) {
        List<Integer> lengths = new ArrayList<>();
        for (long length = from; length < longest; length *= factor) {
            lengths.add((int) length);
        }
        lengths.add(longest);
        return lengths;
    }

    private List<Proposal> promoted(List<Trial> rung, Score score, int now) {
        int next = (int) Math.min(to, (long) now * factor);
        List<Proposal> best = new ArrayList<>();
        rung.stream()
                .filter(Trial::isRanked)
                .sorted(Comparator.comparing(trial -> trial.score().value(), score.best()))
                .limit(Math.max(1, rung.size() / factor))
                .forEach(trial -> best.add(at(trial.trial(), trial.values(), next, now)));
        return best;
    }

    private Proposal at(int number, Map<String, String> values, int length, int before) {
        Map<String, String> longer = new LinkedHashMap<>(values);
        longer.put(epochs, String.valueOf(length));
        return new Proposal(number, longer, length, before);
    }
}
