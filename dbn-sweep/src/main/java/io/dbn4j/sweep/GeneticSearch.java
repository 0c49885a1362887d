package io.dbn4j.sweep;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.generator.GeneticSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.UniformCrossover;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.parentselection.RandomTwoParentSelection;
import org.deeplearning4j.arbiter.optimize.generator.genetic.mutation.RandomMutationOperator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.population.PopulationModel;
import org.deeplearning4j.arbiter.optimize.generator.genetic.selection.GeneticSelectionOperator;

/**
 * A genetic search: after a random first generation, each value comes from one of two parents or is drawn anew.
 *
 * @param trials number of settings
 * @param population number of settings that may be parents; each later generation has a third as many children
 */
@Reference(
        authors = "J. H. Holland",
        title = "Adaptation in natural and artificial systems",
        venue = "University of Michigan Press",
        year = 1975)
public record GeneticSearch(int trials, int population) implements Search {

    private static final double MUTATION = 0.2;

    public GeneticSearch {
        Check.atLeast(1, trials, "trials");
        Check.atLeast(4, population, "population");
    }

    @Override
    public Rounds start(Settings settings, Score score, RandomSource random) {
        Generation generation = new Generation(generator(settings, score, random));
        return generation::next;
    }

    /** Creates Arbiter's generator with one source for all its random draws. */
    private GeneticSearchCandidateGenerator generator(Settings settings, Score score, RandomSource random) {
        RandomGenerator draws = new Well19937c(random.bits());
        var selection = new GeneticSelectionOperator.Builder()
                .randomGenerator(draws)
                // Always cross: without crossover, Arbiter beta7 mutates the parent itself.
                .crossoverOperator(new UniformCrossover.Builder()
                        .crossoverRate(1)
                        .randomGenerator(draws)
                        .parentSelection(new RandomTwoParentSelection(draws))
                        .build())
                .mutationOperator(new RandomMutationOperator.Builder()
                        .mutationRate(MUTATION)
                        .randomGenerator(draws)
                        .build())
                .build();
        return new GeneticSearchCandidateGenerator.Builder(settings, new Direction(score.isMinimized()))
                .populationModel(
                        new PopulationModel.Builder().populationSize(population).build())
                .selectionOperator(selection)
                .build();
    }

    /** A generator that reports the scores of its candidates to Arbiter. */
    private final class Generation {

        private final GeneticSearchCandidateGenerator generator;
        private final Map<Integer, Candidate<?>> waiting = new HashMap<>();

        Generation(GeneticSearchCandidateGenerator generator) {
            this.generator = generator;
        }

        List<Search.Proposal> next(List<Trial> before) {
            for (Trial trial : before) {
                Candidate<?> candidate = waiting.remove(trial.trial());
                if (candidate != null && trial.isRanked()) {
                    double score = trial.score().value();
                    generator.reportResults(
                            new OptimizationResult(candidate, score, candidate.getIndex(), null, null, null));
                }
            }
            int children = before.isEmpty() ? population - population / 3 : population / 3;
            List<Search.Proposal> next = new ArrayList<>();
            while (next.size() < children && before.size() + next.size() < trials) {
                Candidate<?> candidate = generator.getCandidate();
                if (candidate.getException() != null) {
                    return next; // every setting has been tried
                }
                int number = before.size() + next.size() + 1;
                waiting.put(number, candidate);
                next.add(Search.Proposal.of(number, values(candidate)));
            }
            return next;
        }

        @SuppressWarnings("unchecked") // the space is one of Settings
        private static Map<String, String> values(Candidate<?> candidate) {
            return (Map<String, String>) Objects.requireNonNull(candidate.getValue());
        }
    }

    /** A score function that only tells the generator which direction is better. */
    @SuppressWarnings("deprecation") // the interface has methods for both kinds of data
    private record Direction(boolean minimize) implements ScoreFunction {

        @Override
        public double score(Object model, DataProvider data, Map<String, Object> parameters) {
            throw new UnsupportedOperationException("scores are computed by the sweep");
        }

        @Override
        public double score(Object model, Class<? extends DataSource> data, Properties properties) {
            throw new UnsupportedOperationException("scores are computed by the sweep");
        }

        @Override
        public List<Class<?>> getSupportedModelTypes() {
            return List.of();
        }

        @Override
        public List<Class<?>> getSupportedDataTypes() {
            return List.of();
        }
    }
}
