package io.dbn4j.lab.run;

import java.util.Collection;
import java.util.List;

/** Hints for unknown names in messages: the names that are similar, or else all names. */
final class SimilarNames {

    /** Largest number of inserted, removed and replaced letters between similar names. */
    private static final int MOST_EDITS = 2;

    private SimilarNames() {}

    /** Returns {@code (did you mean a or b?)}, or all known names after a word if none is similar. */
    static String hint(String name, Collection<String> known, String word) {
        List<String> similar =
                known.stream().filter(other -> isSimilar(name, other)).toList();
        return similar.isEmpty()
                ? "; " + word + ": " + String.join(", ", known)
                : " (did you mean " + String.join(" or ", similar) + "?)";
    }

    private static boolean isSimilar(String name, String other) {
        return edits(name, other) <= Math.min(MOST_EDITS, name.length() / 2)
                || (!name.isEmpty() && other.startsWith(name + "-"));
    }

    /** Counts the edits between two names row by row (Levenshtein distance). */
    private static int edits(String name, String other) {
        int[] above = new int[other.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= name.length(); i++) {
            int[] row = new int[above.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = above[j - 1] + (name.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[other.length()];
    }
}
