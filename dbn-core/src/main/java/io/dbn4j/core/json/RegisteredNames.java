package io.dbn4j.core.json;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.dbn4j.core.Check;
import org.jspecify.annotations.Nullable;

/**
 * An introspector that finds short names of records also in the registration on their interface.
 *
 * <p>It refuses records without a name; Jackson alone would make a name from the class name.
 */
final class RegisteredNames extends JacksonAnnotationIntrospector {

    @Override
    public @Nullable String findTypeName(AnnotatedClass type) {
        String own = super.findTypeName(type);
        String name = own == null ? nameOnInterface(type) : own;
        boolean named = !type.getRawType().isRecord() || !type.hasAnnotation(JsonTypeInfo.class) || name != null;
        Check.require(named, "%s has no registered name", type.getRawType().getSimpleName());
        return name;
    }

    private static @Nullable String nameOnInterface(AnnotatedClass type) {
        JsonSubTypes registered = type.getAnnotation(JsonSubTypes.class);
        if (registered == null) {
            return null;
        }
        for (JsonSubTypes.Type entry : registered.value()) {
            if (entry.value() == type.getRawType()) {
                return entry.name();
            }
        }
        return null;
    }
}
