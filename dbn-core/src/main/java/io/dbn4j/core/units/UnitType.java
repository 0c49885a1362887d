package io.dbn4j.core.units;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.random.RandomSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.activations.Activation;
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
 * side of an RBM are summed out by adding {@code K} over them. The base measure {@code m} is 1 for discrete units.
 * Units that exclude each other form a group of {@link #width} neighbors; {@code theta x} is then a scalar product.
 *
 * <p>The base measure may have {@link #parameters} that are learned with the weights, such as variances. A kind holds
 * no arrays: the parameters of the units of one side, {@code [parameters, units]}, belong to the {@code Rbm}, which
 * passes them to the methods here; {@link UnitParameters#NONE} stands for none. Code outside this package never asks
 * for the kind of a unit, but for the property that it needs.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Bernoulli.class, name = "bernoulli"),
    @JsonSubTypes.Type(value = Spin.class, name = "spin"),
    @JsonSubTypes.Type(value = Gaussian.class, name = "gaussian"),
    @JsonSubTypes.Type(value = DiagonalGaussian.class, name = "diagonal-gaussian"),
    @JsonSubTypes.Type(value = Rectified.class, name = "rectified"),
    @JsonSubTypes.Type(value = Softmax.class, name = "softmax"),
    @JsonSubTypes.Type(value = Mixed.class, name = "mixed")
})
public sealed interface UnitType permits Bernoulli, Spin, Gaussian, DiagonalGaussian, Rectified, Softmax, Mixed {

    /** Returns the name that people see and {@code --units} reads: {@code bernoulli}, {@code softmax-3}. */
    default String name() {
        String words = getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-");
        return words.toLowerCase(Locale.ROOT) + (width() > 1 ? "-" + width() : "");
    }

    /** Returns the smallest state, possibly minus infinity. */
    double low();

    /** Returns the largest state, possibly infinity. */
    double high();

    /**
     * Returns all states of a group of units, one per row of {@link #width} numbers; no rows if they are continuous.
     */
    double[][] alphabet();

    /** Returns the number of states of a group, the rows of {@link #alphabet}; 0 if they are continuous. */
    int states();

    /**
     * Returns the number of neighboring units that form a group. The number of units on one side of an RBM is a
     * multiple of it.
     */
    default int width() {
        return 1;
    }

    /**
     * Returns the spans of neighboring units of one kind that make up a side, in order: a single one, unless the side is
     * {@link Mixed}. The kinds of the spans have the states, the range and the groups of each unit.
     *
     * @param units number of units of the side
     */
    default List<Span> spans(int units) {
        return List.of(new Span(this, 0, units));
    }

    /** Tells whether all units of a side are of one kind. */
    default boolean hasOneKind() {
        return spans(width()).size() == 1;
    }

    /** Tells whether each unit has exactly these two states: {@code hasStates(0, 1)}, {@code hasStates(-1, 1)}. */
    default boolean hasStates(double low, double high) {
        return width() == 1 && states() == 2 && low() == low && high() == high;
    }

    /**
     * Returns the names of the parameters that each unit has besides its bias, such as {@code log_variance}. In files
     * their arrays have these names behind {@code visible_} or {@code hidden_}. Parameters start at 0.
     */
    default List<String> parameterNames() {
        return List.of();
    }

    /** Returns the number of parameters that each unit has besides its bias. */
    default int parameters() {
        return parameterNames().size();
    }

    /**
     * Returns the kind whose Gaussian units have log variances as parameters; empty if no unit is Gaussian. Gaussian
     * units may be standardized: mean and deviation of a column go into bias and variance.
     */
    default Optional<UnitType> withVariances() {
        return Optional.empty();
    }

    /** Returns the kind without parameters that equals this one where all parameters are 0. */
    default UnitType withoutParameters() {
        return this;
    }

    /** Returns the function that DL4J shows for the means of these units; the RBM layer computes the means itself. */
    Activation activation();

    /**
     * Replaces inputs by means.
     *
     * @param parameters {@code [parameters, units]}; not modified
     * @param input bias plus weighted sum; any shape for units without parameters, otherwise {@code [batch, units]} or
     *     {@code [units]}; modified: holds {@code K'(input)} afterward
     */
    void mean(INDArray parameters, INDArray input);

    /**
     * Overwrites means with the derivatives of a loss with respect to the inputs: {@code K''} times the derivatives
     * with respect to the means.
     *
     * @param parameters {@code [parameters, units]}; not modified
     * @param mean means, in a shape as for {@link #mean}; modified: holds the derivatives with respect to the inputs
     *     afterward
     * @param derivative derivatives with respect to the means, in the shape of {@code mean}; not modified
     */
    void backpropagate(INDArray parameters, INDArray mean, INDArray derivative);

    /**
     * Draws a state for each mean.
     *
     * @param parameters {@code [parameters, units]}; not modified
     * @param mean means, in a shape as for {@link #mean}; not modified unless it is {@code state}
     * @param state modified; may be the array {@code mean} itself
     */
    void draw(INDArray parameters, INDArray mean, INDArray state, RandomSource random);

    /**
     * Returns the sum of {@code K(scale * input)} over part of an array, in nats, without overflow.
     *
     * @param parameters {@code [parameters, units]}; not modified
     * @param input inputs, whole groups; not modified
     * @param from first index, inclusive
     * @param to last index, exclusive; one row of units that have parameters
     */
    double cumulant(INDArray parameters, double[] input, int from, int to, double scale);

    /**
     * Returns the sum of {@code log m(state)} over part of an array, in nats. The sum is minus infinity if a state has
     * base measure zero, such as a negative state of Rectified units.
     *
     * @param parameters {@code [parameters, units]}; not modified
     * @param state states; not modified
     * @param from first index, inclusive
     * @param to last index, exclusive; one row of units that have parameters
     */
    default double logMeasure(INDArray parameters, double[] state, int from, int to) {
        return 0;
    }

    /**
     * Returns the inputs that have the given means: the inverse of {@code K'}.
     *
     * @param parameters {@code [parameters, units]}; not modified
     * @param mean means strictly between {@link #low} and {@link #high}, in a shape as for {@link #mean}; not modified
     * @return inputs, in the shape of {@code mean}
     */
    INDArray inputFromMean(INDArray parameters, INDArray mean);

    /**
     * Returns the derivatives of {@code log m(x)} with respect to one of the parameters, in a new array.
     *
     * @param parameters {@code [parameters, units]}; not modified
     * @param parameter index of the parameter, from 0
     * @param states {@code [batch, units]}; not modified
     */
    default INDArray measureDerivative(INDArray parameters, int parameter, INDArray states) {
        throw new UnsupportedOperationException(this + " units have no parameters");
    }

    /**
     * Returns the derivatives of {@code K(theta)} with respect to one of the parameters at a fixed input, in a new
     * array: the mean of {@link #measureDerivative} under {@code p(x | theta)}.
     *
     * @param parameters {@code [parameters, units]}; not modified
     * @param parameter index of the parameter, from 0
     * @param means means at these inputs, {@code [batch, units]}; not modified
     */
    default INDArray cumulantDerivative(INDArray parameters, int parameter, INDArray means) {
        throw new UnsupportedOperationException(this + " units have no parameters");
    }

    /**
     * Sets derivatives to 0 that would push a parameter further outside its range.
     *
     * @param parameters {@code [parameters, units]}; not modified
     * @param gradient derivatives of a loss that is descended, {@code [parameters, units]}; modified
     */
    default void hold(INDArray parameters, INDArray gradient) {}
}
