package io.dbn4j.core.units;

import io.dbn4j.core.Check;
import io.dbn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Units of several kinds on one side, such as the columns of a table: blocks of neighboring units, each of one kind.
 *
 * <pre>
 *   log m(x) = sum over blocks of log m(x),   K(theta) = sum over blocks of K(theta)
 * </pre>
 *
 * <p>Given the other side all units are independent, so every other property is that of the block. The blocks together
 * are one group; a side with a multiple of their units repeats them, like the unit cell of a crystal. Blocks of kinds
 * with parameters, such as {@link DiagonalGaussian}, have a row of them; the parameters of all other units are 0 and
 * stay 0.
 *
 * <p>The name lists kinds and numbers of units: {@code diagonal-gaussian:3+bernoulli:8+softmax-4:4}. Layers of a
 * network take mixed units on the visible side only. Bernoulli units of a mixed side take the states 0 and 1 and no gray
 * values, because a rule that draws states would draw the other columns, too.
 *
 * @param blocks at least 2 blocks, in the order of the units
 */
public record Mixed(List<Block> blocks) implements UnitType {

    /** Largest number of joint states that {@link #alphabet} lists. */
    private static final int MOST_STATES = 1 << 20;

    /**
     * Neighboring units of one kind.
     *
     * @param unit kind of the units, not mixed
     * @param units number of units, a multiple of the size of a group
     */
    public record Block(UnitType unit, int units) {

        public Block {
            Check.atLeast(1, units, "units of a block");
            Check.require(!(unit instanceof Mixed), "a block must have units of one kind, had %s", unit);
            Check.require(
                    units % unit.width() == 0,
                    "units of a block of %s must be a multiple of %d, the size of a group, were %d",
                    unit.name(),
                    unit.width(),
                    units);
        }
    }

    public Mixed {
        blocks = List.copyOf(blocks);
        Check.atLeast(2, blocks.size(), "number of blocks");
    }

    /**
     * Returns the kind of a side whose groups of units have these kinds, in order: neighbors of one kind become a
     * block. Groups of a single kind give that kind itself.
     *
     * @param groups kind of each group, at least one
     */
    public static UnitType of(List<UnitType> groups) {
        List<Block> blocks = new ArrayList<>();
        for (UnitType unit : groups) {
            int last = blocks.size() - 1;
            if (last >= 0 && blocks.get(last).unit().equals(unit)) {
                blocks.set(last, new Block(unit, blocks.get(last).units() + unit.width()));
            } else {
                blocks.add(new Block(unit, unit.width()));
            }
        }
        return blocks.size() == 1 ? blocks.get(0).unit() : new Mixed(blocks);
    }

    @Override
    public String name() {
        return blocks.stream()
                .map(block -> block.unit().name() + ":" + block.units())
                .collect(Collectors.joining("+"));
    }

    @Override
    public String toString() {
        return name();
    }

    @Override
    public List<Span> spans(int units) {
        Check.require(
                units % width() == 0, "units must be a multiple of %d for %s units, were %d", width(), name(), units);
        List<Span> spans = new ArrayList<>();
        int from = 0;
        while (from < units) {
            for (Block block : blocks) {
                spans.add(new Span(block.unit(), from, from + block.units()));
                from += block.units();
            }
        }
        return spans;
    }

    @Override
    public int width() {
        return blocks.stream().mapToInt(Block::units).sum();
    }

    @Override
    public double low() {
        return blocks.stream().mapToDouble(block -> block.unit().low()).min().orElseThrow();
    }

    @Override
    public double high() {
        return blocks.stream().mapToDouble(block -> block.unit().high()).max().orElseThrow();
    }

    /** Returns the number of joint states of all blocks, at most the largest int; 0 if any unit is continuous. */
    @Override
    public int states() {
        double states = 1;
        for (Block block : blocks) {
            int groups = block.units() / block.unit().width();
            states *= Math.pow(block.unit().states(), groups);
        }
        return (int) states;
    }

    @Override
    public double[][] alphabet() {
        Check.require(states() <= MOST_STATES, "%s units have too many states to list", this);
        double[][] joint = new double[states()][width()];
        int repeated = 1;
        for (Span group : states() == 0 ? List.<Span>of() : Span.groups(this, width())) {
            double[][] own = group.unit().alphabet();
            for (int state = 0; state < joint.length; state++) {
                System.arraycopy(own[state / repeated % own.length], 0, joint[state], group.from(), group.units());
            }
            repeated *= own.length;
        }
        return joint;
    }

