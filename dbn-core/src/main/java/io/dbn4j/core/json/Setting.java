package io.dbn4j.core.json;

/**
 * A value inside a record that {@link Json#with} can replace.
 *
 * @param path path of the value, such as {@code layers[0].epochs}
 * @param value present value as JSON without a line break; of a record behind an interface, its registered name
 * @param kind allowed values, such as {@code a whole number} or {@code one of bernoulli, spin}
 */
public record Setting(String path, String value, String kind) {}
