package io.dbn4j.rg.experiment;

import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Spin;
import io.dbn4j.rg.experiment.Finding.Check;
import io.dbn4j.rg.experiment.KnownRing.Deviation;
import io.dbn4j.rg.experiment.ObjectiveZoo.Kind;
import io.dbn4j.rg.experiment.ObjectiveZoo.Outcomes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The numbers of {@link ObjectiveZoo} and the clauses that follow from them.
 *
 * <p>Starts of a degenerate objective end in different optima, so no mean over starts is formed: each objective is judged by
 * its smallest, median and largest divergence.
 *
 * @param reference whether the values of another program are for this ring
 * @param found outcomes of each objective
 */
record ObjectiveZooVerdict(boolean reference, KnownRing truth, int spins, Map<Kind, Outcomes> found) {

    private static final int REFERENCE_SPINS = 6;
    private static final double REFERENCE_COUPLING = 0.6;

    /** Divergence, in nats, from which on a model is wrong. */
    private static final double WRONG = 0.1;

    /** Increase of the divergence, in nats, from which on a penalty makes the model worse. */
    private static final double WORSE = 0.01;

    static ObjectiveZooVerdict of(ObjectiveZoo zoo, KnownRing truth, Map<Kind, Outcomes> found) {
        boolean reference = zoo.spins() == REFERENCE_SPINS && zoo.coupling() == REFERENCE_COUPLING;
        return new ObjectiveZooVerdict(reference, truth, zoo.spins(), found);
    }

    Map<String, Estimate> estimates() {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        found.forEach((kind, outcomes) -> {
            String name = kind.label();
            estimates.put(name + ": smallest KL", Estimate.exact(outcomes.least(Deviation::divergence), "nats"));
            estimates.put(name + ": largest KL", Estimate.exact(outcomes.most(Deviation::divergence), "nats"));
        });
        return estimates;
    }

    Verdict verdict() {
        List<Clause> clauses = new ArrayList<>(List.of(uncoupled(), degenerate(), penalties(), gauge(), matching()));
        if (reference) {
            clauses.add(new Clause(
                    known(),
                    "The values of another program for this ring are reproduced.",
                    "Not all values of another program for this ring are reproduced."));
        }
        return new Verdict(clauses);
    }

    private Clause uncoupled() {
        Deviation free = truth.measure(Rbm.zero(new Spin(), new Spin(), spins, 1, DataType.DOUBLE));
        double median = of(Kind.BARE_PLAIN).median(Deviation::divergence);
        return Clause.of(
                Check.near(Kind.BARE_PLAIN.label() + ": median KL, nats", median, free.divergence(), 1e-6)
                        .from("KL of independent spins, this run"),
                String.format(
                        Locale.ROOT,
                        "Training on |F - F_t| alone, with energies without an offset, ends at the model without"
                                + " couplings (KL %.4f nats).",
                        median),
                String.format(
                        Locale.ROOT,
                        "Training on |F - F_t| alone, with energies without an offset, does not end at the model"
                                + " without couplings (median KL %.4f nats).",
                        median));
    }

    private Clause degenerate() {
        Outcomes bare = of(Kind.BARE_NORMALIZED);
        String name = bare.kind().label();
        double smallest = bare.least(Deviation::divergence);
        return new Clause(
                List.of(
                        Check.atMost(
                                name + ": largest |F - F_t|, nats",
                                bare.most(o -> Math.abs(o.freeEnergyDifference())),
                                1e-6),
                        Check.atLeast(name + ": smallest KL, nats", smallest, WRONG)),
                String.format(
                        Locale.ROOT,
                        "With hidden-normalized energies it ends at one of many wrong models with the right free energy"
                                + " (KL %.2f nats and more).",
                        smallest),
                String.format(
                        Locale.ROOT,
                        "With hidden-normalized energies this run does not show wrong models with the right free energy"
                                + " (smallest KL %.2g nats).",
                        smallest));
    }

