package io.dbn4j.cli;

import io.dbn4j.core.array.NativeThreads;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A converter for whole numbers, which names the rule if the text is not one. */
public final class WholeNumber implements ITypeConverter<Long> {

    @Override
    public Long convert(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("must be a whole number from -2^63 to 2^63-1, was " + text);
        }
    }

    /** A converter for counts from 1. */
    public static final class Positive implements ITypeConverter<Integer> {

        @Override
        public Integer convert(String text) {
            if (!text.matches("0*[1-9][0-9]{0,8}")) {
                throw new TypeConversionException("must be a whole number from 1, was " + text);
            }
            return Integer.valueOf(text);
        }
    }

    /** A converter for numbers of threads. */
    static final class Threads implements ITypeConverter<Integer> {

        @Override
        public Integer convert(String text) {
            if (!text.matches("0*[1-9][0-9]{0,3}") || Integer.parseInt(text) > NativeThreads.MOST) {
                throw new TypeConversionException(String.format(
                        Locale.ROOT, "must be a whole number from 1 to %d, was %s", NativeThreads.MOST, text));
            }
            return Integer.valueOf(text);
        }
    }
}
