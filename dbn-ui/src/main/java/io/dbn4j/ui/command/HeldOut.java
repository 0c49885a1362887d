package io.dbn4j.ui.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A size of the held-out set: a number of rows, at least 2, or a part of all rows between 0 and 1.
 *
 * @param amount number or part, as it was given
 */
record HeldOut(double amount) {

    /** Returns the number of held-out rows among a number of rows. */
    int of(long rows) {
        return (int) (amount < 1 ? Math.max(2, Math.round(amount * rows)) : amount);
    }

    /** Reads {@code 297} or {@code 0.2}. */
    static final class Reader implements ITypeConverter<HeldOut> {

        @Override
        public HeldOut convert(String text) {
            if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= 2) {
                return new HeldOut(Integer.parseInt(text));
            }
            if (text.matches("0?\\.\\d{1,15}") && Double.parseDouble(text) > 0) {
                return new HeldOut(Double.parseDouble(text));
            }
            throw new TypeConversionException(
                    "must be a number of rows from 2, or a part between 0 and 1 such as 0.2; was " + text);
        }
    }
}