    private Clause penalties() {
        double likelihood = of(Kind.LIKELIHOOD).median(Deviation::divergence);
        List<Check> checks = new ArrayList<>();
        for (List<Kind> penalties : List.of(Kind.PENALTIES, Kind.PLAIN_PENALTIES)) {
            penalties.forEach(kind -> checks.add(Check.atLeast(
                    kind.label() + ": median KL above that of likelihood alone, nats",
                    of(kind).median(Deviation::divergence) - likelihood,
                    WORSE)));
        }
        return new Clause(
                checks,
                String.format(
                        Locale.ROOT,
                        "As a penalty added to the likelihood, its square makes the model worse (KL %.3f nats at"
                                + " weight 0.1;"
                                + " likelihood alone reaches %.1g).",
                        of(Kind.PENALTY_01).median(Deviation::divergence),
                        likelihood),
                "As a penalty added to the likelihood, its square does not always make the model worse.");
    }

    private Clause gauge() {
        double largest = of(Kind.DATA_GAUGE).most(Deviation::divergence);
        return new Clause(
                List.of(
                        Check.atMost(Kind.DATA_GAUGE.label() + ": largest KL, nats", largest, 1e-6),
                        Check.atMost(
                                Kind.LIKELIHOOD.label() + ": largest KL, nats",
                                of(Kind.LIKELIHOOD).most(Deviation::divergence),
                                1e-6)),
                String.format(
                        Locale.ROOT,
                        "Training on the difference in the gauge of the data finds the ring, as likelihood does (KL"
                                + " at most %.1g nats).",
                        largest),
                "Not every start finds the ring, in the gauge of the data or by likelihood.");
    }

    private Clause matching() {
        List<Check> checks = new ArrayList<>();
        for (Outcomes outcomes : List.of(of(Kind.MATCHING_3), of(Kind.MATCHING_6))) {
            String name = outcomes.kind().label();
            checks.add(Check.atMost(
                    name + ": largest Var (H_t - H), squared nats", outcomes.most(Deviation::variance), 1e-10));
            checks.add(Check.atMost(name + ": largest KL, nats", outcomes.most(Deviation::divergence), 1e-10));
        }
        return new Clause(
                checks,
                "Matching energies needs neither gauge nor log Z and finds the ring from every start (KL below 1e-10"
                        + " nats).",
                "Matching energies does not find the ring from every start.");
    }

    /** Returns comparisons with values for six spins with K = 0.6: see {@link References#SCRIPT}. */
    private List<Check> known() {
        List<Check> checks = new ArrayList<>();
        Outcomes bare = of(Kind.BARE_PLAIN);
        String plain = bare.kind().label();
        checks.add(Check.near(
                plain + ": median F - F_t, nats", bare.median(Deviation::freeEnergyDifference), 1.72806722, 1e-6));
        checks.add(Check.near(plain + ": known median KL, nats", bare.median(Deviation::divergence), 1.00062036, 1e-6));
        Rbm product = truth.productModel();
        Deviation independent = truth.measure(product);
        checks.add(Check.near("product model: field", product.visibleBias().getDouble(0), 0.60732, 5e-6));
        checks.add(Check.near("product model: F - F_t, nats", independent.freeEnergyDifference(), 0, 1e-12));
        checks.add(Check.near("product model: KL, nats", independent.divergence(), 2.04514, 5e-6));
        double[] normalized = {0.1065, 0.1981, 0.2186};
        double[] unnormalized = {0.4514, 1.0006, 1.0006};
        for (int i = 0; i < normalized.length; i++) {
            checks.add(penalty(Kind.PENALTIES.get(i), normalized[i]));
            checks.add(penalty(Kind.PLAIN_PENALTIES.get(i), unnormalized[i]));
        }
        return checks.stream().map(check -> check.from(References.SCRIPT)).toList();
    }

    private Check penalty(Kind kind, double target) {
        return Check.near(
                kind.label() + ": median KL, nats", of(kind).median(Deviation::divergence), target, 0.02 * target);
    }

    private Outcomes of(Kind kind) {
        return Objects.requireNonNull(found.get(kind));
    }
}
