package io.dbn4j.ui;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules that Markdown files obey. Each method returns the places that break one, as {@code file:line: what}. */
final class Documents {

    static final int LINE = 120;
    static final int CELL = 12;

    private static final String RUN = "<!-- run -->";
    private static final String COMPILES = "<!-- compiles -->";
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern SCHEME = Pattern.compile("[a-z]+:.*");
    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]");

    /**
     * A Markdown file.
     *
     * @param file where it is, which its links start from
     * @param text its content
     */
    record Page(Path file, String text) {

        static Page read(Path file) {
            try {
                return new Page(file, Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String at(int line, String what) {
            return file + ":" + line + ": " + what;
        }

        /** Returns the lines, those of code empty, so that their numbers stay. */
        List<String> prose() {
            List<String> lines = new ArrayList<>();
            boolean code = false;
            for (String line : text.split("\n", -1)) {
                boolean fence = line.strip().startsWith("```");
                lines.add(fence || code ? "" : line);
                code ^= fence;
            }
            return lines;
        }

        /** Returns the names that GitHub gives to the headings. */
        Set<String> anchors() {
            Set<String> anchors = new HashSet<>();
            Map<String, Integer> seen = new HashMap<>();
            for (String line : prose()) {
                if (line.matches("#+ .*")) {
                    String name = line.replaceFirst("#+ ", "")
                            .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                            .replace(' ', '-');
                    int before = seen.merge(name, 1, Integer::sum) - 1;
                    anchors.add(before == 0 ? name : name + "-" + before);
                }
            }
            return anchors;
        }
    }

    private Documents() {}

    /** A file may have this many lines. */
    static List<String> tooLong(Page page, int most) {
        long lines = page.text().lines().count();
        return lines <= most ? List.of() : List.of(page.file() + ": " + lines + " lines, at most " + most);
    }

    /** A line outside tables and code may have {@value LINE} characters. */
    static List<String> longLines(Page page) {
        List<String> found = new ArrayList<>();
        List<String> lines = page.prose();
        for (int i = 0; i < lines.size(); i++) {
            if (!isTable(lines.get(i)) && lines.get(i).length() > LINE) {
                found.add(page.at(i + 1, lines.get(i).length() + " characters, at most " + LINE));
            }
        }
        return found;
    }

    /** A cell of a table may have {@value CELL} words; code counts as one word, the address of a link as none. */
    static List<String> wordyCells(Page page) {
        List<String> found = new ArrayList<>();
        List<String> lines = page.prose();
        for (int i = 0; i < lines.size(); i++) {
            if (isTable(lines.get(i))) {
                for (String cell : BAR.split(lines.get(i), -1)) {
                    long words = words(cell);
                    if (words > CELL) {
                        found.add(page.at(i + 1, words + " words in a cell, at most " + CELL));
                    }
                }
            }
        }
        return found;
    }

    private static boolean isTable(String line) {
        return line.strip().startsWith("|");
    }

    private static long words(String cell) {
        String text = cell.replaceAll("`[^`]*`", "code").replaceAll("]\\([^)]*\\)", "]");
        return Arrays.stream(text.split("\\s+"))
                .filter(word -> WORD.matcher(word).find())
                .count();
    }

    /** A relative link names a file that exists and, behind #, one of its headings. */
    static List<String> brokenLinks(Page page) {
        List<String> found = new ArrayList<>();
        List<String> lines = page.prose();
        for (int i = 0; i < lines.size(); i++) {
            Matcher links = LINK.matcher(lines.get(i).replaceAll("(?<!\\[)`[^`]*`", ""));
            while (links.find()) {
                if (!SCHEME.matcher(links.group(1)).matches() && !leadsSomewhere(page, links.group(1))) {
                    found.add(page.at(i + 1, "nothing at " + links.group(1)));
                }
            }
        }
        return found;
    }

    private static boolean leadsSomewhere(Page page, String link) {
        int hash = link.indexOf('#');
        String name = hash < 0 ? link : link.substring(0, hash);
        Path target =
                name.isEmpty() ? page.file() : page.file().resolveSibling(name).normalize();
        if (hash < 0) {
            return Files.exists(target);
        }
        Page other = name.isEmpty() ? page : Files.isRegularFile(target) ? Page.read(target) : null;
        return other != null && other.anchors().contains(link.substring(hash + 1));
    }

    /** Returns the lines behind {@code ./dbn} of every block of shell code that is marked to be run. */
    static List<String> commands(Page page) {
        List<String> commands = new ArrayList<>();
        for (String block : marked(page, RUN, "sh")) {
            for (String line : block.lines().toList()) {
                if (!line.startsWith("./dbn ") || line.matches(".*[|<>'\"$\\\\].*")) {
                    throw new IllegalArgumentException(
                            page.file() + ": a block that is run has lines ./dbn WORDS alone, found: " + line);
                }
                commands.add(line.substring("./dbn ".length()));
            }
        }
        return commands;
    }

    /** Returns every block of Java code that is marked to compile. */
    static List<String> sources(Page page) {
        return marked(page, COMPILES, "java");
    }

    private static List<String> marked(Page page, String mark, String language) {
        List<String> blocks = new ArrayList<>();
        String start = mark + "\n```" + language + "\n";
        for (int at = page.text().indexOf(mark); at >= 0; at = page.text().indexOf(mark, at + 1)) {
            if (page.text().startsWith(start, at)) {
                int end = page.text().indexOf("\n```", at + start.length());
                blocks.add(page.text().substring(at + start.length(), end));
            } else if (page.text().startsWith(mark + "\n", at)) {
                throw new IllegalArgumentException(page.file() + ": " + mark + " must stand before ```" + language);
            }
        }
        return blocks;
    }
}
