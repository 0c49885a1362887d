package io.dbn4j.lab.data;

import java.util.Locale;
import java.util.Set;

/** A parser of the fields of a text: a field is a number, or NaN if its value is missing. */
final class CsvCell {

    private static final int LONGEST = 1000;

    private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null", "none", "?", "-nan", "#n/a");

    private static final Set<String> INFINITE = Set.of("inf", "infinity");

    private CsvCell() {}

    /** Tells whether a field marks a missing value: empty, NA, NaN, null, None, ? or similar. */
    static boolean isMissing(String text) {
        String cell = text.strip();
        return cell.length() < 6 && MISSING.contains(cell.toLowerCase(Locale.ROOT));
    }

    /** Tells whether a field is a number, including infinite numbers and numbers too large for a double. */
    static boolean isNumber(String text, boolean decimalComma) {
        String digits = text.strip();
        return !Double.isNaN(parse(digits, decimalComma))
                || INFINITE.contains(digits.replaceFirst("^[-+]", "").toLowerCase(Locale.ROOT));
    }

    /**
     * Reads a number in decimal notation. The time is linear in the number of characters; a backtracking regular
     * expression took 31 s for 2.9 MB of digits.
     *
     * @param decimalComma whether the decimal mark is a comma; otherwise it is a point
     * @return the number; NaN if the text is not a number, infinity if it is too large
     */
    static double parse(String text, boolean decimalComma) {
        String digits = text.strip();
        if (digits.isEmpty() || digits.length() > LONGEST) {
            return Double.NaN;
        }
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            boolean allowed = (c >= '0' && c <= '9')
                    || c == '+'
                    || c == '-'
                    || c == 'e'
                    || c == 'E'
                    || c == (decimalComma ? ',' : '.')
                    || c == '.';
            if (!allowed) {
                return Double.NaN;
            }
        }
        int comma = digits.indexOf(',');
        // "1," ends with a separator, and "1.234,5" has a thousands separator: neither is read as a number.
        if (comma >= 0 && (comma == digits.length() - 1 || digits.indexOf('.') >= 0)) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(decimalComma ? digits.replace(',', '.') : digits);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
