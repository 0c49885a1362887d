package io.dbn4j.core.sample;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.RandomSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Exchanges of states between neighboring levels of a ladder of models, and their statistics. Each level has equally
 * many chains.
 *
 * <p>Chain c of level t and chain c of level t + 1 exchange their visible states with probability
 *
 * <pre>
 *   min(1, exp(D_t(v_t) - D_t(v_{t+1}))),      D_t(v) = F_t(v) - F_{t+1}(v),
 * </pre>
 *
 * which leaves the product of all models invariant. The rule takes free energies, not energies: states with the hidden
 * units summed out are accepted at least as often as joint states. Even and odd t take turns, so that states travel
 * instead of diffusing.
 *
 * @param accepted sum of the acceptance probabilities since the last {@link #clear}, {@code [levels - 1]}
 * @param tried number of exchanges tried since then, {@code [levels - 1]}
 * @param heading last visited end of each state, level by level: 1 for level 0, -1 for the last level after level 0, 0
 *     before level 0, {@code [levels, chains]}
 * @param counters number of rounds, and of trips from level 0 to the last and back, {@code [2]}
 */
@Reference(
        authors = "S. Syed, A. Bouchard-Cote, G. Deligiannidis, A. Doucet",
        title = "Non-reversible parallel tempering: a scalable highly parallel MCMC scheme",
        venue = "Journal of the Royal Statistical Society B 84",
        year = 2022,
        url = "https://doi.org/10.1111/rssb.12464")
public record Exchanges(INDArray accepted, INDArray tried, INDArray heading, INDArray counters) {

    /** A comparison of states under neighboring models. */
    @FunctionalInterface
    interface Gap {

        /**
         * Returns {@code F_lower(v) - F_{lower + 1}(v)} for the states on {@code level}, up to a constant for each
         * {@code lower}.
         */
        double[] of(int lower, int level);
    }

    /** Returns exchanges with empty statistics. */
    static Exchanges among(int levels, int chains) {
        Check.atLeast(2, levels, "levels");
        Check.atLeast(1, chains, "chains");
        Exchanges exchanges = new Exchanges(
                Nd4j.zeros(DataType.DOUBLE, levels - 1),
                Nd4j.zeros(DataType.DOUBLE, levels - 1),
                Nd4j.zeros(DataType.DOUBLE, levels, chains),
                Nd4j.zeros(DataType.DOUBLE, 2));
        exchanges.turnAround(new double[levels * chains]);
        return exchanges;
    }

    /**
     * Draws the exchanges of one round, for every second pair of neighbors, and counts them.
     *
     * @return for each place, level by level, the place whose state moves there
     */
    int[] round(Gap gap, RandomSource random) {
        int chains = chains();
        int[] from = IntStream.range(0, levels() * chains).toArray();
        for (int lower = (int) (rounds() % 2); lower < levels() - 1; lower += 2) {
            double[] probability = acceptance(gap.of(lower, lower), gap.of(lower, lower + 1));
            accepted.putScalar(
                    lower,
                    accepted.getDouble(lower) + Arrays.stream(probability).sum());
            tried.putScalar(lower, tried.getDouble(lower) + chains);
            INDArray drawn = Nd4j.createFromArray(probability);
            random.bernoulli(drawn, drawn);
            double[] yes = Elements.of(drawn);
            for (int chain = 0; chain < chains; chain++) {
                int place = lower * chains + chain;
                if (yes[chain] == 1) {
                    from[place] = place + chains;
                    from[place + chains] = place;
                }
            }
        }
        counters.putScalar(0, counters.getDouble(0) + 1);
        double[] before = Elements.of(heading);
        turnAround(Arrays.stream(from).mapToDouble(place -> before[place]).toArray());
        return from;
    }

    private static double[] acceptance(double[] below, double[] above) {
        double[] probability = new double[below.length];
        Arrays.setAll(probability, chain -> Math.min(1, Math.exp(below[chain] - above[chain])));
        return probability;
    }

    /**
     * Counts the states that are back at the lowest level, and turns the heading of the states at either end of the
     * ladder.
     *
     * @param headings heading of each state, level by level; modified
     */
    private void turnAround(double[] headings) {
        int last = headings.length - chains();
        for (int chain = 0; chain < chains(); chain++) {
            if (headings[chain] < 0) {
                counters.putScalar(1, counters.getDouble(1) + 1);
            }
            headings[chain] = 1;
            if (headings[last + chain] > 0) {
                headings[last + chain] = -1;
            }
        }
        Elements.put(headings, heading);
    }

    /** Returns the number of levels. */
    public int levels() {
        return Math.toIntExact(heading.size(0));
    }

    /** Returns the number of chains on each level. */
    public int chains() {
        return Math.toIntExact(heading.size(1));
    }

    /** Returns the number of rounds so far. */
    public long rounds() {
        return (long) counters.getDouble(0);
    }

    /** Returns how often a state went from level 0 to the last level and back. */
    public long roundTrips() {
        return (long) counters.getDouble(1);
    }

    /**
     * Returns the mean acceptance probability of each pair of neighbors since the last {@link #clear}; 0.2 to 0.6 is a
     * good ladder.
     *
     * @return {@code levels - 1} numbers; NaN where no exchange was tried
     */
    public double[] acceptance() {
        return Elements.of(accepted.div(tried));
    }

    /** Forgets the acceptances; rounds and trips are kept. */
    void clear() {
        accepted.assign(0);
        tried.assign(0);
    }

    /** Returns live views of all arrays, by name. */
    public Map<String, INDArray> arrays() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put("accepted", accepted);
        arrays.put("tried", tried);
        arrays.put("heading", heading);
        arrays.put("counters", counters);
        return arrays;
    }
}
