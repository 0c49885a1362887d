package io.dbn4j.rg.experiment;

import io.dbn4j.rg.experiment.Finding.Check;
import io.dbn4j.rg.experiment.RgSchemes.FreeEnergies;
import io.dbn4j.rg.experiment.SchemeFixedPoints.Scheme;
import io.dbn4j.rg.ising.RingSolution;
import io.dbn4j.rg.scheme.ChainDecimation;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The clauses that follow from {@link RgSchemes}. */
final class RgSchemesVerdict {

    /** Deviation of an exponent from which on a scheme counts as an approximation. */
    private static final double APPROXIMATE = 0.05;

    /** Largest error of tensors that counts as close, in nats per site. */
    private static final double CLOSE = 1e-3;

    private RgSchemesVerdict() {}

    static Verdict of(List<Scheme> schemes, List<FreeEnergies> energies) {
        List<Clause> clauses =
                new ArrayList<>(List.of(chain(), bondMoving(schemes), bound(energies), kadanoff(schemes)));
        if (energies.stream().anyMatch(e -> !e.tensors().isEmpty())) {
            clauses.add(tensors(energies));
        }
        clauses.add(new Clause(
                known(schemes, energies),
                "Fixed points, exponents and free energies agree with those of another program.",
                "Not all fixed points, exponents and free energies agree with those of another program."));
        return new Verdict(clauses);
    }

    private static Clause chain() {
        List<Check> checks = new ArrayList<>();
        for (ChainDecimation.Level level : SchemeFixedPoints.ring()) {
            checks.add(Check.near(
                            String.format(Locale.ROOT, "chain decimation, %d spins left: log Z, nats", level.spins()),
                            level.constants() + new RingSolution(level.spins(), level.coupling()).logPartition(),
                            18.0435776531637,
                            6e-14)
                    .from(References.SCRIPT));
        }
        return new Clause(
                checks, "Decimation of a chain keeps log Z exactly.", "Decimation of a chain does not keep log Z.");
    }

    static Clause bondMoving(List<Scheme> schemes) {
        DoubleSummaryStatistics thermal = schemes.stream()
                .filter(Scheme::movesBonds)
                .mapToDouble(scheme -> scheme.exponents().thermal())
                .summaryStatistics();
        double nearest = schemes.stream()
                .filter(Scheme::movesBonds)
                .mapToDouble(scheme -> Math.abs(scheme.exponents().thermal() - 1))
                .min()
                .orElseThrow();
        String numbers = String.format(
                Locale.ROOT,
                "moving bonds on the square lattice gives y_T = %.3f to %.3f, where 1 is exact",
                thermal.getMin(),
                thermal.getMax());
        return Clause.of(
                Check.atLeast("moving bonds, square lattice: smallest |y_T - 1|", nearest, APPROXIMATE)
                        .from("Onsager 1944: y_T = 1"),
                "Schemes with few couplings are approximations in two dimensions: " + numbers + ".",
                "A scheme that moves bonds is accurate in two dimensions: " + numbers + ".");
    }

    private static Clause bound(List<FreeEnergies> energies) {
        List<Check> checks = energies.stream()
                .map(e -> Check.atLeast(
                                "log Z / N, " + e.at() + ", Kadanoff's bound - exact, nats", e.bound() - e.exact(), 0)
                        .from("Onsager 1944, this run"))
                .toList();
        double worst =
                energies.stream().mapToDouble(e -> e.bound() - e.exact()).max().orElseThrow();
        return new Clause(
                checks,
                String.format(
                        Locale.ROOT,
                        "Kadanoff's bound holds at every coupling and is at most %.1e nats per site above the exact"
                                + " log Z.",
                        worst),
                "Kadanoff's bound does not hold at every coupling.");
    }

    private static Clause kadanoff(List<Scheme> schemes) {
        Scheme symmetric =
                only(schemes, scheme -> scheme.kadanoff() && !scheme.name().contains("branch"));
        Scheme branch =
                only(schemes, scheme -> scheme.kadanoff() && scheme.name().contains("branch"));
        return new Clause(
                List.of(
                        Check.near(
                                        "Kadanoff, nearest = next-nearest: y_T and 1",
                                        symmetric.exponents().thermal(),
                                        1,
                                        0.005)
                                .from("Onsager 1944"),
                        Check.atLeast(
                                "Kadanoff, branch of the nearest-neighbor model: y_T further from 1",
                                Math.abs(branch.exponents().thermal() - 1),
                                2 * Math.abs(symmetric.exponents().thermal() - 1)),
                        Check.atLeast(
                                "Kadanoff, branch: critical coupling minus the exact one",
                                branch.coupling() - branch.exact(),
                                0.01)),
                String.format(
                        Locale.ROOT,
                        "Kadanoff's scheme gives y_T = %.4f at one fixed point, but the nearest-neighbor model flows"
                                + " to another one, with"
                                + " y_T = %.4f and the critical coupling %.4f instead of %.4f.",
                        symmetric.exponents().thermal(),
                        branch.exponents().thermal(),
                        branch.coupling(),
                        branch.exact()),
                "Kadanoff's scheme does not show two fixed points of which the nearest-neighbor model flows to the"
                        + " less accurate one.");
    }

    private static Scheme only(List<Scheme> schemes, Predicate<Scheme> which) {
        return schemes.stream().filter(which).findFirst().orElseThrow();
    }

    private static Clause tensors(List<FreeEnergies> energies) {
        double worst = energies.stream()
                .mapToDouble(e -> e.tensors().values().stream()
                        .mapToDouble(value -> Math.abs(value - e.exact()))
                        .min()
                        .orElse(Double.NaN))
                .max()
                .orElseThrow();
        return Clause.of(
                Check.atMost("tensors, best bond dimension: largest |log Z / N - exact|, nats", worst, CLOSE)
                        .from("Onsager 1944, this run"),
                String.format(Locale.ROOT, "The error of tensors is at most %.1e nats per site.", worst),
                String.format(Locale.ROOT, "The error of tensors is not small: up to %.1e nats per site.", worst));
    }

    private static List<Check> known(List<Scheme> schemes, List<FreeEnergies> energies) {
        List<Check> checks = new ArrayList<>();
        schemes.forEach(scheme -> checks.addAll(scheme.checks()));
        energies.forEach(e -> checks.addAll(KnownFreeEnergies.checks(e)));
        return checks;
    }
}
