package io.dbn4j.core.rbm;

import static java.util.Objects.requireNonNull;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.units.DiagonalGaussian;
import io.dbn4j.core.units.UnitType;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Derivatives by all parameters as one list: weights row by row, visible biases, hidden biases, logarithms of variances that
 * are learned.
 */
public final class Derivatives {

    private static final double STEP = 1e-5;

    private Derivatives() {}

    /** The elements of a gradient. */
    public static double[] of(Gradient gradient) {
        return joined(
                Elements.of(gradient.weights()),
                Elements.of(gradient.visibleBias()),
                Elements.of(gradient.hiddenBias()),
                elements(gradient.visibleLogVariance()),
                elements(gradient.hiddenLogVariance()));
    }

    /** Central differences of a function of the model; their error is about 1e-10 for functions of order one. */
    public static double[] byDifferences(Rbm rbm, ToDoubleFunction<Rbm> function) {
        int parameters = rbm.visible() * rbm.hidden() + rbm.visible() + rbm.hidden() + logVariances(rbm).length;
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
        } else if (parameter < weights + rbm.visible() + rbm.hidden()) {
            add(copy.hiddenBias(), parameter - weights - rbm.visible(), by);
        } else {
            UnitType unit = rbm.visibleUnit() instanceof DiagonalGaussian ? copy.visibleUnit() : copy.hiddenUnit();
            add(
                    requireNonNull(((DiagonalGaussian) unit).logVariance()),
                    parameter - weights - rbm.visible() - rbm.hidden(),
                    by);
        }
        return copy;
    }

    private static double[] elements(@Nullable INDArray array) {
        return array == null ? new double[0] : Elements.of(array);
    }

    /** One side has them at most. */
    private static double[] logVariances(Rbm rbm) {
        return Stream.of(rbm.visibleUnit(), rbm.hiddenUnit())
                .filter(DiagonalGaussian.class::isInstance)
                .map(unit -> elements(((DiagonalGaussian) unit).logVariance()))
                .findFirst()
                .orElse(new double[0]);
    }

    private static void add(INDArray bias, int index, double by) {
        bias.putScalar(index, bias.getDouble(index) + by);
    }

    static double[] joined(double[]... parts) {
        return Stream.of(parts).flatMapToDouble(DoubleStream::of).toArray();
    }
}
