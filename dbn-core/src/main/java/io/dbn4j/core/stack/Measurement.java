package io.dbn4j.core.stack;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import java.util.Optional;
import java.util.SortedMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A measurement of an RBM in training: a few numbers with their errors. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FreeEnergyGap.class, name = "free-energy-gap"),
    @JsonSubTypes.Type(value = PseudoLikelihood.class, name = "pseudo-likelihood"),
    @JsonSubTypes.Type(value = LogLikelihood.class, name = "log-likelihood"),
    @JsonSubTypes.Type(value = WeightNorms.class, name = "weight-norms"),
    @JsonSubTypes.Type(value = HiddenActivity.class, name = "hidden-activity")
})
public interface Measurement {

    /**
     * The rows to measure on, states of the visible units.
     *
     * @param train rows of the training data, {@code [rows, visible]}, at least 2
     * @param heldOut held-out rows, at least 2, if there are any
     */
    record Data(INDArray train, Optional<INDArray> heldOut) {}

    /** Measures numbers by their names, in an order that every process repeats; none if not defined for this RBM. */
    SortedMap<String, Estimate> of(Rbm rbm, Data data, RandomSource random);
}
