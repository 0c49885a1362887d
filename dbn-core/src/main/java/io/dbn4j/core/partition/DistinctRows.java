package io.dbn4j.core.partition;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.stats.LogSumExp;
import io.dbn4j.core.units.Span;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A cheap lower bound of log Z: the sum over the distinct rows of a data set.
 *
 * <pre>
 *   log Z  &gt;=  log sum over distinct rows v of exp(-F(v))
 * </pre>
 *
 * <p>The bound holds without sampling, for any states of discrete visible units. It is close if few states carry most
 * of the model's probability; annealing is least reliable there.
 */
public final class DistinctRows {

    private DistinctRows() {}

    /**
     * Computes the bound from rows.
     *
     * @param rows {@code [rows, visible]}; not modified
     * @return log Z in nats; empty if the visible units are continuous or a row is not a state of them
     */
    public static Optional<Estimate> logPartition(Rbm rbm, INDArray rows) {
        if (rbm.visibleUnit().states() == 0) {
            return Optional.empty();
        }
        List<Span> groups = Span.groups(rbm.visibleUnit(), rbm.visible());
        Map<UnitType, Set<String>> states = new HashMap<>();
        groups.forEach(group -> states.computeIfAbsent(group.unit(), DistinctRows::alphabet));
        Set<String> seen = new HashSet<>();
        LogSumExp sum = new LogSumExp();
        for (INDArray block : Rows.blocks(rows)) {
            double[] elements = Elements.of(block);
            double[] freeEnergy = rbm.freeEnergy(block);
            for (int row = 0; row < freeEnergy.length; row++) {
                int first = row * rbm.visible();
                double[] state = Arrays.copyOfRange(elements, first, first + rbm.visible());
                if (!groups.stream().allMatch(group -> isState(state, group, states))) {
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

    private static boolean isState(double[] row, Span group, Map<UnitType, Set<String>> states) {
        String found = Arrays.toString(Arrays.copyOfRange(row, group.from(), group.to()));
        return states.getOrDefault(group.unit(), Set.of()).contains(found);
    }
}
