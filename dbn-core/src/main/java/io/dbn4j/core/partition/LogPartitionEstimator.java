package io.dbn4j.core.partition;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import java.util.function.LongConsumer;

/**
 * An estimator of the log partition function of an RBM.
 *
 * <p>An implementation declares its own names: {@code @JsonTypeName} is its type in JSON and its option on the command
 * line, {@link DisplayName} is for people. The list below registers it; {@link LogPartitionMethods} reads the names.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(ExactLogPartition.class),
    @JsonSubTypes.Type(AnnealedImportanceSampling.class),
    @JsonSubTypes.Type(ReverseAnnealedImportanceSampling.class),
    @JsonSubTypes.Type(Raise.class),
    @JsonSubTypes.Type(BennettRatio.class),
    @JsonSubTypes.Type(ThoulessAndersonPalmer.class),
    @JsonSubTypes.Type(NaiveMeanField.class)
})
public interface LogPartitionEstimator {

    /**
     * Estimates log Z and reports progress.
     *
     * @param start the start of annealing; enumeration ignores it
     * @param progress receives how much of {@link #work} is done
     */
    LogPartition measure(Rbm rbm, AnnealingStart start, RandomSource random, LongConsumer progress);

    /** Returns the number of steps that {@link #measure} takes from a start, at least 1. */
    long work(AnnealingStart start);

    /**
     * Estimates log Z, in nats.
     *
     * @param start the start of annealing: {@link AnnealingStart#atRows} if there are data, else
     *     {@link AnnealingStart#MODEL}
     */
    default Estimate logPartition(Rbm rbm, AnnealingStart start, RandomSource random) {
        return measure(rbm, start, random, done -> {}).value();
    }
}
