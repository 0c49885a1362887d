package io.dbn4j.core.random;

import io.dbn4j.core.array.Elements;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ObjDoubleConsumer;
import java.util.function.ToDoubleFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/**
 * A source of randomness that walks through every outcome of all Bernoulli draws of a program, depth first, and knows
 * the probability of each. A sum over outcomes is then an expectation without statistical error.
 *
 * <p>Draws with probability 0 or 1 do not branch. The program must depend on nothing but its draws.
 */
public final class ExhaustiveRandom implements RandomSource {

    private final List<Boolean> path = new ArrayList<>();
    private int drawn;
    private double probability;

    private ExhaustiveRandom() {}

    /** Runs a program once for each outcome and hands over what it returned, with the probability of the outcome. */
    public static <T> void walk(Function<RandomSource, T> program, ObjDoubleConsumer<T> visitor) {
        ExhaustiveRandom random = new ExhaustiveRandom();
        do {
            random.drawn = 0;
            random.probability = 1;
            visitor.accept(program.apply(random), random.probability);
        } while (random.advance());
    }

    /** The expectation of a number. */
    public static double expectation(ToDoubleFunction<RandomSource> program) {
        return mean(random -> new double[] {program.applyAsDouble(random)})[0];
    }

    /** The expectation of several numbers. */
    public static double[] mean(Function<RandomSource, double[]> program) {
        List<double[]> terms = new ArrayList<>();
        walk(program, (values, probability) -> {
            double[] term = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                term[i] = probability * values[i];
            }
            terms.add(term);
        });
        double[] mean = new double[terms.get(0).length];
        for (double[] term : terms) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += term[i];
            }
        }
        return mean;
    }

    @Override
    public void bernoulli(INDArray probabilities, INDArray into) {
        double[] p = Elements.of(probabilities);
        for (int i = 0; i < p.length; i++) {
            into.putScalar(Shape.ind2subC(into.shape(), i), draw(p[i]) ? 1 : 0);
        }
    }

    private boolean draw(double p) {
        if (p == 0 || p == 1) {
            return p == 1;
        }
        if (drawn == path.size()) {
            path.add(false);
        }
        boolean one = path.get(drawn);
        drawn++;
        probability *= one ? p : 1 - p;
        return one;
    }

    /** Turns the last draw that was 0 into 1 and forgets those after it; false if there is none. */
    private boolean advance() {
        if (drawn != path.size()) {
            throw new IllegalStateException("a replayed program drew " + drawn + " times, before " + path.size());
        }
        int last = path.lastIndexOf(false);
        if (last < 0) {
            return false;
        }
        path.subList(last, path.size()).clear();
        path.add(true);
        return true;
    }

    @Override
    public void gaussian(INDArray into) {
        throw new UnsupportedOperationException("normal numbers cannot be enumerated");
    }

    @Override
    public double uniform() {
        throw new UnsupportedOperationException("uniform numbers cannot be enumerated");
    }

    @Override
    public long bits() {
        throw new UnsupportedOperationException("words cannot be enumerated");
    }

    @Override
    public int[] permutation(int n) {
        throw new UnsupportedOperationException("permutations are not enumerated");
    }
}
