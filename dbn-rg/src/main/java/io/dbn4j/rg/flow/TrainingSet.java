package io.dbn4j.rg.flow;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.RandomSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The data that an RBM is trained on: the mixture of temperatures, or a control made of it. */
public enum TrainingSet {

    /** The mixture itself, with every temperature and the sites in their order. */
    @JsonProperty("mixture")
    MIXTURE,

    /**
     * A control with the sites of all configurations in the same random order. An RBM does not know the sites of its
     * units, so this changes nothing once the sites are put back.
     */
    @JsonProperty("shuffled")
    SHUFFLED,

    /**
     * A control with the sites of each configuration in a different random order: the magnetization is kept, the
     * lattice is lost.
     */
    @JsonProperty("scrambled")
    SCRAMBLED,

    /** A control of alternating ordered and random configurations: no temperature between 0 and infinity. */
    @JsonProperty("ends")
    ENDS;

    /**
     * Rows to train on, with the sites of their units.
     *
     * @param rows {@code [configurations, sites]}, 0 or 1
     * @param siteOfUnit site on the lattice of each column's unit
     */
    public record Drawn(INDArray rows, List<Integer> siteOfUnit) {}

    /**
     * Makes the rows to train on.
     *
     * @param mixture {@code [configurations, sites]}, 0 or 1; not modified
     */
    public Drawn draw(INDArray mixture, RandomSource random) {
        int sites = (int) mixture.size(1);
        List<Integer> inOrder = IntStream.range(0, sites).boxed().toList();
        return switch (this) {
            case MIXTURE -> new Drawn(mixture, inOrder);
            case SHUFFLED -> {
                int[] order = random.permutation(sites);
                yield new Drawn(
                        rearranged(mixture, () -> order),
                        Arrays.stream(order).boxed().toList());
            }
            case SCRAMBLED -> new Drawn(rearranged(mixture, () -> random.permutation(sites)), inOrder);
            case ENDS -> new Drawn(ends(mixture, sites, random), inOrder);
        };
    }

    /** Returns the rows with their elements rearranged; each row asks for a new order. */
    private static INDArray rearranged(INDArray rows, Supplier<int[]> orders) {
        double[] from = Elements.of(rows);
        double[] to = new double[from.length];
        for (int first = 0; first < from.length; ) {
            int row = first;
            for (int site : orders.get()) {
                to[first++] = from[row + site];
            }
        }
        return like(rows, to);
    }

    private static INDArray ends(INDArray rows, int sites, RandomSource random) {
        double[] units = new double[Math.toIntExact(rows.length())];
        double unit = 0;
        for (int i = 0; i < units.length; i++) {
            boolean ordered = i / sites % 2 == 0;
            if (!ordered || i % sites == 0) {
                unit = random.uniform() < 0.5 ? 0 : 1;
            }
            units[i] = unit;
        }
        return like(rows, units);
    }

    private static INDArray like(INDArray rows, double[] values) {
        INDArray array = rows.ulike();
        Elements.put(values, array);
        return array;
    }
}
