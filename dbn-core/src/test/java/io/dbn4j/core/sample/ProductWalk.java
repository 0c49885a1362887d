package io.dbn4j.core.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.ChainTraces;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A walk from all joint states of several tiny models through all traces of one step with exchanges. Each start and
 * trace is a chain of one large block, whose rows are those of the first model, then of the second, and so on.
 */
final class ProductWalk {

    private final List<Rbm> models;
    private final List<JointStates> states;
    private final int units;
    private final int chains;

    /** A walk through steps that begin with exchanges of the pairs {@code parity, parity + 2 ...}. */
    ProductWalk(List<Rbm> models, int parity) {
        this.models = models;
        states = models.stream().map(JointStates::of).toList();
        units = models.get(0).visible() + models.get(0).hidden();
        chains = 1 << (2 * models.size() * units + (models.size() - parity) / 2);
    }

    int chains() {
        return chains;
    }

    INDArray visible() {
        return Nd4j.pullRows(states.get(0).visible(), 1, numbers());
    }

    INDArray hidden() {
        return Nd4j.pullRows(states.get(0).hidden(), 1, numbers());
    }

    /** Chain c starts in the state whose number is in its lowest bits. */
    private int[] numbers() {
        return IntStream.range(0, models.size() * chains)
                .map(row -> ((row % chains) >> (row / chains * units)) & ((1 << units) - 1))
                .toArray();
    }

    ChainTraces random() {
        return new ChainTraces(chains, models.size() * units);
    }

    /** Requires that these moves leave the product of all models invariant. */
    void assertInvariant(INDArray visible, INDArray hidden, ChainTraces random) {
        double[] product = new double[1 << (models.size() * units)];
        Arrays.setAll(product, this::probability);
        double[] after = new double[product.length];
        int[] reached = reached(Elements.of(visible), Elements.of(hidden));
        double[] probabilities = random.probabilities();
        for (int chain = 0; chain < chains; chain++) {
            after[reached[chain]] += product[chain % product.length] * probabilities[chain];
        }
        assertThat(after).containsExactly(product, within(1e-12));
    }

    private double probability(int state) {
        return IntStream.range(0, models.size())
                .mapToDouble(
                        level -> states.get(level).probabilities()[(state >> (level * units)) & ((1 << units) - 1)])
                .reduce(1, (a, b) -> a * b);
    }

    private int[] reached(double[] visible, double[] hidden) {
        Rbm rbm = models.get(0);
        int[] reached = new int[chains];
        for (int row = 0; row < models.size() * chains; row++) {
            int number = bits(rbm.visibleUnit(), visible, row * rbm.visible(), rbm.visible())
                    + (bits(rbm.hiddenUnit(), hidden, row * rbm.hidden(), rbm.hidden()) << rbm.visible());
            reached[row % chains] += number << (row / chains * units);
        }
        return reached;
    }

    private static int bits(UnitType unit, double[] states, int first, int count) {
        return IntStream.range(0, count)
                .map(i -> states[first + i] == unit.high() ? 1 << i : 0)
                .sum();
    }
}
