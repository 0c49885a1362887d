package io.dbn4j.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A converter for finite numbers above zero, such as learning rates, so that a message names the option. */
public final class PositiveNumber implements ITypeConverter<Double> {

    @Override
    public Double convert(String text) {
        double number = number(text);
        if (!(number > 0) || Double.isInfinite(number)) {
            throw new TypeConversionException("must be a positive number, was " + text);
        }
        return number;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