    /** Returns the names of the parameters of the first block that has some; all such blocks have the same. */
    @Override
    public List<String> parameterNames() {
        return blocks.stream()
                .map(block -> block.unit().parameterNames())
                .filter(names -> !names.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    @Override
    public Optional<UnitType> withVariances() {
        boolean gaussian =
                blocks.stream().anyMatch(block -> block.unit().withVariances().isPresent());
        return gaussian ? Optional.of(mapped(unit -> unit.withVariances().orElse(unit))) : Optional.empty();
    }

    @Override
    public UnitType withoutParameters() {
        return mapped(UnitType::withoutParameters);
    }

    private Mixed mapped(UnaryOperator<UnitType> change) {
        return new Mixed(blocks.stream()
                .map(block -> new Block(change.apply(block.unit()), block.units()))
                .toList());
    }

    /** Returns the identity, because no function fits all blocks. */
    @Override
    public Activation activation() {
        return Activation.IDENTITY;
    }

    /** Changes a copy of each span's columns, and writes it back: in-place operations on views are slow. */
    private void change(INDArray array, BiConsumer<Span, INDArray> change) {
        INDArray rows = rows(array);
        for (Span span : spans((int) rows.size(1))) {
            INDArray columns = span.columns(rows);
            INDArray copy = columns.dup('c');
            change.accept(span, copy);
            columns.assign(copy);
        }
    }

    private static INDArray rows(INDArray array) {
        return array.rank() == 2 ? array : array.reshape(1, array.length());
    }

    @Override
    public void mean(INDArray parameters, INDArray input) {
        change(input, (span, own) -> span.unit().mean(span.parameters(parameters), own));
    }

    @Override
    public void backpropagate(INDArray parameters, INDArray mean, INDArray derivative) {
        INDArray slopes = rows(derivative);
        change(
                mean,
                (span, own) -> span.unit()
                        .backpropagate(
                                span.parameters(parameters),
                                own,
                                span.columns(slopes).dup('c')));
    }

    @Override
    public void draw(INDArray parameters, INDArray mean, INDArray state, RandomSource random) {
        state.assign(mean);
        change(state, (span, own) -> span.unit().draw(span.parameters(parameters), own, own, random));
    }

    @Override
    public INDArray inputFromMean(INDArray parameters, INDArray mean) {
        INDArray input = mean.dup();
        change(input, (span, own) -> own.assign(span.unit().inputFromMean(span.parameters(parameters), own)));
        return input;
    }

    @Override
    public double cumulant(INDArray parameters, double[] input, int from, int to, double scale) {
        double sum = 0;
        for (Span span : spans(to - from)) {
            sum += span.unit()
                    .cumulant(span.parameters(parameters), input, from + span.from(), from + span.to(), scale);
        }
        return sum;
    }

    @Override
    public double logMeasure(INDArray parameters, double[] state, int from, int to) {
        double sum = 0;
        for (Span span : spans(to - from)) {
            sum += span.unit().logMeasure(span.parameters(parameters), state, from + span.from(), from + span.to());
        }
        return sum;
    }

    @Override
    public INDArray measureDerivative(INDArray parameters, int parameter, INDArray states) {
        return derivative(
                states, (span, own) -> span.unit().measureDerivative(span.parameters(parameters), parameter, own));
    }

    @Override
    public INDArray cumulantDerivative(INDArray parameters, int parameter, INDArray means) {
        return derivative(
                means, (span, own) -> span.unit().cumulantDerivative(span.parameters(parameters), parameter, own));
    }

    private INDArray derivative(INDArray statistic, BiFunction<Span, INDArray, INDArray> derivative) {
        INDArray all = statistic.dup('c');
        change(
                all,
                (span, own) -> own.assign(span.unit().parameters() == 0 ? own.mul(0) : derivative.apply(span, own)));
        return all;
    }

    /** Sets the derivatives of units without parameters to 0, and holds the others. */
    @Override
    public void hold(INDArray parameters, INDArray gradient) {
        change(gradient, (span, own) -> {
            if (span.unit().parameters() == 0) {
                own.assign(0);
            } else {
                span.unit().hold(span.parameters(parameters), own);
            }
        });
    }
}
