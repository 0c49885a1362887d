package io.dbn4j.lab.data;

import io.dbn4j.core.Check;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file of rows with the options of its reader, parsed from {@code FILE}, {@code FILE:ARRAY} or
 * {@code FILE:OPTION=VALUE,...}. The prefix {@code file:} tells a file from a {@link DataSource} of the same name.
 *
 * <pre>
 *   digits.npz:x_train                  the array of that name
 *   table.csv:separator=semicolon       comma, semicolon, tab, space, bar; detected unless given
 *   table.csv:header=no                 yes or no: whether line 1 holds names
 *   table.csv:index=yes                 yes or no: whether column 1 holds names or numbers of the rows
 *   table.csv:label=species             leaves out the column of a label, by name or number, from 0; -1 is the last
 *   table.csv:drop=id+3-5               leaves out columns
 *   table.csv:columns=0-15              keeps these columns only
 *   pixels.npy:scale=255                divides all values
 * </pre>
 *
 * @param file the file of rows
 * @param options values by option name
 */
public record FileSource(Path file, Map<String, String> options) {

    static final String ARRAY = "array";
    static final String SEPARATOR = "separator";
    static final String HEADER = "header";
    static final String INDEX = "index";
    static final String LABEL = "label";
    static final String DROP = "drop";
    static final String COLUMNS = "columns";
    static final String SCALE = "scale";

    private static final String FILE = "file:";

    private static final List<String> OPTIONS = List.of(ARRAY, SEPARATOR, HEADER, INDEX, LABEL, DROP, COLUMNS, SCALE);

    public FileSource {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * Parses file and options from a text. The file is the longest beginning of the text that names one, because file
     * names may contain colons.
     *
     * @throws IllegalArgumentException if there is no such file, or an option is unknown
     */
    public static FileSource of(String given) {
        String text = plain(given);
        int end = endOfFile(text);
        Check.require(end > 0 || !isFolder(text), "%s is a folder, must be a file", text);
        Check.require(end > 0, "no such file: %s%s", text, sources(text));
        Path file = Path.of(text.substring(0, end));
        return new FileSource(file, end == text.length() ? Map.of() : options(file, text.substring(end + 1)));
    }

    /** Returns the text without {@code file:} at its beginning, unless a file has that name. */
    private static String plain(String text) {
        return text.startsWith(FILE) && endOfFile(text) == 0 ? text.substring(FILE.length()) : text;
    }

    /** Lists the registered sources if the text may be a misspelled name of one. */
    private static String sources(String text) {
        Set<String> names = DataSource.REGISTERED.keySet();
        return names.isEmpty() || text.matches(".*[./].*") ? "" : "; data with a name: " + String.join(", ", names);
    }

    /** Returns the same text with an absolute path of the file; the name of a {@link DataSource} stays as it is. */
    public static String absolute(String given) {
        if (DataSource.REGISTERED.containsKey(given)) {
            return given;
        }
        String text = plain(given);
        int end = endOfFile(text);
        int ofPath = end > 0 ? end : text.length();
        try {
            return Path.of(text.substring(0, ofPath)).toAbsolutePath().normalize() + text.substring(ofPath);
        } catch (InvalidPathException e) {
            return text;
        }
    }

    /**
     * Completes a text that names a file or folder and stands in another file.
     *
     * @param folder folder of that other file
     * @return the text with an absolute path below {@code folder}, if the named file is there and not in the working
     *     folder; else {@code text}
     */
    public static String beside(Path folder, String given) {
        if (DataSource.REGISTERED.containsKey(given)) {
            return given;
        }
        String text = plain(given);
        String there = folder.toAbsolutePath().normalize() + "/" + text;
        boolean here = text.isEmpty() || endOfFile(text) > 0 || isFolder(text);
        return !here && (endOfFile(there) > 0 || isFolder(there)) ? there : given;
    }

    /** Returns the end of the file name in a text; 0 if no beginning of the text names a file. */
    private static int endOfFile(String text) {
        for (int end = text.length(); end > 0; end = text.lastIndexOf(':', end - 1)) {
            if (isFile(text.substring(0, end))) {
                return end;
            }
        }
        return 0;
    }

    private static boolean isFile(String name) {
        try {
            return Files.isRegularFile(Path.of(name));
        } catch (InvalidPathException e) {
            // Windows allows no second colon in a path.
            return false;
        }
    }

    static boolean isFolder(String name) {
        try {
            return Files.isDirectory(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Map<String, String> options(Path file, String text) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? ARRAY : part.substring(0, equals);
            Check.require(
                    OPTIONS.contains(name),
                    "%s: unknown option %s; allowed: %s",
                    file,
                    Check.shown(name),
                    String.join(", ", OPTIONS));
            Check.require(
                    options.put(name, part.substring(equals + 1)) == null, "%s: option %s is given twice", file, name);
        }
        return options;
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /** Returns an option that is yes or no; empty if it is not given. */
    Optional<Boolean> flag(String name) {
        return option(name).map(word -> {
            Check.require(
                    word.equals("yes") || word.equals("no"), "%s: %s must be yes or no, was %s", file, name, word);
            return word.equals("yes");
        });
    }

    /** Returns the divisor of all values; empty if it is not given. */
    Optional<Double> scale() {
        return option(SCALE).map(text -> {
            double scale = CsvCell.parse(text, false);
            return Check.positive(scale, file + ": " + SCALE);
        });
    }

    /** Refuses options that a format does not have. */
    void requireOnly(String format, List<String> allowed) {
        options.keySet()
                .forEach(name -> Check.require(
                        allowed.contains(name),
                        "%s: %s files have no option %s; allowed: %s",
                        file,
                        format,
                        name,
                        String.join(", ", allowed)));
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
