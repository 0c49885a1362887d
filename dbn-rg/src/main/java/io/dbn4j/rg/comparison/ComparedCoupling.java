package io.dbn4j.rg.comparison;

import io.dbn4j.core.array.Rows;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.hamiltonian.Ising.Bond;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Autocorrelation;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.rg.coarse.EffectiveCouplings;
import io.dbn4j.rg.lattice.SquareLattice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The mean coupling of a kind of pairs of spins in an RBM, under two measures of the other spins.
 *
 * <p>Both measures give K for an Ising model. For a free energy with higher couplings they differ, see {@link
 * EffectiveCouplings}. Errors are the spread, over configurations of the other spins, of the mean over all pairs; for configurations of
 * the data they include the autocorrelation.
 *
 * @param pairs kind of the pairs
 * @param exact K in the Hamiltonian
 * @param overAllStates mean over all states of the other spins, with equal weights
 * @param overData mean over the other spins as in the data
 * @param spread standard deviation, over the pairs, of the coupling over data
 */
public record ComparedCoupling(String pairs, double exact, Estimate overAllStates, Estimate overData, double spread) {

    /** Number of configurations of the other spins. */
    private static final int CONFIGURATIONS = 400;

    /** Largest number of different couplings that are listed one by one. */
    private static final int MOST_KINDS = 10;

    private record Kind(String name, double exact, List<int[]> pairs) {}

    /**
     * Measures the couplings that belong to a Hamiltonian.
     *
     * @param model RBM of visible spins
     * @param data configurations, {@code [rows, spins]}; not modified
     */
    static List<ComparedCoupling> measured(
            Rbm model, KnownSpins known, INDArray data, RandomSource random, Progress progress) {
        List<Kind> kinds = kinds(known);
        INDArray spread = evenly(data);
        INDArray any = Nd4j.valueArrayOf(
                new long[] {CONFIGURATIONS, model.visible()},
                0.5,
                model.weights().dataType());
        random.bernoulli(any, any);
        any.muli(2).subi(1);
        List<ComparedCoupling> found = new ArrayList<>();
        progress.begin(
                "couplings",
                Math.max(1, kinds.stream().mapToInt(kind -> kind.pairs.size()).sum()),
                "pairs");
        for (Kind kind : kinds) {
            found.add(measured(model, kind, any, spread, progress));
        }
        progress.end();
        return found;
    }

    /** Returns rows that are spread evenly over the data. */
    private static INDArray evenly(INDArray data) {
        int rows = (int) Math.min(CONFIGURATIONS, data.size(0));
        int[] chosen = new int[rows];
        Arrays.setAll(chosen, i -> (int) (i * data.size(0) / rows));
        return Rows.pick(data, chosen);
    }

    private static ComparedCoupling measured(Rbm model, Kind kind, INDArray any, INDArray data, Progress progress) {
        double[] overAll = new double[(int) any.size(0)];
        double[] overData = new double[(int) data.size(0)];
        double[] ofPair = new double[kind.pairs.size()];
        for (int pair = 0; pair < ofPair.length; pair++) {
            add(EffectiveCouplings.each(model, kind.pairs.get(pair), any), ofPair.length, overAll);
            ofPair[pair] = add(EffectiveCouplings.each(model, kind.pairs.get(pair), data), ofPair.length, overData);
            progress.advance(1);
        }
        double mean = Arrays.stream(ofPair).average().orElseThrow();
        double squares = Arrays.stream(ofPair)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElseThrow();
        return new ComparedCoupling(
                kind.name,
                kind.exact,
                Estimate.mean(overAll, ""),
                Autocorrelation.of(new double[][] {overData}).estimate(""),
                Math.sqrt(squares));
    }

    /** Adds one pair's part of the mean over pairs and returns the mean over the configurations. */
    private static double add(double[] values, int pairs, double[] into) {
        for (int i = 0; i < values.length; i++) {
            into[i] += values[i] / pairs;
        }
        return Arrays.stream(values).average().orElseThrow();
    }

    private static List<Kind> kinds(KnownSpins known) {
        if (known.lattice().isPresent()) {
            return kinds(known.lattice().get(), known.coupling());
        }
        return known.hamiltonian() instanceof Ising ising ? kinds(ising) : List.of();
    }

    private static List<Kind> kinds(SquareLattice lattice, double coupling) {
        List<Kind> kinds = new ArrayList<>();
        kinds.add(new Kind("neighbors", coupling, pairs(lattice, 0, 1)));
        kinds.add(new Kind("diagonal neighbors", 0, pairs(lattice, 1, 1)));
        if (lattice.side() > 3) {
            kinds.add(new Kind("two steps", 0, pairs(lattice, 0, 2)));
        }
        return kinds;
    }

    /** Returns the pairs of each site with the site at an offset and with the one at the offset turned by 90 degrees. */
    private static List<int[]> pairs(SquareLattice lattice, int down, int right) {
        int side = lattice.side();
        List<int[]> pairs = new ArrayList<>();
        for (int site = 0; site < lattice.sites(); site++) {
            int row = site / side;
            int column = site % side;
            pairs.add(new int[] {site, (row + down) % side * side + (column + right) % side});
            pairs.add(new int[] {site, (row + right) % side * side + (column + side - down) % side});
        }
        return pairs;
    }

    /** Returns the bonds of a graph by their couplings; bonds of one pair are added up. */
    private static List<Kind> kinds(Ising ising) {
        Map<List<Integer>, Double> sums = new TreeMap<>((one, other) ->
                one.get(0).equals(other.get(0)) ? one.get(1) - other.get(1) : one.get(0) - other.get(0));
        for (Bond bond : ising.bonds()) {
            int first = Math.min(bond.first(), bond.second());
            sums.merge(List.of(first, Math.max(bond.first(), bond.second())), bond.coupling(), Double::sum);
        }
        Map<Double, List<int[]>> byCoupling = new TreeMap<>();
        sums.forEach((pair, coupling) -> byCoupling
                .computeIfAbsent(coupling, none -> new ArrayList<>())
                .add(new int[] {pair.get(0), pair.get(1)}));
        if (byCoupling.size() > MOST_KINDS) {
            double mean = sums.values().stream().collect(Collectors.averagingDouble(x -> x));
            List<int[]> all = byCoupling.values().stream().flatMap(List::stream).toList();
            return List.of(new Kind("all bonds", mean, all));
        }
        return byCoupling.entrySet().stream()
                .map(entry -> new Kind(
                        String.format(Locale.ROOT, "bonds of K = %.6g", entry.getKey()),
                        entry.getKey(),
                        entry.getValue()))
                .toList();
    }
}
