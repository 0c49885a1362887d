package io.dbn4j.rg.experiment;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.rg.experiment.Finding.Check;
import io.dbn4j.rg.experiment.LayerExponents.Exponent;
import io.dbn4j.rg.experiment.LayerExponents.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The clauses that follow from the exponents of trained layers. They are comparisons only: a test of agreement with the
 * exact values would need the unknown bias from finite lattices and left-out operators.
 *
 * @param side L of the lattice
 */
record LayerMcrgVerdict(int side, List<TrainedLayer> layers, LayerExponents exponents) {

    /** Standard errors that a comparison allows. */
    private static final double ERRORS = 3;

    /** Returns all kinds of transformations, the majority rule first. */
    List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        kinds.add(new Kind("majority rule", List.of(Mcrg.MAJORITY)));
        for (int patch : patches()) {
            kinds.add(new Kind(title(patch), named(patch, TrainedLayer::name)));
            if (patch > 2) {
                kinds.add(new Kind(title(patch) + ", each unit cut to its block", named(patch, TrainedLayer::cutName)));
            }
        }
        return kinds;
    }

    Verdict verdict() {
        List<Clause> clauses = new ArrayList<>();
        for (Kind kind : kinds()) {
            if (!kind.names().contains(Mcrg.MAJORITY)) {
                clauses.add(comparison(kind));
            }
            if (exponents.steps() > 1) {
                clauses.add(convergence(kind));
                clauses.add(passage(kind));
            }
        }
        patches().stream().filter(patch -> patch > 2).forEach(patch -> clauses.add(locality(patch)));
        return new Verdict(clauses);
    }

    /** Returns the side of the lattice that a step ends on. */
    int sideAfter(int step) {
        return side >> step;
    }

    private List<Integer> patches() {
        return layers.stream().map(TrainedLayer::patch).distinct().toList();
    }

    private Stream<TrainedLayer> of(int patch) {
        return layers.stream().filter(layer -> layer.patch() == patch);
    }

    private List<String> named(int patch, Function<TrainedLayer, String> name) {
        return of(patch).map(name).toList();
    }

    private static String title(int patch) {
        return String.format(Locale.ROOT, "RBM layer of %d x %d spins", patch, patch);
    }

    private Clause comparison(Kind kind) {
        List<Check> checks = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (int step = Math.min(2, exponents.steps()); step <= exponents.steps(); step++) {
            for (Exponent exponent : Exponent.values()) {
                Estimate farther = exponents.farther(kind, exponent, step);
                checks.add(Check.atMost(
                        String.format(
                                Locale.ROOT,
                                "%s, step %d: |%s - %.4g| minus that of the majority rule, in errors",
                                kind.title(),
                                step,
                                exponent.symbol,
                                exponent.exact),
                        farther.value() / farther.standardError(),
                        ERRORS));
                found.add(String.format(
                        Locale.ROOT, "%s after step %d by %s", exponent.symbol, step, EstimateText.change(farther)));
            }
        }
        String distances = String.join(", ", found);
        return new Clause(
                checks,
                String.format(
                        Locale.ROOT,
                        "The %s is at most as far from the exact exponents as the majority rule, within %.0f paired"
                                + " errors (%s).",
                        kind.title(),
                        ERRORS,
                        distances),
                String.format(
                        Locale.ROOT,
                        "The %s is farther from an exact exponent than the majority rule by more than %.0f paired"
                                + " errors"
                                + " (%s).",
                        kind.title(),
                        ERRORS,
                        distances));
    }

    private Clause convergence(Kind kind) {
        int last = exponents.steps();
        String found = String.format(
                Locale.ROOT,
                "y_T changes by %s and y_H by %s from step %d to step %d, which ends on %d x %d sites",
                EstimateText.change(exponents.change(kind, Exponent.THERMAL, last)),
                EstimateText.change(exponents.change(kind, Exponent.MAGNETIC, last)),
                last - 1,
                last,
                sideAfter(last),
                sideAfter(last));
        return new Clause(
                List.of(settled(kind, Exponent.THERMAL), settled(kind, Exponent.MAGNETIC)),
                String.format(
                        Locale.ROOT,
                        "The %s changes no exponent by more than %.0f errors: %s.",
                        kind.title(),
                        ERRORS,
                        found),
                String.format(
                        Locale.ROOT,
                        "The %s still changes an exponent by more than %.0f errors: %s.",
                        kind.title(),
                        ERRORS,
                        found));
    }

    private Check settled(Kind kind, Exponent exponent) {
        int last = exponents.steps();
        Estimate change = exponents.change(kind, exponent, last);
        return Check.near(
                String.format(
                        Locale.ROOT,
                        "%s: change of %s from step %d to step %d, in errors",
                        kind.title(),
                        exponent.symbol,
                        last - 1,
                        last),
                change.value() / change.standardError(),
                0,
                ERRORS);
    }

    /** Returns the clause on y_T crossing 1: a crossing y_T is near 1 at some step without having converged. */
    private Clause passage(Kind kind) {
        List<Estimate> thermal = IntStream.rangeClosed(1, exponents.steps())
                .mapToObj(step -> exponents.median(kind, Exponent.THERMAL, step))
                .toList();
        double below = largest(thermal, found -> (McrgVerdict.THERMAL - found.value()) / found.standardError());
        double above = largest(thermal, found -> found.errorsAbove(McrgVerdict.THERMAL));
        String values = thermal.stream().map(EstimateText::number).collect(Collectors.joining(", "));
        return Clause.of(
                Check.atMost(
                        String.format(
                                Locale.ROOT, "%s: y_T on both sides of 1, errors on the nearer side", kind.title()),
                        Math.min(below, above),
                        ERRORS),
                String.format(
                        Locale.ROOT,
                        "The y_T of the %s does not cross 1 by more than %.0f errors: %s after steps 1 to %d.",
                        kind.title(),
                        ERRORS,
                        values,
                        exponents.steps()),
                String.format(
                        Locale.ROOT,
                        "The y_T of the %s crosses 1 at step %d: %s after steps 1 to %d.",
                        kind.title(),
                        crossing(thermal),
                        values,
                        exponents.steps()));
    }

    private static double largest(List<Estimate> estimates, ToDoubleFunction<Estimate> of) {
        return estimates.stream().mapToDouble(of).max().orElseThrow();
    }

    /** Returns the first step whose y_T lies significantly on the other side of 1 than at step 1, or the last step. */
    private static int crossing(List<Estimate> thermal) {
        double side = Math.signum(McrgVerdict.THERMAL - thermal.get(0).value());
        return IntStream.range(0, thermal.size())
                        .filter(i -> side * (thermal.get(i).value() - McrgVerdict.THERMAL)
                                > ERRORS * thermal.get(i).standardError())
                        .findFirst()
                        .orElse(thermal.size() - 1)
                + 1;
    }

    private Clause locality(int patch) {
        double share = Median.of(
                of(patch).mapToDouble(layer -> layer.hidden().blockShare()).toArray());
        double least = of(patch)
                .mapToDouble(layer -> layer.hidden().leastShare())
                .min()
                .orElseThrow();
        var random = of(patch).findFirst().orElseThrow().random();
        String found = String.format(
                Locale.ROOT,
                "%.0f %% of their squared weights (least unit %.0f %%); random weights, assigned to"
                        + " blocks in the same way, have %.0f %% (95 %% of draws: %.0f to %.0f %%).",
                100 * share,
                100 * least,
                100 * random.median(),
                100 * random.low(),
                100 * random.high());
        String title = title(patch);
        return Clause.of(
                Check.atLeast(
                        title + ": median share of squared weights on own blocks, beside 97.5 % of random layers",
                        share,
                        random.high()),
                String.format(
                        Locale.ROOT,
                        "Hidden spins of the %s exceed random weights by their share on own blocks: %s",
                        title,
                        found),
                String.format(
                        Locale.ROOT,
                        "Hidden spins of the %s do not exceed random weights by their share on own blocks: %s",
                        title,
                        found));
    }
}
