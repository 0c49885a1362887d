package io.dbn4j.rg.mcrg;

import io.dbn4j.core.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A product of spins at given sites of a square lattice, summed over all translations and over the patterns that
 * rotations and reflections make of it.
 *
 * <pre>
 *   S = sum over patterns of sum over sites x of prod_{d in pattern} s_{x + d}
 * </pre>
 *
 * <p>Each pattern counts once, also on lattices so small that its sites coincide.
 *
 * @param sites sites of the pattern
 */
public record SpinOperator(List<Site> sites) {

    /** A site, by its row and column. */
    public record Site(int row, int column) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "(%d,%d)", row, column);
        }
    }

    /**
     * Even operators: nearest neighbors, diagonal neighbors, the square of four, and third neighbors along an axis.
     */
    public static final List<SpinOperator> EVEN =
            List.of(of(0, 0, 0, 1), of(0, 0, 1, 1), of(0, 0, 0, 1, 1, 0, 1, 1), of(0, 0, 0, 2));

    /**
     * Odd operators: magnetization, three spins in a corner, three in a row, and two third neighbors with a site next
     * to the site between them.
     */
    public static final List<SpinOperator> ODD =
            List.of(of(0, 0), of(0, 0, 0, 1, 1, 0), of(0, 0, 0, 1, 0, 2), of(0, 0, 1, 1, 0, 2));

    public SpinOperator {
        sites = List.copyOf(sites);
        Check.require(
                !sites.isEmpty() && Set.copyOf(sites).size() == sites.size(), "sites must differ, were %s", sites);
    }

    /** Returns the operator of sites given as row, column, row, column ... */
    public static SpinOperator of(int... coordinates) {
        List<Site> sites = new ArrayList<>();
        for (int i = 0; i < coordinates.length; i += 2) {
            sites.add(new Site(coordinates[i], coordinates[i + 1]));
        }
        return new SpinOperator(sites);
    }

    /** Tells whether the operator keeps its sign when all spins are flipped. */
    public boolean even() {
        return sites.size() % 2 == 0;
    }

    /**
     * Returns the distinct patterns that rotations and reflections make of this one, each shifted to row 0 and column
     * 0.
     */
    public List<List<Site>> patterns() {
        Set<List<Site>> patterns = new LinkedHashSet<>();
        for (int symmetry = 0; symmetry < 8; symmetry++) {
            int transformation = symmetry;
            patterns.add(shifted(sites.stream()
                    .map(site -> transformed(site, transformation))
                    .toList()));
        }
        return List.copyOf(patterns);
    }

    /** Applies one of eight symmetries: bit 0 exchanges rows and columns, bits 1 and 2 reflect. */
    private static Site transformed(Site site, int symmetry) {
        int row = (symmetry & 1) == 0 ? site.row : site.column;
        int column = (symmetry & 1) == 0 ? site.column : site.row;
        return new Site((symmetry & 2) == 0 ? row : -row, (symmetry & 4) == 0 ? column : -column);
    }

    private static List<Site> shifted(List<Site> pattern) {
        int row = pattern.stream().mapToInt(Site::row).min().orElseThrow();
        int column = pattern.stream().mapToInt(Site::column).min().orElseThrow();
        return pattern.stream()
                .map(site -> new Site(site.row - row, site.column - column))
                .sorted(Comparator.comparingInt(Site::row).thenComparingInt(Site::column))
                .toList();
    }

    /** Returns the sites as text: {@code s(0,0) s(0,1)}. */
    @Override
    public String toString() {
        return String.join(" ", sites.stream().map(site -> "s" + site).toArray(String[]::new));
    }

    /** Returns the patterns as numbers for fast sums: row and column of each site in turn. */
    int[][] offsets() {
        return patterns().stream()
                .map(pattern -> pattern.stream()
                        .flatMapToInt(site -> Arrays.stream(new int[] {site.row, site.column}))
                        .toArray())
                .toArray(int[][]::new);
    }
}
