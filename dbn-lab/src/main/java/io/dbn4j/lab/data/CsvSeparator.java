package io.dbn4j.lab.data;

import io.dbn4j.core.Check;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The characters that may separate fields, and their names. */
final class CsvSeparator {

    private static final Map<Character, String> WORDS =
            Map.of(',', "comma", ';', "semicolon", '\t', "tab", ' ', "space", '|', "bar");

    private CsvSeparator() {}

    /** Returns all separators, the usual ones first. */
    static char[] all() {
        return new char[] {',', ';', '\t', '|', ' '};
    }

    static String word(char separator) {
        return WORDS.getOrDefault(separator, String.valueOf(separator));
    }

    /** Parses the name of a separator or the character itself. */
    static char of(String text, Object file) {
        return WORDS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(text)
                        || String.valueOf(entry.getKey()).equals(text))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s: separator must be %s, was %s".formatted(file, words(), Check.shown(text))));
    }

    private static String words() {
        return Stream.of(',', ';', '\t', ' ', '|').map(CsvSeparator::word).collect(Collectors.joining(", "));
    }
}
