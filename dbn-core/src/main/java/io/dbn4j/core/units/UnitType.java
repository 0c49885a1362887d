package io.dbn4j.core.units;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.random.RandomSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The kind of a unit, given by its cumulant function.
 *
 * <p>A unit with input {@code theta} (bias plus weighted sum) has the density
 *
 * <pre>
 *   p(x | theta) = exp(theta x - K(theta)),   K(theta) = log sum_x exp(theta x),
 * </pre>
 *
 * so that the mean is {@code K'(theta)} and the units of one side of an RBM are summed out by adding {@code K} over
 * them. Nothing else in the library knows the kind of a unit.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Bernoulli.class, name = "bernoulli"),
    @JsonSubTypes.Type(value = Spin.class, name = "spin")
})
public sealed interface UnitType permits Bernoulli, Spin {

    /** The smaller of the two states. */
    double low();

    /** The larger of the two states. */
    double high();

    /**
     * Replaces inputs by means.
     *
     * @param input bias plus weighted sum, any shape; modified: holds {@code K'(input)} afterwards
     */
    void mean(INDArray input);

    /**
     * Replaces means by variances, the derivatives of the means by the inputs.
     *
     * @param mean means, any shape; modified: holds {@code K''} afterwards
     */
    void variance(INDArray mean);

    /**
     * Draws a state for each mean.
     *
     * @param mean means, any shape; not modified unless it is {@code state}
     * @param state modified; may be the array {@code mean} itself
     */
    void draw(INDArray mean, INDArray state, RandomSource random);

    /**
     * The sum of {@code K(scale * input)} over part of an array, in nats, without overflow.
     *
     * @param input inputs; not modified
     * @param from first index, inclusive
     * @param to last index, exclusive
     */
    double cumulant(double[] input, int from, int to, double scale);

    /**
     * The inputs whose means are given, {@code K'} inverted.
     *
     * @param mean means strictly between {@link #low} and {@link #high}, any shape; not modified
     * @return inputs, in the shape of {@code mean}
     */
    INDArray inputFromMean(INDArray mean);
}
