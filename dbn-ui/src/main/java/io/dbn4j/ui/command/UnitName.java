package io.dbn4j.ui.command;

import io.dbn4j.core.model.UnitText;
import io.dbn4j.core.units.UnitType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the kind of the units of a side, as {@link UnitText} writes it. */
final class UnitName implements ITypeConverter<UnitType> {

    @Override
    public UnitType convert(String text) {
        try {
            return UnitText.read(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
