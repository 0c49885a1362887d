package io.dbn4j.core.partition;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Starting states for annealing in both directions.
 *
 * @param base independent visible units in which annealing starts and reverse annealing ends; empty for {@link
 *     BaseRate#ofModel}
 * @param states visible states at which reverse annealing starts, {@code [rows, visible]}, such as rows of data; not
 *     modified
 */
public record AnnealingStart(Optional<BaseRate> base, Optional<INDArray> states) {

    /** The start for an RBM without data. */
    public static final AnnealingStart MODEL = new AnnealingStart(Optional.empty(), Optional.empty());

    /** Returns a start at independent units. */
    public static AnnealingStart at(BaseRate base) {
        return new AnnealingStart(Optional.of(base), Optional.empty());
    }

    /**
     * Returns a start at rows of data, and at independent units with the means of these rows.
     *
     * @param rows states of the visible units, {@code [rows, visible]}; not modified
     */
    public static AnnealingStart atRows(Rbm rbm, INDArray rows) {
        return new AnnealingStart(Optional.of(BaseRate.ofRows(rbm, rows)), Optional.of(rows));
    }

    /** Returns the independent visible units: as given, or else {@link BaseRate#ofModel}. */
    public BaseRate base(Rbm rbm, RandomSource random) {
        return base.orElseGet(() -> BaseRate.ofModel(rbm, random));
    }
}
