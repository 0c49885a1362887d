package io.dbn4j.core.json;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import io.dbn4j.core.Check;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** A reader of times such as {@code 2025-11-21T03:42:00Z}. */
final class InstantFromText extends FromStringDeserializer<Instant> {

    InstantFromText() {
        super(Instant.class);
    }

    @Override
    protected Instant _deserialize(String value, DeserializationContext context) {
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "must be a time such as 2025-11-21T03:42:00Z, was " + Check.shown(value), e);
        }
    }
}
