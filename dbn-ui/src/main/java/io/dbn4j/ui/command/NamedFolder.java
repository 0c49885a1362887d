package io.dbn4j.ui.command;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a folder; an empty one, as of a variable that is not set, would be the current folder. */
final class NamedFolder implements ITypeConverter<Path> {

    @Override
    public Path convert(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException("must name a folder, was empty");
        }
        return Path.of(text);
    }
}
