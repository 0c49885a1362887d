package io.dbn4j.core.rbm;

import io.dbn4j.core.array.Elements;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Derivatives by all parameters as one list: weights row by row, visible biases, hidden biases. */
public final class Derivatives {

    private static final double STEP = 1e-5;

    private Derivatives() {}

    /** The elements of a gradient. */
    public static double[] of(Gradient gradient) {
        return joined(
                Elements.of(gradient.weights()),
                Elements.of(gradient.visibleBias()),
                Elements.of(gradient.hiddenBias()));
    }

    /** Central differences of a function of the model; their error is about 1e-10 for functions of order one. */
    public static double[] byDifferences(Rbm rbm, ToDoubleFunction<Rbm> function) {
        int parameters = rbm.visible() * rbm.hidden() + rbm.visible() + rbm.hidden();
        return IntStream.range(0, parameters)
                .mapToDouble(parameter -> difference(rbm, function, parameter))
                .toArray();
    }

    private static double difference(Rbm rbm, ToDoubleFunction<Rbm> function, int parameter) {
        double above = function.applyAsDouble(moved(rbm, parameter, STEP));
        double below = function.applyAsDouble(moved(rbm, parameter, -STEP));
        return (above - below) / (2 * STEP);
    }

    private static Rbm moved(Rbm rbm, int parameter, double by) {
        Rbm copy = rbm.copy();
        int weights = rbm.visible() * rbm.hidden();
        if (parameter < weights) {
            int row = parameter / rbm.hidden();
            int column = parameter % rbm.hidden();
            copy.weights().putScalar(row, column, copy.weights().getDouble(row, column) + by);
        } else if (parameter < weights + rbm.visible()) {
            add(copy.visibleBias(), parameter - weights, by);
        } else {
            add(copy.hiddenBias(), parameter - weights - rbm.visible(), by);
        }
        return copy;
    }

    private static void add(INDArray bias, int index, double by) {
        bias.putScalar(index, bias.getDouble(index) + by);
    }

    static double[] joined(double[]... parts) {
        return Stream.of(parts).flatMapToDouble(DoubleStream::of).toArray();
    }
}
