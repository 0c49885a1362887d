package io.dbn4j.rg.experiment;

import io.dbn4j.core.partition.Contradictions;
import io.dbn4j.core.partition.StartTest;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.experiment.Finding.Check;
import io.dbn4j.rg.experiment.FreeEnergySandwich.Infinite;
import io.dbn4j.rg.experiment.FreeEnergySandwich.Point;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** The conclusions of {@link FreeEnergySandwich}, each with its checks. */
final class FreeEnergySandwichVerdict {

    /** Number of standard errors allowed in comparisons of order and equality. */
    private static final double TOLERANCE = 3;

    private static final String IN_ERRORS = ", in standard errors";

    private FreeEnergySandwichVerdict() {}

    static Verdict of(List<Point> points, List<Infinite> bulk) {
        List<Clause> clauses = new ArrayList<>(measured(points));
        List<Point> small = points.stream().filter(Point::enumerated).toList();
        if (!small.isEmpty()) {
            clauses.addAll(summed(small));
        }
        points.stream().filter(FreeEnergySandwichVerdict::isCriticalOfSide8).forEach(p -> clauses.add(reference(p)));
        clauses.addAll(kadanoff(points, bulk));
        return new Verdict(clauses);
    }

    private static List<Clause> measured(List<Point> points) {
        return List.of(
                new Clause(
                        all(points, FreeEnergySandwichVerdict::order),
                        "By draws, the exact free energy lies between the bounds of every RBM, within three standard"
                                + " errors.",
                        "By draws, a bound is on the wrong side of the exact free energy."),
                new Clause(
                        all(
                                points,
                                p -> Stream.of(Check.atMost(
                                        p.name() + ": lower above upper bound" + IN_ERRORS,
                                        p.measured().inversion(),
                                        Contradictions.ERRORS))),
                        "No bracket is inverted.",
                        "A bracket is inverted, so its bounds are not reliable."),
                new Clause(
                        all(points, FreeEnergySandwichVerdict::start),
                        "The states of each RBM pass the test of their start.",
                        "The states of an RBM do not pass the test of their start, or could not be tested: its"
                                + " bounds hold only if"
                                + " the states are in equilibrium."));
    }

    private static Stream<Check> order(Point p) {
        Estimate lower = p.measured().lower();
        Estimate upper = p.measured().upper();
        return Stream.of(
                Check.atMost(
                        p.name() + ": lower bound above F" + IN_ERRORS, lower.errorsAbove(p.freeEnergy()), TOLERANCE),
                Check.atMost(
                        p.name() + ": upper bound below F" + IN_ERRORS,
                        (p.freeEnergy() - upper.value()) / upper.standardError(),
                        TOLERANCE));
    }

    private static Stream<Check> start(Point p) {
        return Stream.of(
                Check.atLeast(
                        p.name() + ": p-value of equal log Z from data and from annealed states",
                        p.start().halvesChance(),
                        StartTest.FALSE_ALARM),
                Check.atLeast(
                        p.name() + ": p-value of slope 1 in the Crooks regression",
                        p.start().slopeChance(),
                        StartTest.FALSE_ALARM),
                Check.atLeast(p.name() + ": start tested and passed", p.start().passed() ? 1 : 0, 1));
    }

    private static List<Clause> summed(List<Point> small) {
        return List.of(
                new Clause(
                        all(
                                small,
                                p -> Stream.of(
                                        deviation(
                                                p.name() + ": lower bound minus its sum",
                                                p.measured().lower(),
                                                p.summed().lower()),
                                        deviation(
                                                p.name() + ": upper bound minus its sum",
                                                p.measured().upper(),
                                                p.summed().upper()))),
                        "Where all states can be summed, the measured bounds agree with the sums.",
                        "Where all states can be summed, a measured bound does not agree with its sum."),
                new Clause(
                        all(small, FreeEnergySandwichVerdict::theorem),
                        "There the distance between the bounds is the sum of both divergences: in a gauge, a free"
                                + " energy is a"
                                + " statement about distributions.",
                        "There the distance between the bounds is not the sum of both divergences, or a sum is on"
                                + " the wrong side."));
    }

    private static Check deviation(String name, Estimate measured, Estimate sum) {
        return Check.near(name + IN_ERRORS, measured.errorsAbove(sum.value()), 0, TOLERANCE);
    }

    private static Stream<Check> theorem(Point p) {
        double width = p.summed().upper().value() - p.summed().lower().value();
        return Stream.of(
                Check.atMost(
                        p.name() + ": summed lower bound minus F",
                        p.summed().lower().value() - p.freeEnergy(),
                        0),
                Check.atMost(
                        p.name() + ": F minus summed upper bound",
                        p.freeEnergy() - p.summed().upper().value(),
                        0),
                Check.near(p.name() + ": width minus both divergences", width - p.divergences(), 0, 1e-9));
    }

    private static boolean isCriticalOfSide8(Point p) {
        return p.side() == 8 && Math.abs(p.temperature() * KaufmanPartitionFunction.CRITICAL_COUPLING - 1) < 1e-3;
    }

    /** Returns the comparison with another program, which is not available, so its number was not reproduced. */
    private static Clause reference(Point p) {
        return Clause.of(
                Check.atMost(
                                p.name() + ": F minus lower bound, nats",
                                p.freeEnergy() - p.measured().lower().value(),
                                0.35)
                        .from("0.291(8) by another program of this project, 2026; not published"),
                "The critical RBM of 64 + 64 units is as close as another program's.",
                "The critical RBM of 64 + 64 units is farther than another program's.");
    }

    private static List<Clause> kadanoff(List<Point> points, List<Infinite> bulk) {
        List<Check> below = bulk.stream()
                .map(b -> Check.atMost(b.name() + " minus F, a site", b.kadanoff() - b.freeEnergy(), 0))
                .toList();
        double rbm = points.stream()
                .mapToDouble(FreeEnergySandwichVerdict::farthest)
                .max()
                .orElseThrow();
        double scheme = bulk.stream()
                .mapToDouble(b -> b.freeEnergy() - b.kadanoff())
                .max()
                .orElseThrow();
        String distances =
                String.format(Locale.ROOT, "%.4f nats a site from F and Kadanoff's %.4f, at their worst", rbm, scheme);
        return List.of(
                new Clause(
                        below,
                        "Kadanoff's bound is below the exact free energy.",
                        "Kadanoff's bound is not below the exact free energy."),
                Clause.of(
                        Check.atMost("largest distance of an RBM's bound from F, nats a site", rbm, scheme),
                        "The bounds of RBMs are " + distances
                                + "; but RBMs were trained on configurations, and Kadanoff's scheme has only K.",
                        "The bounds of RBMs are " + distances
                                + ", although RBMs were trained on configurations and Kadanoff's"
                                + " scheme has only K."));
    }

    private static double farthest(Point p) {
        return Math.max(
                        Math.abs(p.measured().lower().value() - p.freeEnergy()),
                        Math.abs(p.measured().upper().value() - p.freeEnergy()))
                / p.sites();
    }

    private static List<Check> all(List<Point> points, Function<Point, Stream<Check>> checks) {
        return points.stream().flatMap(checks).toList();
    }
}
