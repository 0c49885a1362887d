package io.dbn4j.sweep;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.Check;
import io.dbn4j.core.json.Json;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.distribution.LogUniformDistribution;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;

/** The range of values of one setting. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Axis.Linear.class, name = "linear"),
    @JsonSubTypes.Type(value = Axis.Logarithmic.class, name = "logarithmic"),
    @JsonSubTypes.Type(value = Axis.Whole.class, name = "integer"),
    @JsonSubTypes.Type(value = Axis.LogarithmicWhole.class, name = "logarithmic-integer"),
    @JsonSubTypes.Type(value = Axis.Choice.class, name = "choice")
})
public sealed interface Axis {

    /** Returns Arbiter's space of one parameter for this axis. */
    ParameterSpace<?> space();

    /** Writes a value of the space in the form that {@code --set} takes. */
    String text(Object value);

    /** Returns the values that are checked before a sweep: the ends of a range, or every choice. */
    List<String> ends();

    /** Tells whether equal ratios of values are equal distances. */
    @JsonIgnore
    default boolean isLogarithmic() {
        return false;
    }

    /** A range of numbers with uniform probability. */
    record Linear(double from, double to) implements Axis {

        public Linear {
            requireRange(Double.isFinite(from) && from < to && Double.isFinite(to), from, to);
        }

        @Override
        public ParameterSpace<?> space() {
            return new ContinuousParameterSpace(from, to);
        }

        @Override
        public String text(Object value) {
            return rounded((Double) value, from, to);
        }

        @Override
        public List<String> ends() {
            return List.of(String.valueOf(from), String.valueOf(to));
        }
    }

    /** A range of positive numbers whose logarithms have uniform probability. */
    record Logarithmic(double from, double to) implements Axis {

        public Logarithmic {
            Check.positive(from, "from");
            requireRange(from < to && Double.isFinite(to), from, to);
        }

        @Override
        public ParameterSpace<?> space() {
            return new ContinuousParameterSpace(new LogUniformDistribution(from, to));
        }

        @Override
        public String text(Object value) {
            return rounded((Double) value, from, to);
        }

        @Override
        public List<String> ends() {
            return List.of(String.valueOf(from), String.valueOf(to));
        }

        @Override
        public boolean isLogarithmic() {
            return true;
        }
    }

    /** A range of equally likely whole numbers, including both ends. */
    record Whole(int from, int to) implements Axis {

        public Whole {
            requireRange(from < to, from, to);
        }

        @Override
        public ParameterSpace<?> space() {
            return new IntegerParameterSpace(from, to);
        }

        @Override
        public String text(Object value) {
            return String.valueOf(value);
        }

        @Override
        public List<String> ends() {
            return List.of(String.valueOf(from), String.valueOf(to));
        }
    }

    /**
     * Whole numbers whose logarithms are about equally likely: {@code k} with the probability of [k - 1/2, k + 1/2] on
     * a logarithmic scale, including both ends.
     */
    record LogarithmicWhole(int from, int to) implements Axis {

        public LogarithmicWhole {
            Check.atLeast(1, from, "from");
            requireRange(from < to, from, to);
        }

        @Override
        public ParameterSpace<?> space() {
            return new ContinuousParameterSpace(new LogUniformDistribution(from - 0.5, to + 0.5));
        }

        @Override
        public String text(Object value) {
            return String.valueOf(Math.max(from, Math.min(to, Math.round((Double) value))));
        }

        @Override
        public List<String> ends() {
            return List.of(String.valueOf(from), String.valueOf(to));
        }

        @Override
        public boolean isLogarithmic() {
            return true;
        }
    }

    /**
     * A choice of equally likely values without order.
     *
     * @param values at least two numbers, texts or whole objects, as in JSON
     */
    record Choice(List<Object> values) implements Axis {

        public Choice {
            values = List.copyOf(values);
            Check.require(
                    values.size() > 1,
                    "values must have at least 2 entries, had %d; a single value belongs into settings",
                    values.size());
        }

        @Override
        public ParameterSpace<?> space() {
            return new DiscreteParameterSpace<>(
                    IntStream.range(0, values.size()).boxed().toList());
        }

        @Override
        public String text(Object value) {
            return Settings.text(values.get((Integer) value));
        }

        @Override
        public List<String> ends() {
            return values.stream().map(Settings::text).toList();
        }
    }

    private static void requireRange(boolean holds, Number from, Number to) {
        Check.require(holds, "range is empty: to must be finite and larger than from (%s), was %s", from, to);
    }

    /** Rounds to four digits, so that a setting can be read and typed. */
    private static String rounded(double value, double from, double to) {
        double few = new BigDecimal(value).round(new MathContext(4)).doubleValue();
        return Json.line(Math.max(from, Math.min(to, few)));
    }
}
