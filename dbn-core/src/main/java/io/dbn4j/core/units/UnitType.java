package io.dbn4j.core.units;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.random.RandomSource;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The kind of a unit, given by its base measure and its cumulant function.
 *
 * <p>A unit with input {@code theta} (bias plus weighted sum) has the density
 *
 * <pre>
 *   p(x | theta) = m(x) exp(theta x - K(theta)),   K(theta) = log sum_x m(x) exp(theta x),
 * </pre>
 *
 * with an integral for the sum if its states are continuous, so that the mean is {@code K'(theta)} and the units of one
 * side of an RBM are summed out by adding {@code K} over them. The base measure {@code m} is 1 for discrete units. Units
 * that exclude each other form a group of {@link #width} neighbours; {@code theta x} is then a scalar product. Nothing
 * else in the library knows the kind of a unit.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Bernoulli.class, name = "bernoulli"),
    @JsonSubTypes.Type(value = Spin.class, name = "spin"),
    @JsonSubTypes.Type(value = Gaussian.class, name = "gaussian"),
    @JsonSubTypes.Type(value = DiagonalGaussian.class, name = "diagonal-gaussian"),
    @JsonSubTypes.Type(value = Rectified.class, name = "rectified"),
    @JsonSubTypes.Type(value = Softmax.class, name = "softmax")
})
public sealed interface UnitType permits Bernoulli, Spin, Gaussian, DiagonalGaussian, Rectified, Softmax {

    /** The name for people, as {@code --units} reads it: {@code bernoulli}, {@code softmax-3}. */
    default String name() {
        String words = getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-");
        return words.toLowerCase(Locale.ROOT) + (width() > 1 ? "-" + width() : "");
    }

    /** The smallest state, possibly minus infinity. */
    double low();

    /** The largest state, possibly infinity. */
    double high();

    /** All states of a group of units, one a row of {@link #width} numbers; no row if they are continuous. */
    double[][] alphabet();

    /** Number of states of a group, the rows of {@link #alphabet}; 0 if they are continuous. */
    int states();

    /** Number of neighbouring units that form a group; on a side of an RBM their number is a multiple of it. */
    default int width() {
        return 1;
    }

    /**
     * Replaces inputs by means.
     *
     * @param input bias plus weighted sum, any shape; modified: holds {@code K'(input)} afterwards
     */
    void mean(INDArray input);

    /**
     * Takes the derivatives of a loss from the means back to the inputs: multiplies them with {@code K''}.
     *
     * @param mean means, any shape; modified: holds the derivatives by the inputs afterwards
     * @param derivative derivatives by the means, in the shape of {@code mean}; not modified
     */
    void backpropagate(INDArray mean, INDArray derivative);

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
     * @param input inputs, whole groups; not modified
     * @param from first index, inclusive
     * @param to last index, exclusive
     */
    double cumulant(double[] input, int from, int to, double scale);

    /**
     * The sum of {@code log m(state)} over part of an array, in nats; minus infinity for negative states of Rectified units.
     *
     * @param state states; not modified
     * @param from first index, inclusive
     * @param to last index, exclusive
     */
    default double logMeasure(double[] state, int from, int to) {
        return 0;
    }

    /**
     * The inputs whose means are given, {@code K'} inverted.
     *
     * @param mean means strictly between {@link #low} and {@link #high}, any shape; not modified
     * @return inputs, in the shape of {@code mean}
     */
    INDArray inputFromMean(INDArray mean);
}
