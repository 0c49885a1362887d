package io.dbn4j.core.json;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.dbn4j.core.Check;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The strict reader and writer of records as JSON.
 *
 * <p>A property that is unknown, missing, null or of the wrong kind is an error. Its message of one line names the
 * place, the value found and the values allowed:
 *
 * <pre>
 *   objective.negativePhase: unknown property "chain"; allowed: chains, sampler, updates
 * </pre>
 *
 * <p>A record behind an interface with {@code @JsonTypeInfo} is written with its registered short name; class names
 * appear nowhere. NaN and infinities are the strings {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}.
 */
public final class Json {

    /** Largest number of characters; longer texts are refused before they are parsed. */
    private static final int LONGEST_TEXT = 1 << 24;

    /** Largest number of bytes of a file: a character takes at most 4 in UTF-8. */
    private static final long LARGEST_FILE = 4L * LONGEST_TEXT;

    /** Note inside Jackson's messages that the source is not shown. */
    private static final Pattern SOURCE = Pattern.compile("\\[Source: [^;]*; ");

    /** Quotation of the text in Jackson's messages. */
    private static final Pattern QUOTED =
            Pattern.compile("^(Unrecognized token|Unexpected character|Duplicate field|Unrecognized character escape)"
                    + " \\(?'.*?'( \\(code [^)]*\\))?\\)?(?=:| in |$)");

    private static volatile ObjectMapper mapper = mapper();

    private static volatile JsonShape shape = new JsonShape(mapper);

    private Json() {}

    /**
     * Lets files of this process name a record of another program, such as an objective, by its {@code @JsonTypeName}.
     * Call it once, before the first file that names the record is read.
     *
     * <p>A file can still name no class, only a record that the program itself has registered.
     *
     * @throws IllegalArgumentException if the record has no {@code @JsonTypeName} of small letters, digits and hyphens,
     *     or another record has the name
     */
    public static synchronized void register(Class<? extends Record> type) {
        JsonTypeName named = type.getAnnotation(JsonTypeName.class);
        String name = named == null ? "" : named.value();
        Check.require(
                name.matches("[a-z0-9-]+"),
                "%s must have a @JsonTypeName of small letters, digits and hyphens, had \"%s\"",
                type.getName(),
                name);
        for (Class<?> kind : type.getInterfaces()) {
            Class<?> other = shape.names(kind).getOrDefault(name, type);
            Check.require(
                    other == type, "%s must have a name of its own, %s is %s", type.getName(), name, other.getName());
        }
        // A copy, because Jackson keeps the names that it knew when it first read an interface.
        ObjectMapper extended = mapper.copy();
        extended.registerSubtypes(type);
        mapper = extended;
        shape = new JsonShape(extended);
    }

    /**
     * Reads a record from a text.
     *
     * @throws IllegalArgumentException naming the place, if the text is not JSON or does not fit the type
     */
    public static <T> T read(String text, Class<T> type) {
        return read(parse(text), type);
    }

