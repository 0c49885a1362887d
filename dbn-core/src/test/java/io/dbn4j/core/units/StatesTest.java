package io.dbn4j.core.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class StatesTest {

    static Stream<Arguments> units() {
        return Stream.of(
                Arguments.of("bernoulli", new Bernoulli()),
                Arguments.of("spin", new Spin()),
                Arguments.of("softmax-3", new Softmax(3)),
                Arguments.of("rectified", new Rectified()),
                Arguments.of("gaussian", new Gaussian()),
                Arguments.of("diagonal-gaussian", new DiagonalGaussian()));
    }

    @ParameterizedTest
    @MethodSource("units")
    void unitsHaveTheNamesOfTheCommandLine(String name, UnitType unit) {
        assertThat(unit.name()).isEqualTo(name);
    }

    private static UnitType unit(String name) {
        return (UnitType) units().filter(arguments -> arguments.get()[0].equals(name))
                .findFirst()
                .orElseThrow()
                .get()[1];
    }

    /** One row of numbers, and whether it is a state, and whether it could be means. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bernoulli         | 0 1 1           | true  | true
            bernoulli         | 0 0.5 1         | true  | true
            bernoulli         | 0 1.0001 1      | false | false
            bernoulli         | -1 1 1          | false | false
            bernoulli         | 0 NaN 1         | false | false
            spin              | -1 1 1          | true  | true
            spin              | -1 0.5 1        | false | true
            spin              | 1 1 1           | true  | true
            spin              | 0 1 1           | false | false
            spin              | 0 0.25 1        | false | true
            spin              | -1 1 1.5        | false | false
            softmax-3         | 0 1 0 0 0 1     | true  | true
            softmax-3         | 0 1 0 0 0 0     | false | false
            softmax-3         | 0 1 0 1 1 1     | false | false
            softmax-3         | 0 1 0 .2 .3 .5  | false | true
            softmax-3         | 0 1 0 2 -1 0    | false | false
            softmax-3         | 0 1 0 NaN 1 0   | false | false
            rectified         | 0 2.5 300       | true  | true
            rectified         | 0 -2.5 300      | false | false
            rectified         | 0 Infinity 300  | false | false
            gaussian          | -7 0 300        | true  | true
            gaussian          | -7 NaN 300      | false | false
            diagonal-gaussian | -7 0 -Infinity  | false | false
            """)
    void statesAndMeansAreRecognized(String name, String numbers, boolean states, boolean means) {
        double[] row = Arrays.stream(numbers.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            INDArray rows = Nd4j.createFromArray(new double[][] {row}).castTo(type);

            assertThat(accepted(() -> States.require(unit(name), rows, "rows"))).isEqualTo(states);
            assertThat(accepted(() -> States.requireMeans(unit(name), rows, "rows")))
                    .isEqualTo(means);
        }
    }

    private static boolean accepted(Runnable check) {
        try {
            check.run();
            return true;
        } catch (IllegalArgumentException e) {
            assertThat(e).message().startsWith("rows: ").hasLineCount(1);
            return false;
        }
    }

    @Test
    void theMessageNamesRowColumnRuleValueAndWhatToDo() {
        INDArray rows = Nd4j.zeros(DataType.DOUBLE, 2500, 4);
        rows.putScalar(2345, 2, 255);

        assertThatThrownBy(() -> States.require(new Bernoulli(), rows, "rows"))
                .hasMessage(
                        "rows: row 2346, column 3: must be a number in [0.0, 1.0] for bernoulli units, was 255.0; scale the"
                                + " data, which run from 0 to 255: divide by 255 (FILE:scale=255 on the command line), or use gaussian"
                                + " units");
        assertThatThrownBy(() -> States.require(new Spin(), rows, "rows"))
                .hasMessage("rows: row 1, column 1: must be -1.0 or 1.0 for spin units, was 0.0");
        rows.putScalar(2345, 2, 1);
        assertThatThrownBy(() -> States.requireMeans(new Spin(), rows, "rows"))
                .hasMessageEndingWith("had only 0 and 1; replace x by 2x - 1, or use bernoulli units");
        assertThatThrownBy(() -> States.require(new Softmax(2), rows, "rows"))
                .hasMessage("rows: row 1, group 1 (columns 1-2): must be one 1 and otherwise 0 for softmax-2 units, was"
                        + " [0.0, 0.0]");
        rows.putScalar(2345, 2, Double.NaN);
        rows.putScalar(2345, 3, Double.NaN);
        assertThatThrownBy(() -> States.require(new Gaussian(), rows, "rows"))
                .hasMessageEndingWith(
                        "was NaN; 2 of 10000 values are missing (NaN), in 1 of 2500 rows: leave those rows out,"
                                + " or fill them in (rbm inpaint)");
        assertThat(States.requireWithGaps(new Bernoulli(), rows, "rows")).isSameAs(rows);
    }
}
