package io.dbn4j.rg.experiment;

import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Spin;
import io.dbn4j.rg.experiment.Finding.Check;
import io.dbn4j.rg.experiment.KnownRing.Deviation;
import io.dbn4j.rg.experiment.ObjectiveZoo.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The numbers of {@link ObjectiveZoo} and the sentences that follow from them.
 *
 * <p>Starts of a degenerate objective end in different optima, so no mean over starts is formed: each objective is judged by
 * its smallest, median and largest divergence.
 *
 * @param reference whether the values of the other program hold for this ring
 * @param outcomes by the name of the objective
 */
record ObjectiveZooVerdict(boolean reference, KnownRing truth, int spins, Map<String, List<Deviation>> outcomes) {

    private static final int REFERENCE_SPINS = 6;
    private static final double REFERENCE_COUPLING = 0.6;

    /** A divergence above this is a wrong model, in nats. */
    private static final double WRONG = 0.1;

    /** A penalty that costs this much makes the model worse, in nats. */
    private static final double WORSE = 0.01;

    static ObjectiveZooVerdict of(ObjectiveZoo zoo, KnownRing truth, Map<Entry, List<Deviation>> found) {
        Map<String, List<Deviation>> outcomes = new LinkedHashMap<>();
        found.forEach((entry, deviations) -> outcomes.put(entry.name(), deviations));
        boolean reference = zoo.spins() == REFERENCE_SPINS && zoo.coupling() == REFERENCE_COUPLING;
        return new ObjectiveZooVerdict(reference, truth, zoo.spins(), outcomes);
    }

    Map<String, Estimate> estimates() {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        outcomes.keySet().forEach(name -> {
            estimates.put(name + ": smallest KL", Estimate.exact(smallest(name, Deviation::divergence), "nats"));
            estimates.put(name + ": largest KL", Estimate.exact(largest(name, Deviation::divergence), "nats"));
        });
        return estimates;
    }

    Verdict verdict() {
        List<Clause> clauses = new ArrayList<>(List.of(uncoupled(), degenerate(), penalties(), gauge(), matching()));
        if (reference) {
            clauses.add(new Clause(
                    known(),
                    "For this ring the values of another program are reproduced.",
                    "For this ring the values of another program are not all reproduced."));
        }
        return new Verdict(clauses);
    }

    private Clause uncoupled() {
        Deviation free = truth.measure(Rbm.zero(new Spin(), new Spin(), spins, 1, DataType.DOUBLE));
        double median = median(ObjectiveZoo.BARE_PLAIN, Deviation::divergence);
        return Clause.of(
                Check.near(ObjectiveZoo.BARE_PLAIN + ": median KL, nats", median, free.divergence(), 1e-6)
                        .from("KL of independent spins, this run"),
                String.format(
                        Locale.ROOT,
                        "Training on |F - F_t| alone, with plain energies, ends at the model without couplings (KL %.4f nats).",
                        median),
                String.format(
                        Locale.ROOT,
                        "Training on |F - F_t| alone, with plain energies, does not end at the model without couplings"
                                + " (median KL %.4f nats).",
                        median));
    }

    private Clause degenerate() {
        String name = ObjectiveZoo.BARE_NORMALISED;
        double smallest = smallest(name, Deviation::divergence);
        return new Clause(
                List.of(
                        Check.atMost(
                                name + ": largest |F - F_t|, nats",
                                largest(name, o -> Math.abs(o.freeEnergyDifference())),
                                1e-6),
                        Check.atLeast(name + ": smallest KL, nats", smallest, WRONG)),
                String.format(
                        Locale.ROOT,
                        "With the hidden units normalized it ends at any of many wrong models with the right free energy"
                                + " (KL %.2f nats and more).",
                        smallest),
                String.format(
                        Locale.ROOT,
                        "With the hidden units normalized this run does not show wrong models with the right free energy"
                                + " (smallest KL %.2g nats).",
                        smallest));
    }

