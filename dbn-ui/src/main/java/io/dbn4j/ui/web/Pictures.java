package io.dbn4j.ui.web;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Rows;
import io.dbn4j.lab.report.Tiles;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Pictures of a model: filters of hidden units and states of persistent chains.
 *
 * <p>The picture of a hidden unit above the first layer is the sum of the pictures below, weighted with its weights: a
 * column of the product of the weight matrices. It ignores all nonlinearity between the layers.
 *
 * @param source name of the model file
 * @param version version of the file, see {@link RunModel#version}
 * @param layers sizes of each layer, such as {@code 784-500}
 * @param filters pictures of some hidden units of the layer
 * @param total number of hidden units of the layer
 * @param chains states of the persistent chains of the first layer; null if there are none
 */
record Pictures(
        String source,
        String version,
        List<String> layers,
        Tiles filters,
        long total,
        @Nullable Tiles chains) {

    /** Largest number of filters in one answer. */
    private static final int PAGE = 100;

    private static final int CHAINS = 50;

    /**
     * Draws pictures of a layer.
     *
     * @param layer number of the layer, from 1
     * @param from number of the first hidden unit to draw, from 0
     * @param strongest whether units with the largest weights come first
     */
    static Pictures of(RunModel model, String version, int layer, int from, boolean strongest) {
        List<INDArray> weights = model.weights();
        Check.require(layer >= 1 && layer <= weights.size(), "layer must be in [1, %d], was %d", weights.size(), layer);
        INDArray own = weights.get(layer - 1);
        int hidden = (int) own.size(1);
        Check.require(from >= 0 && from < hidden, "from must be in [0, %d], was %d", hidden - 1, from);
        int[] units = order(own, strongest).skip(from).limit(PAGE).toArray();
        INDArray fields = Rows.pick(own.transpose().dup('c'), units);
        for (int below = layer - 2; below >= 0; below--) {
            fields = fields.mmul(weights.get(below).transpose());
        }
        Shape shape = Shape.of((int) weights.get(0).size(0));
        String title =
                layer == 1 ? "Weights of hidden units" : "Hidden units of layer %d seen through the layers below";
        return new Pictures(
                model.source(),
                version,
                weights.stream().map(w -> w.size(0) + "-" + w.size(1)).toList(),
                Tiles.signed(title.formatted(layer), fields, shape.height(), shape.width()),
                hidden,
                model.chains().map(chains -> chains(chains, shape)).orElse(null));
    }

    private static IntStream order(INDArray weights, boolean strongest) {
        IntStream units = IntStream.range(0, (int) weights.size(1));
        if (!strongest) {
            return units;
        }
        double[] norms = weights.norm2(0).toDoubleVector();
        return units.boxed()
                .sorted(Comparator.comparingDouble(unit -> -norms[unit]))
                .mapToInt(Integer::intValue);
    }

    private static Tiles chains(INDArray chains, Shape shape) {
        INDArray some = Rows.first((int) Math.min(CHAINS, chains.size(0)), chains);
        String title = String.format(Locale.ROOT, "Persistent chains, %d of %d", some.size(0), chains.size(0));
        return Tiles.gray(title, unit(some), shape.height(), shape.width(), List.of());
    }

    /** Maps spins to 0 and 1; returns other states unchanged. */
    static INDArray unit(INDArray states) {
        return states.minNumber().doubleValue() < 0 ? states.add(1).divi(2) : states;
    }

    /** The size of a picture of visible units: a square, or the rectangle nearest to one. */
    record Shape(int height, int width) {

        static Shape of(int units) {
            int height = (int) Math.sqrt(units);
            while (units % height != 0) {
                height--;
            }
            return new Shape(height, units / height);
        }
    }
}
