package io.dbn4j.lab.data;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.Check;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.Softmax;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A rule that encodes one column of a table as states of visible units. Its means, deviations and frequencies are those
 * of the training rows.
 *
 * <p>A missing value becomes the mean of the training rows, which for a category is the frequency of each text.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ColumnEncoding.Level.class, name = "level"),
    @JsonSubTypes.Type(value = ColumnEncoding.Category.class, name = "category"),
    @JsonSubTypes.Type(value = ColumnEncoding.Quantity.class, name = "quantity")
})
public sealed interface ColumnEncoding {

    /** Returns the name of the column. */
    String name();

    /** Returns the kind of the visible units. */
    UnitType unit();

    /** Returns the number of visible units. */
    default int units() {
        return unit().width();
    }

    /**
     * Writes the states of the units for every row.
     *
     * @param into states of all columns, row by row; modified
     * @param first index of the first unit of this column
     * @param width number of units of all columns
     * @return number of rows whose value is missing or unknown
     */
    int encode(TableColumn column, float[] into, int first, int width);

    /** Returns the texts of a column that have no state, each once, without missing values. */
    default Set<String> unknown(TableColumn column) {
        return Set.of();
    }

    /**
     * A number from 0 to a largest value, divided by the largest value: a state or a mean of a Bernoulli unit.
     *
     * @param largest the divisor, positive; numbers outside the range become its nearer end
     * @param mean mean state
     */
    record Level(String name, double largest, double mean) implements ColumnEncoding {

        @Override
        public UnitType unit() {
            return new Bernoulli();
        }

        @Override
        public int encode(TableColumn column, float[] into, int first, int width) {
            return each(column, into, first, width, mean, x -> Math.min(1, Math.max(0, x / largest)));
        }
    }

    /**
     * A real number, shifted and scaled to mean 0 and variance 1: a state of a Gaussian unit.
     *
     * @param scale unit of a logarithm {@code log(1 + x / scale)} that is taken first; 0 for none
     * @param mean mean of the numbers, or of their logarithms
     * @param deviation standard deviation of the same, positive
     */
    record Quantity(String name, double scale, double mean, double deviation) implements ColumnEncoding {

        /**
         * Largest distance from the mean, in standard deviations, so that one outlier does not outweigh all columns.
         */
        private static final double MOST = 10;

        @Override
        public UnitType unit() {
            return new Gaussian().withVariances().orElseThrow();
        }

        @Override
        public int encode(TableColumn column, float[] into, int first, int width) {
            return each(column, into, first, width, 0, x -> {
                double value = scale == 0 ? x : Math.log1p(Math.max(0, x) / scale);
                return Math.min(MOST, Math.max(-MOST, (value - mean) / deviation));
            });
        }
    }

    /**
     * A text, one-hot: a group of Softmax units. A text that is not known counts as missing.
     *
     * @param values the known texts
     * @param frequencies their shares of the training rows that have a known text
     */
    record Category(String name, List<String> values, List<Double> frequencies) implements ColumnEncoding {

        public Category {
            values = List.copyOf(values);
            frequencies = List.copyOf(frequencies);
            Check.require(
                    values.size() >= 2 && values.size() == frequencies.size(),
                    "values must be at least 2, with a frequency each, were %d with %d",
                    values.size(),
                    frequencies.size());
        }

        @Override
        public UnitType unit() {
            return new Softmax(values.size());
        }

        @Override
        public int encode(TableColumn column, float[] into, int first, int width) {
            Map<String, Integer> index = new TreeMap<>();
            values.forEach(value -> index.put(value, index.size()));
            int unknown = 0;
            int row = 0;
            for (String text : column.names()) {
                int start = row * width + first;
                Integer known = index.get(text);
                if (known == null) {
                    unknown++;
                    for (int i = 0; i < values.size(); i++) {
                        into[start + i] = frequencies.get(i).floatValue();
                    }
                } else {
                    into[start + known] = 1;
                }
                row++;
            }
            return unknown;
        }

        @Override
        public Set<String> unknown(TableColumn column) {
            Set<String> texts = new LinkedHashSet<>(counts(column.names()).keySet());
            values.forEach(texts::remove);
            return texts;
        }

        /** Counts the texts that are not missing. */
        static Map<String, Long> counts(List<String> texts) {
            return texts.stream()
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        }
    }

    private static int each(
            TableColumn column, float[] into, int first, int width, double missing, DoubleUnaryOperator state) {
        double[] numbers = column.numbers();
        Check.require(
                !column.isText(),
                "column \"%s\" must hold numbers as in the training rows, holds text such as \"%s\"",
                Check.shown(column.name()),
                column.isText() ? Check.shown(firstOf(column.texts())) : "");
        int absent = 0;
        for (int row = 0; row < numbers.length; row++) {
            boolean known = !Double.isNaN(numbers[row]);
            absent += known ? 0 : 1;
            into[row * width + first] = (float) (known ? state.applyAsDouble(numbers[row]) : missing);
        }
        return absent;
    }

    private static String firstOf(List<String> texts) {
        return texts.stream().filter(text -> !text.isEmpty()).findFirst().orElse("");
    }

    /** Returns the numbers that are known. */
    static double[] known(double[] numbers) {
        return Arrays.stream(numbers).filter(number -> !Double.isNaN(number)).toArray();
    }
}
