package io.dbn4j.core.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedClassResolver;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dbn4j.core.Check;
import io.dbn4j.core.FormerNames;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shape of the JSON of a Java type: properties of records, registered names of interfaces, kinds of values.
 *
 * <p>Trees are checked before Jackson binds them. Jackson's own errors name neither all missing properties nor the
 * allowed ones, and differ between versions.
 */
public final class JsonShape {

    private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

    private final ObjectMapper mapper;

    /** Cached components: Java lists the components of a record anew at every call. */
    private final Map<JavaType, Map<String, JavaType>> components = new ConcurrentHashMap<>();

    private final Map<JavaType, Map<String, JsonNode>> defaults = new ConcurrentHashMap<>();

    JsonShape(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Checks a tree and brings it up to date: present names replace {@link FormerNames}, and missing properties get
     * their default values.
     *
     * @param tree modified
     * @throws IllegalArgumentException naming the first place where the tree does not fit the type
     */
    void bringUpToDate(JsonNode tree, JavaType type) {
        check(tree, type, "");
    }

    private void check(JsonNode node, JavaType type, String place) {
        Class<?> raw = type.getRawClass();
        if (raw == JsonNode.class) {
            return;
        }
        if (isNamed(raw)) {
            require(
                    node.isObject(),
                    place,
                    "an object of type " + String.join(" or ", names(raw).keySet()),
                    node);
            renameFormer(node, raw);
            checkRecord(node, registered(node, raw, place), typeProperty(raw), place);
        } else if (raw.isRecord()) {
            require(node.isObject(), place, "an object", node);
            checkRecord(node, type, "", place);
        } else if (type.isMapLikeType()) {
            require(node.isObject(), place, "an object", node);
            node.fieldNames()
                    .forEachRemaining(
                            name -> check(node.get(name), type.getContentType(), property(place, Check.shown(name))));
        } else if (type.isContainerType()) {
            require(node.isArray(), place, "a list", node);
            for (int i = 0; i < node.size(); i++) {
                check(node.get(i), type.getContentType(), element(place, i));
            }
        } else {
            checkValue(node, raw, place);
        }
    }

    private void checkRecord(JsonNode node, JavaType type, String typeProperty, String place) {
        Map<String, JavaType> properties = components(type);
        List<String> found = new ArrayList<>();
        node.fieldNames().forEachRemaining(found::add);
        for (String name : found) {
            if (!name.equals(typeProperty) && !properties.containsKey(name)) {
                throw unknown(place, name, properties.keySet());
            }
        }
        properties.forEach((name, component) -> {
            JsonNode absent = defaults(type).get(name);
            if (!node.has(name) && absent != null) {
                ((ObjectNode) node).set(name, absent);
            }
            if (!node.has(name)) {
                throw at(place, "missing property \"%s\"; required: %s".formatted(name, list(required(type))));
            }
            check(node.get(name), component, property(place, name));
        });
    }

    private void checkValue(JsonNode node, Class<?> raw, String place) {
        require(isValue(node, raw), place, kind(raw), node);
        if (isReal(raw) && Double.isInfinite(node.doubleValue())) {
            throw at(place, "number is too large");
        }
    }

    private boolean isValue(JsonNode node, Class<?> raw) {
        if (isWhole(raw)) {
            boolean small = raw == int.class || raw == Integer.class;
            return node.isIntegralNumber() && (small ? node.canConvertToInt() : node.canConvertToLong());
        } else if (isReal(raw)) {
            return node.isNumber() || (node.isTextual() && NOT_FINITE.contains(node.textValue()));
        } else if (raw == boolean.class || raw == Boolean.class) {
            return node.isBoolean();
        } else if (raw == String.class) {
            return node.isTextual();
        }
        return raw.isEnum() ? node.isTextual() && constants(raw).contains(node.textValue()) : !node.isNull();
    }

    private static boolean isWhole(Class<?> raw) {
        return raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class;
    }

    private static boolean isReal(Class<?> raw) {
        return raw == double.class || raw == Double.class || raw == float.class || raw == Float.class;
    }

    /** Describes the single values of a type. */
    private String kind(Class<?> raw) {
        if (isWhole(raw)) {
            return "a whole number";
        } else if (isReal(raw)) {
            return "a number";
        } else if (raw == boolean.class || raw == Boolean.class) {
            return "true or false";
        } else if (raw == String.class) {
            return "a text";
        }
        return raw.isEnum() ? "one of " + list(constants(raw)) : "a value";
    }

    /** Describes the values of a type: single values, lists, or objects by their registered names. */
    String kind(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (isNamed(raw)) {
            return "JSON of type " + String.join(", ", names(raw).keySet());
        }
        return type.isContainerType() || raw.isRecord() ? "JSON" : kind(raw);
    }

    /** Returns the registered name of the record in an object; empty if its type has no such names. */
    String registeredName(JsonNode node, JavaType type) {
        Class<?> raw = type.getRawClass();
        return isNamed(raw) && node.isObject() ? node.path(typeProperty(raw)).asText() : "";
    }

    /** Returns the properties below a node and their types; empty if it is neither a record nor a map. */
    Map<String, JavaType> properties(JsonNode node, JavaType type, String place) {
        Class<?> raw = type.getRawClass();
        if (isNamed(raw) && node.isObject()) {
            return components(registered(node, raw, place));
        }
        Map<String, JavaType> properties = raw.isRecord() ? components(type) : new TreeMap<>();
        if (type.isMapLikeType()) {
            node.fieldNames().forEachRemaining(name -> properties.put(name, type.getContentType()));
        }
        return properties;
    }

    private Map<String, JavaType> components(JavaType type) {
        return components.computeIfAbsent(type, this::componentsOf);
    }

    private List<String> required(JavaType type) {
        return components(type).keySet().stream()
                .filter(name -> !defaults(type).containsKey(name))
                .toList();
    }

    /** Returns the default values of properties that older files lack, from their {@link JsonProperty}. */
    private Map<String, JsonNode> defaults(JavaType type) {
        return defaults.computeIfAbsent(type, record -> {
            Map<String, JsonNode> values = new LinkedHashMap<>();
            for (RecordComponent component : record.getRawClass().getRecordComponents()) {
                JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
                if (property != null && !property.defaultValue().isEmpty()) {
                    values.put(component.getName(), Json.parse(property.defaultValue()));
                }
            }
            return values;
        });
    }

    private Map<String, JavaType> componentsOf(JavaType type) {
        Map<String, JavaType> components = new LinkedHashMap<>();
        for (RecordComponent component : type.getRawClass().getRecordComponents()) {
            JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
            String name = renamed == null || renamed.value().isEmpty() ? component.getName() : renamed.value();
            components.put(name, mapper.getTypeFactory().constructType(component.getGenericType()));
        }
        return Collections.unmodifiableMap(components);
    }

    private JavaType registered(JsonNode node, Class<?> raw, String place) {
        String property = typeProperty(raw);
        Map<String, Class<?>> names = names(raw);
        if (!node.has(property)) {
            throw at(place, "missing property \"%s\"; allowed: %s".formatted(property, list(names.keySet())));
        }
        String name = node.get(property).asText();
        Class<?> type = names.get(name);
        if (type == null) {
            throw at(
                    property(place, property),
                    "unknown name \"%s\"; allowed: %s".formatted(Check.shown(name), list(names.keySet())));
        }
        return mapper.constructType(type);
    }

    private void renameFormer(JsonNode node, Class<?> raw) {
        String property = typeProperty(raw);
        String found = node.path(property).asText();
        names(raw).forEach((name, type) -> {
            if (wasNamed(type, found)) {
                ((ObjectNode) node).put(property, name);
            }
        });
    }

    /** Tells whether a name is one of the {@link FormerNames} of a type. */
    public static boolean wasNamed(Class<?> type, String name) {
        FormerNames former = type.getAnnotation(FormerNames.class);
        return former != null && Arrays.asList(former.value()).contains(name);
    }

    private boolean isNamed(Class<?> raw) {
        return annotations(raw).hasAnnotation(JsonTypeInfo.class);
    }

    /** Returns the property that holds the registered name of the record. */
    private String typeProperty(Class<?> raw) {
        JsonTypeInfo info = annotations(raw).getAnnotation(JsonTypeInfo.class);
        Check.require(info.use() == JsonTypeInfo.Id.NAME, "%s must be written by name, not by class", raw.getName());
        return info.property().isEmpty() ? info.use().getDefaultPropertyName() : info.property();
    }

    /** Returns the registered names of the records behind an interface. */
    Map<String, Class<?>> names(Class<?> raw) {
        Collection<NamedType> types = mapper.getSubtypeResolver()
                .collectAndResolveSubtypesByTypeId(mapper.getDeserializationConfig(), annotations(raw));
        Map<String, Class<?>> names = new TreeMap<>();
        types.stream()
                .filter(type -> type.hasName() && raw.isAssignableFrom(type.getType()))
                .forEach(type -> names.put(type.getName(), type.getType()));
        return names;
    }

    private AnnotatedClass annotations(Class<?> raw) {
        return AnnotatedClassResolver.resolve(
                mapper.getDeserializationConfig(), mapper.constructType(raw), mapper.getDeserializationConfig());
    }

    private List<String> constants(Class<?> raw) {
        return Arrays.stream(raw.getEnumConstants())
                .map(constant -> mapper.convertValue(constant, String.class))
                .toList();
    }

    public static String property(String place, String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    public static String element(String place, int index) {
        return place + "[" + index + "]";
    }

    static String list(Collection<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    static IllegalArgumentException unknown(String place, String name, Collection<String> allowed) {
        return at(place, "unknown property \"%s\"; allowed: %s".formatted(Check.shown(name), list(allowed)));
    }

    static IllegalArgumentException at(String place, String message) {
        return new IllegalArgumentException(place.isEmpty() ? message : place + ": " + message);
    }

    private static void require(boolean condition, String place, String rule, JsonNode found) {
        if (!condition) {
            throw at(place, "must be %s, was %s".formatted(rule, Check.shown(found.toString())));
        }
    }
}
