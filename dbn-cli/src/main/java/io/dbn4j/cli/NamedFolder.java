package io.dbn4j.cli;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a folder; an empty one, as of a variable that is not set, would be the current folder. */
public final class NamedFolder implements ITypeConverter<Path> {

    @Override
    public Path convert(String text) {
        return Path.of(required(text));
    }

    private static String required(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException("must name a folder, was empty");
        }
        return text;
    }

    /** Reads the name of a folder that may be on another file system. */
    public static final class Text implements ITypeConverter<String> {

        @Override
        public String convert(String text) {
            return required(text);
        }
    }
}
