package io.dbn4j.core.stack;

import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The root of the mean squared weight, {@code weightRms}, and the largest absolute weight, {@code weightMax}. */
@Reference(
        authors = "G. E. Hinton",
        title = "A practical guide to training restricted Boltzmann machines",
        venue = "Neural Networks: Tricks of the Trade; section 7",
        year = 2012,
        url = "https://doi.org/10.1007/978-3-642-35289-8_32")
public record WeightNorms() implements Measurement {

    @Override
    public SortedMap<String, Estimate> of(Rbm rbm, Data data, RandomSource random) {
        double squares = 0;
        double largest = 0;
        for (double weight : Elements.of(rbm.weights())) {
            squares += weight * weight;
            largest = Math.max(largest, Math.abs(weight));
        }
        double rms = Math.sqrt(squares / rbm.weights().length());
        return new TreeMap<>(Map.of("weightRms", Estimate.exact(rms, ""), "weightMax", Estimate.exact(largest, "")));
    }
}
