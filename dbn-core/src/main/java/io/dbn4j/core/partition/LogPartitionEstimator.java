package io.dbn4j.core.partition;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;

/** A way to estimate the log partition function of an RBM. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ExactLogPartition.class, name = "exact"),
    @JsonSubTypes.Type(value = AnnealedImportanceSampling.class, name = "annealed-importance-sampling"),
    @JsonSubTypes.Type(value = ReverseAnnealedImportanceSampling.class, name = "reverse-annealed-importance-sampling"),
    @JsonSubTypes.Type(value = BennettRatio.class, name = "bennett-ratio"),
    @JsonSubTypes.Type(value = Raise.class, name = "raise"),
    @JsonSubTypes.Type(value = ThoulessAndersonPalmer.class, name = "thouless-anderson-palmer"),
    @JsonSubTypes.Type(value = NaiveMeanField.class, name = "naive-mean-field")
})
public interface LogPartitionEstimator {

    /**
     * Estimates log Z, in nats.
     *
     * @param base the independent visible units where annealing starts and ends; enumeration ignores it
     */
    Estimate logPartition(Rbm rbm, BaseRate base, RandomSource random);
}
