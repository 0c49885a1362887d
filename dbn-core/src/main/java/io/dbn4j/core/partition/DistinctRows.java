package io.dbn4j.core.partition;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.stats.LogSumExp;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A lower bound of log Z that costs nothing: the part of Z that lies on the distinct rows at hand.
 *
 * <pre>
 *   log Z  &gt;=  log sum over distinct rows v of exp(-F(v))
 * </pre>
 *
 * <p>It holds without sampling, for any states of discrete visible units. It is close where few states carry the model,
 * which is where annealing is least reliable.
 */
public final class DistinctRows {

    private DistinctRows() {}

    /**
     * The bound.
     *
     * @param rows {@code [rows, visible]}; not modified
     * @return empty if the visible units are continuous or a row is no state of theirs
     */
    public static Optional<Estimate> logPartition(Rbm rbm, INDArray rows) {
        if (rbm.visibleUnit().states() == 0) {
            return Optional.empty();
        }
        Set<String> states = alphabet(rbm.visibleUnit());
        Set<String> seen = new HashSet<>();
        LogSumExp sum = new LogSumExp();
        for (INDArray block : Rows.blocks(rows)) {
            double[] elements = Elements.of(block);
            double[] freeEnergy = rbm.freeEnergy(block);
            for (int row = 0; row < freeEnergy.length; row++) {
                int first = row * rbm.visible();
                double[] state = Arrays.copyOfRange(elements, first, first + rbm.visible());
                if (!holdsStates(state, rbm.visibleUnit().width(), states)) {
                    return Optional.empty();
                }
                if (seen.add(Arrays.toString(state))) {
                    sum.add(-freeEnergy[row]);
                }
            }
        }
        return Optional.of(Estimate.exact(sum.value(), "nats").bound(Bound.LOWER));
    }

    private static Set<String> alphabet(UnitType unit) {
        Set<String> states = new HashSet<>();
        for (double[] state : unit.alphabet()) {
            states.add(Arrays.toString(state));
        }
        return states;
    }

    private static boolean holdsStates(double[] row, int width, Set<String> states) {
        for (int first = 0; first < row.length; first += width) {
            if (!states.contains(Arrays.toString(Arrays.copyOfRange(row, first, first + width)))) {
                return false;
            }
        }
        return true;
    }
}
