package io.dbn4j.ui.command;

import io.dbn4j.core.json.Json;
import io.dbn4j.core.units.UnitType;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the registered name of a kind of unit; a number after it is the size of softmax groups. */
final class UnitName implements ITypeConverter<UnitType> {

    private static final Pattern NAME = Pattern.compile("(?<name>[a-z]+)(-(?<states>[1-9]\\d{0,5}))?");

    @Override
    public UnitType convert(String text) {
        Matcher name = NAME.matcher(text);
        try {
            return !name.matches() || name.group("states") == null
                    ? Json.fromMap(Map.of("type", text), UnitType.class)
                    : Json.fromMap(
                            Map.of("type", name.group("name"), "states", Integer.valueOf(name.group("states"))),
                            UnitType.class);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    text.startsWith("softmax")
                            ? "must be softmax-K with groups of K, such as softmax-3, was " + text
                            : String.valueOf(e.getMessage()).replaceFirst("^type: ", ""));
        }
    }
}
