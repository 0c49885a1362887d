package io.dbn4j.core.stack;

import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.States;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mean free energy of held-out rows minus that of training rows, in nats: {@code freeEnergyGap}.
 *
 * <p>Log Z cancels, so the gap is the difference of the two log-likelihoods. While it stays near zero the model does
 * not overfit; it says nothing about how good the model is.
 */
@Reference(
        authors = "G. E. Hinton",
        title = "A practical guide to training restricted Boltzmann machines",
        venue = "Neural Networks: Tricks of the Trade; section 6",
        year = 2012,
        url = "https://doi.org/10.1007/978-3-642-35289-8_32")
public record FreeEnergyGap() implements Measurement {

    @Override
    public SortedMap<String, Estimate> of(Rbm rbm, Data data, RandomSource random) {
        SortedMap<String, Estimate> found = new TreeMap<>();
        data.heldOut()
                .ifPresent(rows -> found.put("freeEnergyGap", mean(rbm, rows).minus(mean(rbm, data.train()))));
        return found;
    }

    /** Estimates the mean free energy over the distribution from which rows are drawn, in nats. */
    public static Estimate mean(Rbm rbm, INDArray rows) {
        States.requireMeans(rbm.visibleUnit(), rows, "rows");
        return Estimate.mean(Rows.numbers(rows, rbm::freeEnergy), "nats");
    }
}
