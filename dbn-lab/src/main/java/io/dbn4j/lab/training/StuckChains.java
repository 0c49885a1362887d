package io.dbn4j.lab.training;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.stats.ChainDiagnostics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A watch on the persistent chains of a layer in training, which warns once if most of them are stuck.
 *
 * <p>A chain is stuck if its state is the same at each of the last five of ten looks. The states are compared by a
 * pseudo-random projection, not by free energy, which changes with the parameters. Chains of a model of constant data
 * do not move and are not stuck.
 */
final class StuckChains {

    private static final int LOOKS = 10;

    private final Deque<double[]> looks = new ArrayDeque<>();
    private boolean said;

    /**
     * Adds the current states and returns a warning the first time that most chains are stuck.
     *
     * @param chains visible states, {@code [chains, visible]}, as many as at the previous look; not modified
     * @param rows training rows of the layer; there is no warning if all are equal
     */
    Optional<String> look(INDArray chains, INDArray rows) {
        looks.addLast(projections(chains));
        if (looks.size() > LOOKS) {
            looks.removeFirst();
        }
        if (said || looks.size() < LOOKS) {
            return Optional.empty();
        }
        int stuck = ChainDiagnostics.of(trace(), "").stuck().size();
        said = 2L * stuck > chains.size(0) && !areEqual(rows);
        return said
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "%d of %d persistent chains are stuck: in the same state at the last %d looks;"
                                + " lower the learning rate, or use tempered chains (--objective pt-1)",
                        stuck,
                        chains.size(0),
                        LOOKS / 2))
                : Optional.empty();
    }

    /** Tells whether all rows are equal; stops at the first block in which two differ. */
    private static boolean areEqual(INDArray rows) {
        int units = Math.toIntExact(rows.size(1));
        double[] first = Elements.of(Rows.first(1, rows));
        return Rows.blocks(rows).stream().allMatch(block -> {
            double[] states = Elements.of(block);
            return IntStream.range(0, states.length).allMatch(i -> states[i] == first[i % units]);
        });
    }

    /** Returns a number for each state; almost all different states have different numbers. */
    private static double[] projections(INDArray chains) {
        double[] states = Elements.of(chains);
        int units = Math.toIntExact(chains.size(1));
        double[] projections = new double[Math.toIntExact(chains.size(0))];
        for (int i = 0; i < states.length; i++) {
            projections[i / units] += Math.sin(1 + 1.7 * (i % units)) * states[i];
        }
        return projections;
    }

    private double[][] trace() {
        double[][] trace = new double[looks.getFirst().length][LOOKS];
        int look = 0;
        for (double[] projections : looks) {
            for (int chain = 0; chain < trace.length; chain++) {
                trace[chain][look] = projections[chain];
            }
            look++;
        }
        return trace;
    }
}