    /**
     * Reads a record from a file.
     *
     * @throws IllegalArgumentException naming the file and the place, if the text does not fit the type
     * @throws UncheckedIOException if the file cannot be read
     */
    public static <T> T read(Path file, Class<T> type) {
        try {
            return read(text(file), type);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a record from a file below a run.
     *
     * @throws IllegalArgumentException naming the file and the place, if it is not a plain file or does not fit the
     *     type
     * @throws UncheckedIOException if the file cannot be read
     */
    public static <T> T read(RunFile file, Class<T> type) {
        return ofFile(file, text -> read(text, type));
    }

    /** Writes a value as indented JSON that ends with a line feed: the format of files. */
    public static String write(Object value) {
        return asText(value, true) + "\n";
    }

    /** Writes a value as JSON without a line break. */
    public static String line(Object value) {
        return asText(value, false);
    }

    /** Converts a record to maps, lists, strings, numbers and booleans, to embed in JSON of another library. */
    public static Map<String, Object> toMap(Object value) {
        return mapper.convertValue(tree(value), new TypeReference<>() {});
    }

    /**
     * Converts the result of {@link #toMap} back to a record.
     *
     * @throws IllegalArgumentException naming the place, if the map does not fit the type
     */
    public static <T> T fromMap(Map<String, ?> map, Class<T> type) {
        return read(tree(map), type);
    }

    /**
     * Returns a record with one property replaced.
     *
     * @param path path of an existing property, such as {@code layers[0].objective.chains}
     * @param text the new value: read as JSON if it parses and the property is not a text, otherwise as a text
     * @throws IllegalArgumentException naming the place, if there is no such property or the value does not fit
     */
    public static <T> T with(T value, String path, String text) {
        return with(value, Map.of(path, text));
    }

    /** Returns a record with several properties replaced in the order of the map; only the last state must be valid. */
    public static <T> T with(T value, Map<String, String> replacements) {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) value.getClass();
        JsonNode edited = tree(value);
        for (Map.Entry<String, String> replacement : replacements.entrySet()) {
            edited = new JsonEdit(shape, mapper.constructType(type), edited)
                    .set(replacement.getKey(), replacement.getValue());
        }
        return read(edited, type);
    }

    /** Lists all values of a record that {@link #with} can replace, in the order of its components. */
    public static List<Setting> settings(Object value) {
        return new SettingList(shape).of(tree(value), mapper.constructType(value.getClass()));
    }

    /** Converts a value to the tree of its JSON text, so that trees from memory and from files are equal. */
    public static JsonNode tree(Object value) {
        return parse(line(value));
    }

    /** Parses a file as JSON. */
    public static JsonNode tree(Path file) {
        try {
            return parse(text(file));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** Parses a file below a run as JSON. */
    public static JsonNode tree(RunFile file) {
        return ofFile(file, Json::parse);
    }

    private static <T> T ofFile(RunFile file, Function<String, T> reader) {
        String text = file.text(LARGEST_FILE);
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file.folder().resolve(file.name()) + ": " + e.getMessage(), e);
        }
    }

    public static JsonNode parse(String text) {
        Check.require(text.length() <= LONGEST_TEXT, "JSON must have at most %d characters", LONGEST_TEXT);
        try {
            JsonNode tree = mapper.readTree(text);
            Check.require(!tree.isMissingNode(), "JSON is empty");
            return tree;
        } catch (JsonProcessingException e) {
            var where = e.getLocation();
            String place = where == null
                    ? ""
                    : String.format(Locale.ROOT, " at line %d, column %d", where.getLineNr(), where.getColumnNr());
            throw new IllegalArgumentException("not JSON" + place + ": " + withoutContent(e.getOriginalMessage()), e);
        }
    }

    /** Removes Jackson's quotations, which could show the first word of any file; place and fault are enough. */
    private static String withoutContent(String message) {
        String line = SOURCE.matcher(firstLine(message)).replaceAll("[");
        return QUOTED.matcher(line).replaceFirst("$1");
    }

    public static <T> T read(JsonNode tree, Class<T> type) {
        JsonNode current = tree.deepCopy();
        shape.bringUpToDate(current, mapper.constructType(type));
        try {
            return mapper.treeToValue(current, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(reason(e), e);
        }
    }

    private static String text(Path file) {
        try {
            Check.require(Files.size(file) <= LARGEST_FILE, "must have at most %d bytes", LARGEST_FILE);
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("no such file: " + file, e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("must be text in UTF-8, had other bytes", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    private static String asText(Object value, boolean indented) {
        try {
            var writer = indented ? mapper.writer(new JsonLayout()) : mapper.writer();
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(reason(e), e);
        }
    }

    /** Returns the place, then the message of the record's constructor or else Jackson's first line. */
    private static String reason(JsonProcessingException e) {
        Throwable speaker = e instanceof ValueInstantiationException && e.getCause() != null ? e.getCause() : e;
        String message = firstLine(
                speaker instanceof JsonProcessingException jackson
                        ? jackson.getOriginalMessage()
                        : String.valueOf(speaker.getMessage()));
        String place = e instanceof JsonMappingException mapping ? place(mapping) : "";
        return place.isEmpty() ? message : place + ": " + message;
    }

    private static String place(JsonMappingException e) {
        String place = "";
        for (JsonMappingException.Reference step : e.getPath()) {
            place = step.getFieldName() == null
                    ? JsonShape.element(place, step.getIndex())
                    : JsonShape.property(place, Check.shown(step.getFieldName()));
        }
        return place;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }

    private static ObjectMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(100)
                        .maxNumberLength(100)
                        .maxStringLength(LONGEST_TEXT)
                        .build())
                .build();
        SimpleModule times = new SimpleModule()
                .addSerializer(Instant.class, ToStringSerializer.instance)
                .addDeserializer(Instant.class, new InstantFromText());
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .annotationIntrospector(new RegisteredNames())
                .addModule(times)
                .build();
    }
}
