package io.dbn4j.rg.experiment;

import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.scheme.ChainDecimation;
import io.dbn4j.rg.scheme.Exponents;
import io.dbn4j.rg.scheme.FixedPoint;
import io.dbn4j.rg.scheme.InfinitesimalMigdalKadanoff;
import io.dbn4j.rg.scheme.KadanoffLowerBound;
import io.dbn4j.rg.scheme.MigdalKadanoff;
import io.dbn4j.rg.scheme.MigdalKadanoff.Order;
import io.dbn4j.rg.scheme.NiemeijerVanLeeuwen;
import java.util.ArrayList;
import java.util.List;

/**
 * Critical couplings and exponents of the schemes, with the values of another program: see {@link References#SCRIPT}.
 */
final class SchemeFixedPoints {

    /** Start near Kadanoff's fixed point, whose nearest and next-nearest couplings are equal. */
    private static final double[] SYMMETRIC = {0.14, 0.14, -0.007};

    /** Start near the fixed point that the nearest-neighbor model flows to. */
    private static final double[] BRANCH = {0.1587, 0.1077, -0.0075};

    /**
     * A scheme with its critical coupling and exponents.
     *
     * @param coupling critical coupling of the nearest-neighbor model by the scheme
     * @param exact exact critical coupling; NaN if it is not known
     * @param known coupling, y_T and y_H by another program
     * @param tolerance tolerance of the comparison with them
     */
    record Scheme(
            String name, double coupling, double exact, Exponents exponents, List<Double> known, double tolerance) {

        List<Finding.Check> checks() {
            List<Finding.Check> checks = new ArrayList<>();
            double[] values = {coupling, exponents.thermal(), exponents.magnetic()};
            String[] names = {"critical coupling", "y_T", "y_H"};
            for (int i = 0; i < known.size(); i++) {
                double error = i == 0 ? Math.max(tolerance, couplingTolerance()) : tolerance;
                checks.add(Finding.Check.near(name + ": " + names[i], values[i], known.get(i), error)
                        .from(References.SCRIPT));
            }
            return checks;
        }

        /** Returns the tolerance of the critical coupling: for Kadanoff's scheme it is known to five digits. */
        private double couplingTolerance() {
            return kadanoff() ? 5e-6 : 0;
        }

        boolean kadanoff() {
            return name.startsWith("Kadanoff");
        }

        /** Tells whether the scheme moves bonds on the square lattice, whose exact y_T is 1. */
        boolean movesBonds() {
            return name.startsWith("Migdal-Kadanoff") && !name.contains("three");
        }
    }

    private SchemeFixedPoints() {}

    /** Returns all schemes with their fixed points. */
    static List<Scheme> all() {
        List<Scheme> schemes = new ArrayList<>(bondMoving());
        schemes.add(triangles());
        schemes.add(kadanoff(
                "Kadanoff, nearest = next-nearest", 0.72, 0.82, SYMMETRIC, List.of(.48483, 1.000879, 1.875316)));
        schemes.add(kadanoff(
                "Kadanoff, branch of the nearest-neighbor model",
                0.755,
                0.77,
                BRANCH,
                List.of(.48365, 1.017535, 1.877736)));
        return schemes;
    }

    private static List<Scheme> bondMoving() {
        double square = KaufmanPartitionFunction.CRITICAL_COUPLING;
        MigdalKadanoff moveFirst = new MigdalKadanoff(2, 2, Order.MOVE_FIRST);
        MigdalKadanoff decimateFirst = new MigdalKadanoff(2, 2, Order.DECIMATE_FIRST);
        MigdalKadanoff byThree = new MigdalKadanoff(3, 2, Order.MOVE_FIRST);
        MigdalKadanoff cubic = new MigdalKadanoff(2, 3, Order.MOVE_FIRST);
        InfinitesimalMigdalKadanoff infinitesimal = new InfinitesimalMigdalKadanoff(2);
        return List.of(
                bondMoving("Migdal-Kadanoff, b = 2, move first", moveFirst, square, .304688931718, .747235718929),
                bondMoving(
                        "Migdal-Kadanoff, b = 2, decimate first", decimateFirst, square, .609377863436, .747235718929),
                bondMoving("Migdal-Kadanoff, b = 3, move first", byThree, square, .240605912530, .738140492857),
                new Scheme(
                        "Migdal-Kadanoff, b -> 1",
                        infinitesimal.fixedPoint(),
                        square,
                        new Exponents(infinitesimal.thermalExponent(), Double.NaN, 2),
                        List.of(square, .753549519720),
                        1e-8),
                bondMoving(
                        "Migdal-Kadanoff, three dimensions, b = 2, move first",
                        cubic,
                        Double.NaN,
                        .0652662950,
                        .939128932));
    }

    private static Scheme bondMoving(
            String name, MigdalKadanoff relation, double exact, double coupling, double thermal) {
        FixedPoint fixed = FixedPoint.near(relation, coupling);
        return new Scheme(name, fixed.couplings().get(0), exact, fixed.exponents(), List.of(coupling, thermal), 1e-8);
    }

    private static Scheme triangles() {
        FixedPoint fixed = FixedPoint.near(new NiemeijerVanLeeuwen(), 0.3);
        return new Scheme(
                "Niemeijer-van Leeuwen, triangular lattice",
                fixed.couplings().get(0),
                NiemeijerVanLeeuwen.CRITICAL_COUPLING,
                fixed.exponents(),
                List.of(Math.log(1 + 2 * Math.sqrt(2)) / 4, .882202646, 1.369070246),
                1e-8);
    }

    private static Scheme kadanoff(String name, double low, double high, double[] start, List<Double> known) {
        KadanoffLowerBound relation = KadanoffLowerBound.best(low, high, start);
        return new Scheme(
                name,
                relation.criticalCoupling(0.3, 0.6),
                KaufmanPartitionFunction.CRITICAL_COUPLING,
                FixedPoint.near(relation, start).exponents(),
                known,
                1e-6);
    }

    /** Returns the scheme whose flows are drawn in the plane of two couplings. */
    static KadanoffLowerBound branch() {
        return KadanoffLowerBound.best(0.755, 0.77, BRANCH);
    }

    /** Returns the levels of the ring of 16 spins at K = 1, halved until two spins are left. */
    static List<ChainDecimation.Level> ring() {
        return new ChainDecimation(2).decimate(16, 1).subList(0, 4);
    }
}
