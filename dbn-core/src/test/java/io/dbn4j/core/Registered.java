package io.dbn4j.core;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The types registered on an interface: each must have an example in the contract test of the interface. */
public final class Registered {

    private Registered() {}

    public static List<Class<?>> on(Class<?> type) {
        var annotation = Objects.requireNonNull(type.getAnnotation(JsonSubTypes.class));
        return Arrays.stream(annotation.value())
                .<Class<?>>map(JsonSubTypes.Type::value)
                .toList();
    }
}
