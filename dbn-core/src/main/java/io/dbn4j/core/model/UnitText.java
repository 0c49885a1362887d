package io.dbn4j.core.model;

import io.dbn4j.core.json.Json;
import io.dbn4j.core.units.Mixed;
import io.dbn4j.core.units.UnitType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kinds of units as people and files write them: {@code bernoulli}, {@code softmax-3}, and for several kinds on one side
 * {@code diagonal-gaussian:3+bernoulli:8+softmax-4:4}, each with its number of units.
 */
public final class UnitText {

    private static final Pattern NAME = Pattern.compile("(?<name>[a-z]+)(-(?<states>[1-9]\\d{0,5}))?");
    private static final Pattern BLOCK = Pattern.compile("(?<kind>[^:+]+):(?<units>[1-9]\\d{0,8})");

    private UnitText() {}

    /**
     * Returns the kind with this {@link UnitType#name}.
     *
     * @throws IllegalArgumentException in one line that names the rule and the text
     */
    public static UnitType read(String text) {
        if (!text.contains(":") && !text.contains("+") && !text.equals("mixed")) {
            return oneKind(text);
        }
        List<Mixed.Block> blocks = new ArrayList<>();
        for (String part : text.split("\\+", -1)) {
            Matcher block = BLOCK.matcher(part);
            if (!block.matches()) {
                throw new IllegalArgumentException("mixed units must be KIND:UNITS joined by +, such as"
                        + " diagonal-gaussian:3+bernoulli:8, was " + text);
            }
            blocks.add(new Mixed.Block(oneKind(block.group("kind")), Integer.parseInt(block.group("units"))));
        }
        return new Mixed(blocks);
    }

    private static UnitType oneKind(String text) {
        Matcher name = NAME.matcher(text);
        try {
            return !name.matches() || name.group("states") == null
                    ? Json.fromMap(Map.of("type", text), UnitType.class)
                    : Json.fromMap(
                            Map.of("type", name.group("name"), "states", Integer.valueOf(name.group("states"))),
                            UnitType.class);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    text.startsWith("softmax")
                            ? "must be softmax-K with groups of K, such as softmax-3, was " + text
                            : String.valueOf(e.getMessage())
                                    .replaceFirst("^type: ", "")
                                    .replace("mixed, ", ""),
                    e);
        }
    }
}
