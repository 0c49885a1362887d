package io.dbn4j.core.rbm;

import io.dbn4j.core.array.Elements;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Derivatives by all parameters as one list: weights row by row, visible biases, hidden biases, parameters of the visible
 * units row by row, parameters of the hidden units.
 */
public final class Derivatives {

    private static final double STEP = 1e-5;

    private Derivatives() {}

    /** The elements of a gradient. */
    public static double[] of(Gradient gradient) {
        return joined(gradient.arrays().stream().map(Elements::of).toArray(double[][]::new));
    }

    /** Central differences of a function of the model; their error is about 1e-10 for functions of order one. */
    public static double[] byDifferences(Rbm rbm, ToDoubleFunction<Rbm> function) {
        long parameters = rbm.arrays().stream().mapToLong(INDArray::length).sum();
        return IntStream.range(0, Math.toIntExact(parameters))
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
        int index = parameter;
        for (INDArray array : copy.arrays()) {
            if (index >= 0 && index < array.length()) {
                double[] elements = Elements.of(array);
                elements[index] += by;
                Elements.put(elements, array);
            }
            index -= Math.toIntExact(array.length());
        }
        return copy;
    }

    public static double[] joined(double[]... parts) {
        return Stream.of(parts).flatMapToDouble(DoubleStream::of).toArray();
    }
}