    private Clause penalties() {
        double likelihood = median(ObjectiveZoo.LIKELIHOOD, Deviation::divergence);
        List<Check> checks = new ArrayList<>();
        for (boolean normalised : new boolean[] {true, false}) {
            for (double gamma : ObjectiveZoo.GAMMAS) {
                String name = ObjectiveZoo.hybrid(gamma, normalised);
                checks.add(Check.atLeast(
                        name + ": median KL above that of likelihood alone, nats",
                        median(name, Deviation::divergence) - likelihood,
                        WORSE));
            }
        }
        return new Clause(
                checks,
                String.format(
                        Locale.ROOT,
                        "As a penalty beside the likelihood its square makes the model worse (KL %.3f nats at weight 0.1, where"
                                + " likelihood alone has %.1g).",
                        median(ObjectiveZoo.hybrid(0.1, true), Deviation::divergence),
                        likelihood),
                "As a penalty beside the likelihood its square does not always make the model worse.");
    }

    private Clause gauge() {
        double largest = largest(ObjectiveZoo.DATA_GAUGE, Deviation::divergence);
        return new Clause(
                List.of(
                        Check.atMost(ObjectiveZoo.DATA_GAUGE + ": largest KL, nats", largest, 1e-6),
                        Check.atMost(
                                ObjectiveZoo.LIKELIHOOD + ": largest KL, nats",
                                largest(ObjectiveZoo.LIKELIHOOD, Deviation::divergence),
                                1e-6)),
                String.format(
                        Locale.ROOT,
                        "In the gauge of the data the difference finds the ring, as the likelihood does (KL at most %.1g nats).",
                        largest),
                "Not every start finds the ring in the gauge of the data and by likelihood.");
    }

    private Clause matching() {
        List<Check> checks = new ArrayList<>();
        for (String name : ObjectiveZoo.MATCHING) {
            checks.add(Check.atMost(
                    name + ": largest Var (H_t - H), squared nats", largest(name, Deviation::variance), 1e-10));
            checks.add(Check.atMost(name + ": largest KL, nats", largest(name, Deviation::divergence), 1e-10));
        }
        return new Clause(
                checks,
                "Matching energies needs neither gauge nor log Z and finds the ring from every start (KL below 1e-10 nats).",
                "Matching energies does not find the ring from every start.");
    }

    /** Values for six spins with K = 0.6, from Python. */
    private List<Check> known() {
        List<Check> checks = new ArrayList<>();
        String plain = ObjectiveZoo.BARE_PLAIN;
        checks.add(Check.near(
                plain + ": median F - F_t, nats", median(plain, Deviation::freeEnergyDifference), 1.72806722, 1e-6));
        checks.add(
                Check.near(plain + ": known median KL, nats", median(plain, Deviation::divergence), 1.00062036, 1e-6));
        Rbm product = truth.productModel();
        Deviation independent = truth.measure(product);
        checks.add(Check.near("product model: field", product.visibleBias().getDouble(0), 0.60732, 5e-6));
        checks.add(Check.near("product model: F - F_t, nats", independent.freeEnergyDifference(), 0, 1e-12));
        checks.add(Check.near("product model: KL, nats", independent.divergence(), 2.04514, 5e-6));
        double[] normalised = {0.1065, 0.1981, 0.2186};
        double[] unnormalised = {0.4514, 1.0006, 1.0006};
        for (int i = 0; i < normalised.length; i++) {
            checks.add(hybridCheck(ObjectiveZoo.hybrid(ObjectiveZoo.GAMMAS.get(i), true), normalised[i]));
            checks.add(hybridCheck(ObjectiveZoo.hybrid(ObjectiveZoo.GAMMAS.get(i), false), unnormalised[i]));
        }
        return checks.stream().map(check -> check.from(References.SCRIPT)).toList();
    }

    private Check hybridCheck(String name, double target) {
        return Check.near(name + ": median KL, nats", median(name, Deviation::divergence), target, 0.02 * target);
    }

    private List<Deviation> of(String name) {
        return Objects.requireNonNull(outcomes.get(name), name);
    }

    private double largest(String name, ToDoubleFunction<Deviation> number) {
        return of(name).stream().mapToDouble(number).max().orElseThrow();
    }

    private double smallest(String name, ToDoubleFunction<Deviation> number) {
        return of(name).stream().mapToDouble(number).min().orElseThrow();
    }

    private double median(String name, ToDoubleFunction<Deviation> number) {
        return Median.of(of(name).stream().mapToDouble(number).toArray());
    }
}
