package io.dbn4j.rg.experiment;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.experiment.Finding.Check;
import io.dbn4j.rg.experiment.IsingRbm.Kind;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The numbers of {@link IsingRbm} and the clauses that follow from them; medians over the seeds are judged. */
record IsingRbmVerdict(int side, List<Kind> kinds) {

    /** Largest relative deviation from an exact value; three standard errors are allowed if they are more. */
    private static final double RELATIVE = 0.005;

    private static final double ERRORS = 3;

    private static final int REFERENCE_SIDE = 8;
    private static final int REFERENCE_HIDDEN = 64;

    /** The divergence to be reached at the critical temperature with 64 hidden units, in nats. */
    private static final double DIVERGENCE = 0.15;

    /** Relative deviation, by both measures, from which on a coupling is wrong. */
    private static final double WRONG_COUPLING = 0.05;

    /**
     * Number of standard errors above zero from which on a divergence shows that the distribution is not the exact one.
     */
    private static final double TELLS = 5;

    Map<String, Estimate> estimates() {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        for (Kind kind : kinds) {
            String name = kind.label() + ", median ";
            estimates.put(name + "divergence", kind.median(LearnedIsing::divergence));
            estimates.put(
                    name + "energy per site",
                    kind.median(rbm -> rbm.observables().energyPerSite()));
            estimates.put(
                    name + "specific heat per site",
                    kind.median(rbm -> rbm.observables().specificHeatPerSite()));
            estimates.put(name + "|m|", kind.median(rbm -> rbm.observables().absoluteMagnetization()));
            estimates.put(
                    name + "coupling of neighbors, over all states",
                    kind.median(rbm -> rbm.neighbors().overAllStates()));
            estimates.put(
                    name + "coupling of neighbors, in equilibrium",
                    kind.median(rbm -> rbm.neighbors().inEquilibrium()));
            estimates.put(
                    name + "coupling of diagonals, over all states",
                    kind.median(rbm -> rbm.diagonals().overAllStates()));
            estimates.put(
                    name + "coupling of diagonals, in equilibrium",
                    kind.median(rbm -> rbm.diagonals().inEquilibrium()));
        }
        return estimates;
    }

    Verdict verdict() {
        return new Verdict(Stream.of(Stream.of(averages()), reference().stream(), Stream.of(couplings(), divergence()))
                .flatMap(clauses -> clauses)
                .toList());
    }

    private Clause averages() {
        return new Clause(
                kinds.stream().flatMap(kind -> averages(kind).stream()).toList(),
                "All thermal averages agree with the exact ones, within half a percent or three standard errors.",
                "Not all thermal averages agree with the exact ones.");
    }

    private static List<Check> averages(Kind kind) {
        return List.of(
                agrees(
                        kind,
                        "energy per site",
                        rbm -> rbm.observables().energyPerSite(),
                        kind.exact().energy()),
                agrees(
                        kind,
                        "specific heat per site",
                        rbm -> rbm.observables().specificHeatPerSite(),
                        kind.exact().specificHeat()),
                agrees(
                        kind,
                        "|m|",
                        rbm -> rbm.observables().absoluteMagnetization(),
                        kind.exact().magnetization()));
    }

    private static Check agrees(Kind kind, String name, Function<LearnedIsing, Estimate> observable, double exact) {
        Estimate median = kind.median(observable);
        double tolerance = Math.max(RELATIVE * Math.abs(exact), ERRORS * median.standardError());
        return Check.near(kind.label() + ", median " + name, median.value(), exact, tolerance)
                .from(name.equals("|m|") ? "transfer matrix, this run" : "Kaufman 1949, this run");
    }

    /** Returns the clause on the aim for the critical 8 x 8 lattice; empty for other runs. */
    private Optional<Clause> reference() {
        return kinds.stream()
                .filter(kind -> side == REFERENCE_SIDE && isReference(kind))
                .findFirst()
                .map(kind -> {
                    Check check = Check.atMost(
                                    kind.label() + ", median divergence, nats",
                                    kind.median(LearnedIsing::divergence).value(),
                                    DIVERGENCE)
                            .from("aim of this project");
                    return Clause.of(
                            check,
                            "At the critical temperature 64 hidden units reach the aim, a divergence of 0.15 nats.",
                            "At the critical temperature 64 hidden units miss the aim, a divergence of 0.15 nats.");
                });
    }

    private static boolean isReference(Kind kind) {
        return kind.hidden() == REFERENCE_HIDDEN
                && Math.abs(kind.temperature() * KaufmanPartitionFunction.CRITICAL_COUPLING - 1) < 1e-6;
    }

    /**
     * Returns the clause on averages that agree although a coupling is wrong. It is wrong by both measures, so that no
     * convention decides.
     */
    private Clause couplings() {
        Optional<Kind> worst = kinds.stream()
                .filter(kind -> averages(kind).stream().allMatch(Check::pass))
                .max(Comparator.comparing(IsingRbmVerdict::smallerError));
        Check check = Check.atLeast(
                "coupling of neighbors where all averages agree, smaller of both deviations from K, largest over kinds",
                worst.map(IsingRbmVerdict::smallerError).orElse(Double.NaN),
                WRONG_COUPLING);
        String none = "This run does not show averages that hide wrong couplings: ";
        if (worst.isEmpty()) {
            return Clause.of(
                    check, "Averages hide wrong couplings.", none + "for no kind of RBM do all averages agree.");
        }
        String numbers = String.format(
                Locale.ROOT,
                "where all averages agree, the coupling of neighbors is off by up to %.0f %% over all states and"
                        + " %.0f %% over equilibrium configurations (%s).",
                100 * error(worst.get(), LearnedIsing.Coupling::overAllStates),
                100 * error(worst.get(), LearnedIsing.Coupling::inEquilibrium),
                worst.get().label());
        return Clause.of(check, "Thermal averages alone do not show what was learned: " + numbers, none + numbers);
    }

    private static double smallerError(Kind kind) {
        return Math.min(
                error(kind, LearnedIsing.Coupling::overAllStates), error(kind, LearnedIsing.Coupling::inEquilibrium));
    }

    /** Returns the relative deviation of the coupling of neighbors from {@code K = 1 / T}. */
    private static double error(Kind kind, Function<LearnedIsing.Coupling, Estimate> measure) {
        return Math.abs(kind.median(rbm -> measure.apply(rbm.neighbors())).value() * kind.temperature() - 1);
    }

    private Clause divergence() {
        List<Check> checks = new ArrayList<>();
        for (Kind kind : kinds) {
            Estimate median = kind.median(LearnedIsing::divergence);
            checks.add(Check.atLeast(
                    kind.label() + ", median divergence in standard errors",
                    median.value() / median.standardError(),
                    TELLS));
        }
        return new Clause(
                checks,
                "Every divergence is more than five standard errors above zero, so it distinguishes each RBM from"
                        + " the Ising model.",
                "Not every divergence is five standard errors above zero, so it does not distinguish each RBM from"
                        + " the Ising model.");
    }
}
