package io.dbn4j.rg.experiment;

import io.dbn4j.core.run.EstimateText;
import io.dbn4j.core.run.Report;
import io.dbn4j.core.run.Table;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.experiment.Finding.Check;
import io.dbn4j.rg.experiment.LayerMcrg.Trained;
import io.dbn4j.rg.mcrg.MonteCarloRenormalizationGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The exponents of {@link LayerMcrg} and the sentences that follow from them.
 *
 * @param samples configurations
 * @param layers trained layers
 * @param groups by the name of the majority rule or the layer
 */
record LayerMcrgVerdict(
        int steps, int samples, List<Trained> layers, Map<String, MonteCarloRenormalizationGroup> groups) {

    /** A transformation after a step. */
    private record Step(String name, int step, MonteCarloRenormalizationGroup group) {

        String label() {
            return String.format(Locale.ROOT, "%s, step %d, ", name, step);
        }
    }

    private static final Table<Step> STEPS = Table.<Step>of("exponents")
            .text("transformation", "transformation", Step::name)
            .whole("step", "step", Step::step)
            .estimate("thermal", "y_T", row -> row.group.thermalExponent(row.step, McrgVerdict.OPERATORS))
            .estimate("magnetic", "y_H", row -> row.group.magneticExponent(row.step, McrgVerdict.OPERATORS));

    private static final Table<Trained> LAYERS = Table.<Trained>of("layers")
            .text("layer", "layer", Trained::name)
            .exact(
                    "ownBlocks",
                    "share of own blocks",
                    "%.3f",
                    "",
                    layer -> layer.hidden().blockShare())
            .number(
                    "largestBias",
                    "largest |hidden bias| left out",
                    "%.4f",
                    layer -> layer.hidden().largestBias());

    /** Standard errors that a comparison allows. */
    private static final double ERRORS = 3;

    /** Distances that finite lattices and left-out operators may add to the errors. */
    private static final double THERMAL_BIAS = 0.03;

    private static final double MAGNETIC_BIAS = 0.005;

    /** Layers whose hidden spins have most of their squared weights on their own blocks are local. */
    private static final double LOCAL = 0.5;

    Map<String, Estimate> estimates() {
        Map<String, Estimate> estimates = new LinkedHashMap<>(STEPS.estimates(rows(), Step::label));
        estimates.putAll(LAYERS.estimates(layers, layer -> layer.name() + ", "));
        return estimates;
    }

    /** Adds the tables to a page. */
    void addTo(Report page) {
        page.table(
                        String.format(
                                Locale.ROOT,
                                "%d configurations, four operators of each parity; exact: y_T = 1, y_H = 1.875",
                                samples),
                        STEPS,
                        rows())
                .text("Errors are those of the configurations, which all transformations share.")
                .table("Trained layers: share of squared weights on own blocks", LAYERS, layers);
    }

    private List<Step> rows() {
        List<Step> rows = new ArrayList<>();
        groups.forEach((name, group) -> {
            for (int step = 1; step <= steps; step++) {
                rows.add(new Step(name, step, group));
            }
        });
        return rows;
    }

    Verdict verdict() {
        List<Clause> clauses = new ArrayList<>();
        clauses.add(exponents("majority rule", majority(false), majority(true)));
        for (int patch : patches()) {
            String name = name(patch);
            clauses.add(exponents(name, median(patch, false), median(patch, true)));
            clauses.add(comparison(patch));
            if (patch > 2) {
                clauses.add(locality(patch));
            }
        }
        return new Verdict(clauses);
    }

    private static String name(int patch) {
        return String.format(Locale.ROOT, "RBM layer of %d x %d spins", patch, patch);
    }

    /** The step whose exponents are quoted. */
    int step() {
        return Math.min(2, steps);
    }

    private List<Integer> patches() {
        return layers.stream().map(Trained::patch).distinct().toList();
    }

    private Clause exponents(String name, Estimate thermal, Estimate magnetic) {
        String found = String.format(
                Locale.ROOT,
                "y_T = %s and y_H = %s after step %d",
                EstimateText.number(thermal),
                EstimateText.number(magnetic),
                step());
        return new Clause(
                List.of(
                        near(name + ": y_T", thermal, McrgVerdict.THERMAL, THERMAL_BIAS)
                                .from("Onsager 1944"),
                        near(name + ": y_H", magnetic, McrgVerdict.MAGNETIC, MAGNETIC_BIAS)
                                .from("Yang 1952")),
                String.format(Locale.ROOT, "The %s gives %s (exact: 1 and 1.875).", name, found),
                String.format(Locale.ROOT, "The %s misses the exact 1 or 1.875: %s.", name, found));
    }

    private static Check near(String name, Estimate found, double exact, double bias) {
        return Check.near(name, found.value(), exact, bias + ERRORS * found.standardError());
    }

    private Clause comparison(int patch) {
        Estimate layer = median(patch, true);
        Estimate rule = majority(true);
        double farther = Math.abs(layer.value() - McrgVerdict.MAGNETIC) - Math.abs(rule.value() - McrgVerdict.MAGNETIC);
        double error = Math.hypot(layer.standardError(), rule.standardError());
        return Clause.of(
                Check.atMost(
                        name(patch) + ": |y_H - 1.875| minus that of the majority rule", farther, 0, ERRORS * error),
                String.format(
                        Locale.ROOT,
                        "Its y_H is as close to the exact one as that of the majority rule (%s), within %.0f errors.",
                        EstimateText.number(rule),
                        ERRORS),
                String.format(
                        Locale.ROOT,
                        "Its y_H is farther from the exact one than that of the majority rule (%s).",
                        EstimateText.number(rule)));
    }

    private Clause locality(int patch) {
        double share = Median.of(layers.stream()
                .filter(layer -> layer.patch() == patch)
                .mapToDouble(layer -> layer.hidden().blockShare())
                .toArray());
        return Clause.of(
                Check.atLeast(name(patch) + ": median share of squared weights on own blocks", share, LOCAL),
                String.format(
                        Locale.ROOT,
                        "Nothing in training names blocks, and its hidden spins put %.0f %% of their squared weights on"
                                + " their own.",
                        100 * share),
                String.format(
                        Locale.ROOT,
                        "Its hidden spins put only %.0f %% of their squared weights on their own blocks: they are no"
                                + " block spins.",
                        100 * share));
    }

    private Estimate majority(boolean magnetic) {
        return found(LayerMcrg.MAJORITY, magnetic);
    }

    /** The median over the layers of a patch; its error is that of the configurations alone. */
    private Estimate median(int patch, boolean magnetic) {
        return Median.of(layers.stream()
                .filter(layer -> layer.patch() == patch)
                .map(layer -> found(layer.name(), magnetic))
                .toList());
    }

    private Estimate found(String name, boolean magnetic) {
        return McrgVerdict.exponent(
                Objects.requireNonNull(groups.get(name), name), magnetic, step(), McrgVerdict.OPERATORS);
    }
}
