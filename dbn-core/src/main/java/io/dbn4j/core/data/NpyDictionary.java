package io.dbn4j.core.data;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The text in the header of a {@code .npy} file: a Python dictionary of three entries, in any order, with single or
 * double quotes and any spaces.
 *
 * <pre>
 *   {'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }
 * </pre>
 */
final class NpyDictionary {

    private final String text;
    private int at;

    private NpyDictionary(String text) {
        this.text = text;
    }

    /**
     * Reads the entries, with quotes removed from texts; tuples and lists stay text. Empty if it is not a dictionary.
     */
    static Optional<Map<String, String>> entries(String text) {
        try {
            return Optional.of(new NpyDictionary(text).dictionary());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private Map<String, String> dictionary() {
        Map<String, String> entries = new LinkedHashMap<>();
        expect('{');
        while (next() != '}') {
            String key = quoted();
            expect(':');
            if (entries.put(key, value()) != null) {
                throw new IllegalArgumentException("two entries of one name");
            }
            if (next() != '}') {
                expect(',');
            }
        }
        expect('}');
        if (!text.substring(at).isBlank()) {
            throw new IllegalArgumentException("text behind the dictionary");
        }
        return entries;
    }

    /** Returns the next character that is not a space, without consuming it. */
    private char next() {
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.charAt(at);
    }

    private void expect(char wanted) {
        if (next() != wanted) {
            throw new IllegalArgumentException("no " + wanted);
        }
        at++;
    }

    private String value() {
        return switch (next()) {
            case '\'', '"' -> quoted();
            case '(', '[' -> bracketed();
            default -> word();
        };
    }

    private String quoted() {
        char quote = next();
        if (quote != '\'' && quote != '"') {
            throw new IllegalArgumentException("no quote");
        }
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw new IllegalArgumentException("no second quote");
        }
        String inside = text.substring(at + 1, end);
        at = end + 1;
        return inside;
    }

    private String bracketed() {
        int start = at;
        int depth = 0;
        do {
            switch (next()) {
                case '(', '[' -> depth++;
                case ')', ']' -> depth--;
                case '\'', '"' -> {
                    quoted();
                    at--;
                }
                default -> {}
            }
            at++;
        } while (depth > 0);
        return text.substring(start, at);
    }

    private String word() {
        int start = at;
        while (Character.isLetter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }
}
