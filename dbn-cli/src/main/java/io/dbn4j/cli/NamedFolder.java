package io.dbn4j.cli;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A converter for names of folders. It refuses an empty name, as of an unset variable, which would mean the current
 * folder.
 */
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

    /** A converter for names of folders that may be on another file system. */
    static final class Text implements ITypeConverter<String> {

        @Override
        public String convert(String text) {
            return required(text);
        }
    }
}
