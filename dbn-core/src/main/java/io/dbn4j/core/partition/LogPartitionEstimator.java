package io.dbn4j.core.partition;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import java.util.function.LongConsumer;

/**
 * A way to estimate the log partition function of an RBM.
 *
 * <p>An implementation declares its names itself: {@code @JsonTypeName} is its type in JSON and the option of the command
 * line, {@link DisplayName} is for people. Its line below registers it; {@link LogPartitionMethods} tells everybody else.
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
     * Estimates log Z.
     *
     * @param start where annealing starts; enumeration ignores it
     * @param progress told how much of {@link #work} is done
     */
    LogPartition measure(Rbm rbm, AnnealingStart start, RandomSource random, LongConsumer progress);

    /** Steps of {@link #measure} from a start, at least 1. */
    long work(AnnealingStart start);

    /**
     * Estimates log Z, in nats.
     *
     * @param start where annealing starts: {@link AnnealingStart#atRows} if there are data, else {@link AnnealingStart#MODEL}
     */
    default Estimate logPartition(Rbm rbm, AnnealingStart start, RandomSource random) {
        return measure(rbm, start, random, done -> {}).value();
    }
}
