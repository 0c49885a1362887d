package io.dbn4j.core.training;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.stats.ChainDiagnostics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Watches the persistent chains of a layer in training, and says once if most of them are stuck.
 *
 * <p>A chain is stuck if it is in the same state at all looks of the second half of the last ten. The parameters change
 * meanwhile, so free energies would change although states do not: the number that is followed depends on the state alone.
 */
final class StuckChains {

    private static final int LOOKS = 10;

    private final Deque<double[]> looks = new ArrayDeque<>();
    private boolean said;

    /**
     * Takes a look.
     *
     * @param chains visible states, {@code [chains, visible]}, as many as at the look before; not modified
     * @return the warning, if most chains are stuck and it was not said before
     */
    Optional<String> look(INDArray chains) {
        looks.addLast(projections(chains));
        if (looks.size() > LOOKS) {
            looks.removeFirst();
        }
        if (said || looks.size() < LOOKS) {
            return Optional.empty();
        }
        int stuck = ChainDiagnostics.of(trace(), "").stuck().size();
        said = 2L * stuck > chains.size(0);
        return said
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "%d of %d persistent chains are stuck: in the same state at the last %d looks;"
                                + " lower the learning rate, or take tempered chains (--objective pt-1)",
                        stuck,
                        chains.size(0),
                        LOOKS / 2))
                : Optional.empty();
    }

    /** A number for each state that differs between almost all states. */
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
