package io.dbn4j.core;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Argument checks that name the thing, the rule and the value.
 *
 * <p>Conditions are written so that NaN fails. Each check returns its argument.
 */
public final class Check {

    private static final int LONGEST_SHOWN = 60;

    private static final Pattern COMMANDS = Pattern.compile("[\\p{Cc}\\u202a-\\u202e\\u2066-\\u2069]");

    private Check() {}

    /**
     * Requires an integer that is large enough.
     *
     * @throws IllegalArgumentException if {@code value < min}
     */
    public static int atLeast(int min, int value, String name) {
        require(value >= min, "%s must be at least %d, was %d", name, min, value);
        return value;
    }

    /**
     * Requires a finite number above zero.
     *
     * @throws IllegalArgumentException if {@code value} is not positive and finite
     */
    public static double positive(double value, String name) {
        require(value > 0 && value < Double.POSITIVE_INFINITY, "%s must be positive and finite, was %s", name, value);
        return value;
    }

    /**
     * Requires a number within closed limits.
     *
     * @throws IllegalArgumentException if {@code value} is outside {@code [low, high]} or NaN
     */
    public static double inRange(double low, double high, double value, String name) {
        require(value >= low && value <= high, "%s must be in [%s, %s], was %s", name, low, high, value);
        return value;
    }

    /**
     * Requires a matrix with the given number of columns.
     *
     * @throws IllegalArgumentException if {@code array} is not {@code [batch, columns]}
     */
    public static INDArray columns(long columns, INDArray array, String name) {
        require(
                array.rank() == 2 && array.size(1) == columns,
                "%s must have shape [batch, %d], was %s%s",
                name,
                columns,
                Arrays.toString(array.shape()),
                array.rank() == 1 && array.length() == columns ? "; make it a row with reshape(1, -1)" : "");
        return array;
    }

    /**
     * Requires that a condition holds.
     *
     * @throws IllegalArgumentException with the formatted message if {@code condition} is false
     */
    public static void require(boolean condition, String format, Object... arguments) {
        if (!condition) {
            throw new IllegalArgumentException(String.format(java.util.Locale.ROOT, format, arguments));
        }
    }

    /**
     * Makes foreign text safe for one terminal line: control and bidirectional characters become question marks, line
     * breaks become spaces.
     */
    public static String printable(String text) {
        return COMMANDS.matcher(text.replaceAll("[ \\t]*\\R[ \\t]*", " ").replace('\t', ' '))
                .replaceAll("?");
    }

    /**
     * Returns the start of a foreign text for a message: at most 60 characters, those outside printable ASCII as
     * question marks.
     */
    public static String shown(String text) {
        String line = text.strip().replaceAll("[^\\x20-\\x7e]", "?");
        return line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "..." : line;
    }
}
