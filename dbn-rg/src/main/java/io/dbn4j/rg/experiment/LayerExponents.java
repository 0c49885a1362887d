package io.dbn4j.rg.experiment;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.mcrg.BinnedExponent;
import io.dbn4j.rg.mcrg.MonteCarloRenormalizationGroup;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Exponents of several transformations on the same configurations.
 *
 * @param steps number of steps of coarse graining
 * @param groups exponents by the name of the transformation; one is {@link Mcrg#MAJORITY}
 */
record LayerExponents(int steps, Map<String, MonteCarloRenormalizationGroup> groups) {

    /** An exponent, y_T or y_H, with its exact value. */
    enum Exponent {
        THERMAL("y_T", McrgVerdict.THERMAL),
        MAGNETIC("y_H", McrgVerdict.MAGNETIC);

        final String symbol;
        final double exact;

        Exponent(String symbol, double exact) {
            this.symbol = symbol;
            this.exact = exact;
        }
    }

    /**
     * Transformations of one kind: trainings of the same layer from different starts.
     *
     * @param title name of the kind in sentences
     * @param names names of the groups
     */
    record Kind(String title, List<String> names) {}

    BinnedExponent of(String name, Exponent exponent, int step) {
        MonteCarloRenormalizationGroup group = Objects.requireNonNull(groups.get(name), name);
        return exponent == Exponent.THERMAL
                ? group.thermal(step, McrgVerdict.OPERATORS)
                : group.magnetic(step, McrgVerdict.OPERATORS);
    }

    /** Returns the exponents of all transformations of a kind, the smallest first. */
    List<Estimate> sorted(Kind kind, Exponent exponent, int step) {
        return kind.names().stream()
                .map(name -> of(name, exponent, step).estimate())
                .sorted(Comparator.comparing(Estimate::value))
                .toList();
    }

    /** Returns the median exponent, with the error from the configurations alone. */
    Estimate median(Kind kind, Exponent exponent, int step) {
        return Median.of(sorted(kind, exponent, step));
    }

    /** Returns the difference from the exponent of the majority rule, paired bin by bin. */
    Estimate beyondMajority(String name, Exponent exponent, int step) {
        return of(name, exponent, step).minus(of(Mcrg.MAJORITY, exponent, step)).estimate();
    }

    /**
     * Returns the median, over layers, of the distance from the exact exponent minus the distance of the majority rule,
     * paired bin by bin.
     */
    Estimate farther(Kind kind, Exponent exponent, int step) {
        BinnedExponent majority = of(Mcrg.MAJORITY, exponent, step).distance(exponent.exact);
        return median(
                kind, name -> of(name, exponent, step).distance(exponent.exact).minus(majority));
    }

    /** Returns the median, over layers, of the change from the step before, paired bin by bin. */
    Estimate change(Kind kind, Exponent exponent, int step) {
        return median(kind, name -> of(name, exponent, step).minus(of(name, exponent, step - 1)));
    }

    private Estimate median(Kind kind, Function<String, BinnedExponent> of) {
        return Median.of(
                kind.names().stream().map(name -> of.apply(name).estimate()).toList());
    }
}
