package io.dbn4j.core.partition;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The names of the estimators of log Z and of their values in results.
 *
 * <p>A registered name such as {@code reverse-ais} becomes a property of results as {@code reverseAis}. Two values of
 * results have no estimator: the conservative value of reverse AIS, and the sum over distinct rows of data.
 */
public final class LogPartitionMethods {

    /** The methods that are registered on {@link LogPartitionEstimator}. */
    public static final LogPartitionMethods REGISTERED = new LogPartitionMethods(Arrays.stream(
                    Objects.requireNonNull(LogPartitionEstimator.class.getAnnotation(JsonSubTypes.class))
                            .value())
            .<Class<? extends LogPartitionEstimator>>map(entry -> entry.value().asSubclass(LogPartitionEstimator.class))
            .toList());

    /** The name in results of the mean log-weight of reverse AIS. */
    public static final String CONSERVATIVE = "conservative";

    /** The name in results of {@link DistinctRows}. */
    public static final String ROWS = "rows";

    private final List<Method> methods;

    /**
     * Lists the methods of the given estimators, which need not be registered.
     *
     * @param types annotated with {@code @JsonTypeName} and {@link DisplayName}
     */
    public LogPartitionMethods(List<Class<? extends LogPartitionEstimator>> types) {
        this.methods = types.stream().map(Method::of).toList();
    }

    /**
     * The names of one estimator.
     *
     * @param name registered name: the type in JSON and the option on the command line
     * @param displayName name for people
     * @param summary one or two sentences
     * @param type class of the estimator, a record
     */
    public record Method(String name, String displayName, String summary, Class<? extends LogPartitionEstimator> type) {

        /** Reads the names that a type declares. */
        public static Method of(Class<? extends LogPartitionEstimator> type) {
            JsonTypeName name = Objects.requireNonNull(type.getAnnotation(JsonTypeName.class), type::getName);
            DisplayName display = Objects.requireNonNull(type.getAnnotation(DisplayName.class), type::getName);
            return new Method(name.value(), display.value(), display.summary(), type);
        }

        /**
         * Returns the name of the method in results: the name in camel case, {@code reverseAis} for
         * {@code reverse-ais}.
         */
        public String resultName() {
            String[] words = name.split("-", -1);
            return words[0]
                    + Arrays.stream(words)
                            .skip(1)
                            .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                            .collect(Collectors.joining());
        }
    }

    /** Returns the methods in the order of their registration. */
    public List<Method> methods() {
        return methods;
    }

    /** Finds the method of a registered name. */
    public Optional<Method> named(String name) {
        return methods.stream().filter(method -> method.name().equals(name)).findFirst();
    }

    /** Returns the display names, by the names of results. */
    public Map<String, String> displayNames() {
        Map<String, String> names = new LinkedHashMap<>();
        methods.forEach(method -> names.put(method.resultName(), method.displayName()));
        names.put(CONSERVATIVE, "reverse AIS, conservative");
        names.put(ROWS, "sum over distinct rows");
        return names;
    }

    /** Returns the display name of a value of results; an unknown name is returned unchanged. */
    public static String displayName(String resultName) {
        return REGISTERED.displayNames().getOrDefault(resultName, resultName);
    }
}
