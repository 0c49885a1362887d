package io.dbn4j.lab.report;

import io.dbn4j.core.stats.Estimate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The text of estimates in reports and on the terminal, rounded to two digits of their standard error: {@code -86.31 ±
 * 0.12}. Files hold all digits.
 */
public final class EstimateText {

    private static final MathContext EXACT_DIGITS = new MathContext(8);
    private static final Pattern NEGATIVE_ZERO = Pattern.compile("-0(\\.0*)?");

    /** Sizes of number and error below which a number is written with a power of ten. */
    private static final double TINY_NUMBER = 1e-6;

    private static final double TINY_ERROR = 1e-8;

    private EstimateText() {}

    /** Returns value, error and unit: {@code -86.31 ± 0.12 nats}. */
    public static String withError(Estimate estimate) {
        return number(estimate) + unit(estimate);
    }

    /** Returns value and error, for tables that name the unit elsewhere: {@code -86.31 ± 0.12}. */
    public static String number(Estimate estimate) {
        boolean known = estimate.standardError() > 0 && Double.isFinite(estimate.standardError());
        String error = known ? " \u00b1 " + rounded(estimate.standardError(), estimate) : "";
        return value(estimate) + error;
    }

    /** Returns value with its sign and error, for changes: {@code +0.44 ± 0.06}. */
    public static String change(Estimate estimate) {
        return (estimate.value() > 0 ? "+" : "") + number(estimate);
    }

    /** Returns the 95 % interval: {@code [1.11, 1.55]}; empty if the value has no error or its error is unknown. */
    public static String interval(Estimate estimate) {
        return estimate.low() < estimate.high()
                ? "[%s, %s]".formatted(rounded(estimate.low(), estimate), rounded(estimate.high(), estimate))
                : "";
    }

    private static String value(Estimate estimate) {
        return rounded(estimate.value(), estimate);
    }

    private static String unit(Estimate estimate) {
        String unit = estimate.unit().equals("percent") ? "%" : estimate.unit();
        return unit.isEmpty() ? "" : " " + unit;
    }

    private static String rounded(double number, Estimate estimate) {
        double error = scale(estimate);
        if (!Double.isFinite(number)) {
            return String.valueOf(number);
        }
        if (error == 0) {
            return exact(number);
        }
        if (error < TINY_ERROR && Math.abs(estimate.value()) < TINY_NUMBER) {
            return String.format(Locale.ROOT, "%.1e", number);
        }
        int decimals = Math.max(0, Math.min(15, 1 - (int) Math.floor(Math.log10(error))));
        String text = String.format(Locale.ROOT, "%." + decimals + "f", number);
        return NEGATIVE_ZERO.matcher(text).matches() ? text.substring(1) : text;
    }

    private static String exact(double number) {
        BigDecimal digits = new BigDecimal(number).round(EXACT_DIGITS).stripTrailingZeros();
        return number != 0 && Math.abs(number) < TINY_NUMBER
                ? digits.toString().replace("E", "e")
                : digits.toPlainString();
    }

    /**
     * Returns the standard error; if it is 0 or unknown, a quarter of the interval; 0 if there is neither an error nor
     * an interval.
     */
    private static double scale(Estimate estimate) {
        double quarter = (estimate.high() - estimate.low()) / 4;
        double error = estimate.standardError() > 0 ? estimate.standardError() : quarter;
        return error > 0 && Double.isFinite(error) ? error : 0;
    }
}
