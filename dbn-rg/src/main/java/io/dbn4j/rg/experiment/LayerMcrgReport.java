package io.dbn4j.rg.experiment;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Table;
import io.dbn4j.rg.experiment.LayerExponents.Exponent;
import io.dbn4j.rg.experiment.LayerExponents.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The report tables of trained layers and the majority rule.
 *
 * @param samples number of configurations
 */
record LayerMcrgReport(int samples, LayerMcrgVerdict verdict) {

    /** A row for a transformation after a step. */
    private record Step(String name, int step, LayerExponents exponents) {

        String label() {
            return String.format(Locale.ROOT, "%s, step %d, ", name, step);
        }

        Estimate found(Exponent exponent) {
            return exponents.of(name, exponent, step).estimate();
        }

        double errors(Exponent exponent) {
            return found(exponent).errorsAbove(exponent.exact);
        }

        Estimate beyond(Exponent exponent) {
            return exponents.beyondMajority(name, exponent, step);
        }
    }

    /** A row for all transformations of a kind after a step. */
    private record Spread(Kind kind, int step, LayerExponents exponents) {

        Estimate smallest(Exponent exponent) {
            return exponents.sorted(kind, exponent, step).get(0);
        }

        Estimate median(Exponent exponent) {
            return exponents.median(kind, exponent, step);
        }

        Estimate largest(Exponent exponent) {
            List<Estimate> sorted = exponents.sorted(kind, exponent, step);
            return sorted.get(sorted.size() - 1);
        }
    }

    private static final Table<Step> STEPS = Table.<Step>of("exponents")
            .text("transformation", "transformation", Step::name)
            .whole("step", "step", Step::step)
            .estimate("thermal", "y_T", row -> row.found(Exponent.THERMAL))
            .number("thermalErrors", "y_T - 1, errors", "%+.1f", row -> row.errors(Exponent.THERMAL))
            .estimate("thermalBeyond", row -> row.beyond(Exponent.THERMAL))
            .label("minus majority", row -> EstimateText.change(row.beyond(Exponent.THERMAL)))
            .estimate("magnetic", "y_H", row -> row.found(Exponent.MAGNETIC))
            .number("magneticErrors", "y_H - 1.875, errors", "%+.1f", row -> row.errors(Exponent.MAGNETIC))
            .estimate("magneticBeyond", row -> row.beyond(Exponent.MAGNETIC))
            .label("minus majority", row -> EstimateText.change(row.beyond(Exponent.MAGNETIC)));

    private static final Table<Spread> SPREADS = Table.<Spread>of("starts")
            .text("layers", "layers", row -> row.kind.title())
            .whole("step", "step", Spread::step)
            .estimate("thermalSmallest", row -> row.smallest(Exponent.THERMAL))
            .estimate("thermalMedian", row -> row.median(Exponent.THERMAL))
            .estimate("thermalLargest", row -> row.largest(Exponent.THERMAL))
            .label("y_T, smallest", row -> EstimateText.number(row.smallest(Exponent.THERMAL)))
            .label("median", row -> EstimateText.number(row.median(Exponent.THERMAL)))
            .label("largest", row -> EstimateText.number(row.largest(Exponent.THERMAL)))
            .estimate("magneticSmallest", row -> row.smallest(Exponent.MAGNETIC))
            .estimate("magneticMedian", row -> row.median(Exponent.MAGNETIC))
            .estimate("magneticLargest", row -> row.largest(Exponent.MAGNETIC))
            .label("y_H, smallest", row -> EstimateText.number(row.smallest(Exponent.MAGNETIC)))
            .label("median", row -> EstimateText.number(row.median(Exponent.MAGNETIC)))
            .label("largest", row -> EstimateText.number(row.largest(Exponent.MAGNETIC)));

    private static final Table<TrainedLayer> LAYERS = Table.<TrainedLayer>of("layers")
            .text("layer", "layer", TrainedLayer::name)
            .exact(
                    "ownBlocks",
                    "share of own blocks",
                    "%.3f",
                    "",
                    layer -> layer.hidden().blockShare())
            .number("leastUnit", "least unit", "%.3f", layer -> layer.hidden().leastShare())
            .whole(
                    "strongestBlocks",
                    "distinct strongest blocks",
                    layer -> layer.hidden().strongestBlocks())
            .whole("blocks", "blocks", layer -> layer.hidden().blocks().count())
            .number(
                    "randomMedian",
                    "random weights: share",
                    "%.3f",
                    layer -> layer.random().median())
            .number(
                    "randomLow",
                    "95 % of draws from",
                    "%.3f",
                    layer -> layer.random().low())
            .number("randomHigh", "to", "%.3f", layer -> layer.random().high())
            .number(
                    "largestBias",
                    "largest |hidden bias| set to 0",
                    "%.4f",
                    layer -> layer.hidden().largestBias());

    Map<String, Estimate> estimates() {
        Map<String, Estimate> estimates = new LinkedHashMap<>(STEPS.estimates(rows(), Step::label));
        estimates.putAll(LAYERS.estimates(verdict.layers(), layer -> layer.name() + ", "));
        return estimates;
    }

    /** Adds the tables to a page. */
    void addTo(Report page) {
        int last = verdict.exponents().steps();
        page.table(
                        String.format(
                                Locale.ROOT,
                                "%d configurations, four operators of each parity; exact: y_T = 1, y_H = 1.875",
                                samples),
                        STEPS,
                        rows())
                .text(String.format(
                        Locale.ROOT,
                        "Errors come from the configurations, which all transformations share; errors of differences"
                                + " are paired. Step %d ends on %d x %d sites. No error contains the bias of an"
                                + " exponent from so"
                                + " small a lattice or from left-out operators.",
                        last,
                        verdict.sideAfter(last),
                        verdict.sideAfter(last)))
                .table("Trained layers: different starts on the same patches", SPREADS, spreads())
                .table("Trained layers: share of squared weights on own blocks", LAYERS, verdict.layers())
                .text("Weights that are local anywhere in the patch exceed random weights too, whether or not"
                        + " blocks organize"
                        + " them. Setting hidden biases to 0 changes the layer. Layers that are cut keep"
                        + " only the weights on"
                        + " own blocks.");
    }

    private List<Step> rows() {
        List<Step> rows = new ArrayList<>();
        LayerExponents exponents = verdict.exponents();
        exponents.groups().keySet().forEach(name -> {
            for (int step = 1; step <= exponents.steps(); step++) {
                rows.add(new Step(name, step, exponents));
            }
        });
        return rows;
    }

    private List<Spread> spreads() {
        List<Spread> rows = new ArrayList<>();
        for (Kind kind : verdict.kinds()) {
            for (int step = 1; step <= verdict.exponents().steps(); step++) {
                rows.add(new Spread(kind, step, verdict.exponents()));
            }
        }
        return rows;
    }
}
