package io.dbn4j.core.run;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import java.time.Instant;

/** Reads a time such as {@code 2025-11-21T03:42:00Z}. */
final class InstantFromText extends FromStringDeserializer<Instant> {

    InstantFromText() {
        super(Instant.class);
    }

    @Override
    protected Instant _deserialize(String value, DeserializationContext context) {
        return Instant.parse(value);
    }
}
