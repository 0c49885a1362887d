package io.dbn4j.core.sample;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Pairs of Gibbs chains that are drawn together so that they meet, and stay together from then on.
 *
 * <p>Each chain by itself is a chain of {@link Gibbs}. Units of a pair are coupled maximally: two units with the
 * probabilities p and q of their upper state differ with the smallest possible probability,
 *
 * <pre>
 *   P(x != y) = |p - q|
 * </pre>
 *
 * <p>Units must have two states. The rows of a {@link Chains} are the first chains of all pairs, then the second ones.
 */
@Reference(
        authors = "P. E. Jacob, J. O'Leary, Y. F. Atchade",
        title = "Unbiased Markov chain Monte Carlo methods with couplings",
        venue = "Journal of the Royal Statistical Society B 82",
        year = 2020,
        url = "https://doi.org/10.1111/rssb.12336")
public record CoupledGibbs(Rbm rbm) {

    public CoupledGibbs {
        requireTwoStates(rbm.visibleUnit(), "visible");
        requireTwoStates(rbm.hiddenUnit(), "hidden");
    }

    private static void requireTwoStates(UnitType unit, String side) {
        Check.require(
                unit.states() == 2 && unit.width() == 1,
                "coupled chains need units with two states, the %s units were %s",
                side,
                unit);
    }

    /**
     * Returns pairs at given visible states, with hidden states drawn together.
     *
     * @param first {@code [pairs, visible]}; not modified
     * @param second {@code [pairs, visible]}; not modified
     */
    public Chains at(INDArray first, INDArray second, RandomSource random) {
        Chains pairs = Chains.allocate(rbm, 2 * first.size(0));
        pairs.visible().assign(Nd4j.vstack(first, second));
        drawHidden(pairs, random);
        return pairs;
    }

    /**
     * Moves every chain by one step.
     *
     * @param pairs modified
     */
    public void step(Chains pairs, RandomSource random) {
        rbm.visibleInput(pairs.hidden(), pairs.visible());
        rbm.visibleUnit().mean(rbm.visibleParameters(), pairs.visible());
        draw(rbm.visibleUnit(), pairs.visible(), pairs.visible(), random);
        drawHidden(pairs, random);
    }

    private void drawHidden(Chains pairs, RandomSource random) {
        rbm.hiddenInput(pairs.visible(), pairs.hiddenMean());
        rbm.hiddenUnit().mean(rbm.hiddenParameters(), pairs.hiddenMean());
        draw(rbm.hiddenUnit(), pairs.hiddenMean(), pairs.hidden(), random);
    }

    /** Draws whether both units are up and then, where they are not, whether the likelier unit is up. */
    private static void draw(UnitType unit, INDArray mean, INDArray state, RandomSource random) {
        double distance = unit.high() - unit.low();
        INDArray first = first(mean).sub(unit.low()).divi(distance);
        INDArray second = second(mean).sub(unit.low()).divi(distance);
        INDArray both = Transforms.min(first, second, true);
        INDArray one = Transforms.max(first, second, true).subi(both);
        // Where both units have probability 1, nothing is left to draw: 0 / 1 instead of 0 / 0.
        INDArray left = both.rsub(1);
        left.addi(left.eq(0).castTo(left.dataType()));
        one.divi(left);
        random.bernoulli(both, both);
        random.bernoulli(one, one);
        one.muli(both.rsub(1));
        INDArray firstIsUp = first.gt(second).castTo(one.dataType()).muli(one);
        first(state).assign(both.add(firstIsUp).muli(distance).addi(unit.low()));
        second(state).assign(both.addi(one).subi(firstIsUp).muli(distance).addi(unit.low()));
    }

    /** Returns the rows of the first chains, a view. */
    public static INDArray first(INDArray rows) {
        return rows.get(NDArrayIndex.interval(0, rows.size(0) / 2), NDArrayIndex.all());
    }

    /** Returns the rows of the second chains, a view. */
    public static INDArray second(INDArray rows) {
        return rows.get(NDArrayIndex.interval(rows.size(0) / 2, rows.size(0)), NDArrayIndex.all());
    }

    /** Returns the pairs whose visible states differ, if any; the other pairs stay equal forever. */
    public static Optional<Chains> apart(Chains pairs) {
        double[] states = Elements.of(pairs.visible());
        int count = Math.toIntExact(pairs.size() / 2);
        int columns = states.length / 2 / count;
        int[] apart = IntStream.range(0, count)
                .filter(pair -> !Arrays.equals(
                        states,
                        pair * columns,
                        (pair + 1) * columns,
                        states,
                        (count + pair) * columns,
                        (count + pair + 1) * columns))
                .toArray();
        int[] rows = IntStream.concat(Arrays.stream(apart), Arrays.stream(apart).map(pair -> count + pair))
                .toArray();
        return rows.length == 0 ? Optional.empty() : Optional.of(pick(pairs, rows));
    }

    private static Chains pick(Chains pairs, int[] rows) {
        return new Chains(
                Rows.pick(pairs.visible(), rows), Rows.pick(pairs.hidden(), rows), Rows.pick(pairs.hiddenMean(), rows));
    }
}
