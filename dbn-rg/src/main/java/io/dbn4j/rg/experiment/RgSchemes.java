package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.Evidence;
import io.dbn4j.lab.report.LineChart;
import io.dbn4j.lab.report.LineChart.Axis;
import io.dbn4j.lab.report.LineChart.Point;
import io.dbn4j.lab.report.LineChart.Series;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Table;
import io.dbn4j.lab.run.Run;
import io.dbn4j.rg.experiment.SchemeFixedPoints.Scheme;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.ising.Onsager;
import io.dbn4j.rg.scheme.ChainDecimation;
import io.dbn4j.rg.scheme.InfinitesimalMigdalKadanoff;
import io.dbn4j.rg.scheme.KadanoffBound;
import io.dbn4j.rg.scheme.KadanoffLowerBound;
import io.dbn4j.rg.scheme.MigdalKadanoff;
import io.dbn4j.rg.scheme.MigdalKadanoff.Order;
import io.dbn4j.rg.scheme.NiemeijerVanLeeuwen;
import io.dbn4j.rg.scheme.RecursionRelation;
import io.dbn4j.rg.scheme.TensorRenormalizationGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * An experiment that compares classical renormalization-group schemes with exact results: critical couplings,
 * exponents, free energies.
 *
 * @param couplings K of the square lattice at which free energies are compared; the critical one is added
 * @param bondDimensions chi of the tensor renormalization group
 * @param boundSteps number of parameters of Kadanoff's bound
 */
@Reference(
        authors = "E. Efrati, Z. Wang, A. Kolan, L. P. Kadanoff",
        title = "Real-space renormalization in statistical mechanics",
        venue = "Reviews of Modern Physics 86",
        year = 2014,
        url = "https://doi.org/10.1103/RevModPhys.86.647")
@JsonTypeName("rg-schemes")
public record RgSchemes(List<Double> couplings, List<Integer> bondDimensions, int boundSteps) implements RgExperiment {

    /** Number of halvings of the lattice; further ones change no digit before the eleventh. */
    private static final int TENSOR_STEPS = 36;

    public RgSchemes {
        couplings = List.copyOf(couplings);
        bondDimensions = List.copyOf(bondDimensions);
        for (double coupling : couplings) {
            Check.positive(coupling, "coupling");
        }
        for (int bondDimension : bondDimensions) {
            Check.atLeast(2, bondDimension, "bondDimension");
        }
        Check.atLeast(1, boundSteps, "boundSteps");
    }

    /**
     * Values of log Z per site at one coupling, in nats.
     *
     * @param tensors value for each bond dimension
     */
    record FreeEnergies(double coupling, double exact, double bound, Map<Integer, Double> tensors) {

        double byTensors(int bondDimension) {
            return Objects.requireNonNull(tensors.get(bondDimension));
        }

        String at() {
            return coupling == KaufmanPartitionFunction.CRITICAL_COUPLING ? "critical K" : "K = " + coupling;
        }
    }

    @Override
    public String cost() {
        return "1 min";
    }

    @Override
    public Map<String, String> quick() {
        return Map.of("couplings", "[0.3, 0.5]", "bondDimensions", "[4, 8]");
    }

    @Override
    public Finding run(Run run) {
        List<Scheme> schemes = SchemeFixedPoints.all();
        List<FreeEnergies> energies = new ArrayList<>();
        double critical = KaufmanPartitionFunction.CRITICAL_COUPLING;
        run.progress().begin("free energies", (couplings.size() + 1L) * (1 + bondDimensions.size()), "values");
        DoubleStream.concat(couplings.stream().mapToDouble(k -> k), DoubleStream.of(critical))
                .sorted()
                .forEach(coupling -> energies.add(freeEnergies(run, coupling)));
        run.progress().end();
        return finding(schemes, energies)
                .shown(run, "Classical renormalization-group schemes", page -> addTo(page, schemes, energies));
    }

    private FreeEnergies freeEnergies(Run run, double coupling) {
        double bound = KadanoffBound.best(coupling, boundSteps).logPartition(coupling);
        run.progress().advance(1);
        Map<Integer, Double> tensors = new LinkedHashMap<>();
        for (int bondDimension : bondDimensions) {
            tensors.put(
                    bondDimension, new TensorRenormalizationGroup(bondDimension, TENSOR_STEPS).logPartition(coupling));
            run.progress().advance(1);
        }
        return new FreeEnergies(coupling, new Onsager(coupling).logPartition(), bound, tensors);
    }

    private Finding finding(List<Scheme> schemes, List<FreeEnergies> energies) {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        for (FreeEnergies e : energies) {
            String at = "log Z / N, " + e.at() + ", ";
            estimates.put(at + "exact", Estimate.exact(e.exact, "nats"));
            estimates.put(at + "Kadanoff", Estimate.exact(e.bound, "nats").bound(Estimate.Bound.UPPER));
        }
        return new Finding("rg-schemes", estimates, RgSchemesVerdict.of(schemes, energies), Evidence.EXACT);
    }

    private static final Table<Scheme> FIXED_POINTS = Table.<Scheme>of("fixed-points")
            .digits("%.12g")
            .text("scheme", "scheme", Scheme::name)
            .number("criticalCoupling", "critical K", RgSchemes::number, Scheme::coupling)
            .number("exactCoupling", "exact K", RgSchemes::number, Scheme::exact)
            .number("yT", "y_T", RgSchemes::number, scheme -> scheme.exponents().thermal())
            .number("yH", "y_H", RgSchemes::number, scheme -> scheme.exponents().magnetic())
            .number("nu", "nu", RgSchemes::number, scheme -> scheme.exponents().nu());

    private Table<FreeEnergies> freeEnergies() {
        Table<FreeEnergies> table = Table.<FreeEnergies>of("free-energies")
                .digits("%.17g")
                .number("coupling", "K", "%.8f", FreeEnergies::coupling)
                .digits("%.15g")
                .number("exact", "exact", "%.8f", FreeEnergies::exact)
                .number("kadanoffBound", "Kadanoff's bound", "%.8f", FreeEnergies::bound);
        for (int chi : new LinkedHashSet<>(bondDimensions)) {
            table = table.number("tensors" + chi, "tensors, chi = " + chi, "%.8f", e -> e.byTensors(chi));
        }
        return table;
    }

    private void addTo(Report page, List<Scheme> schemes, List<FreeEnergies> energies) {
        page.section("Critical points")
                .table(
                        "Exact exponents in two dimensions: y_T = 1, y_H = 1.875, nu = 1. All schemes are"
                                + " approximations;"
                                + " the limit b -> 1 of Migdal and Kadanoff's scheme has the exact critical coupling.",
                        FIXED_POINTS,
                        schemes)
                .lines(velocities())
                .lines(plane())
                .section("Free energies")
                .claim(Evidence.EXACT, "Onsager's solution and chain decimation.")
                .claim(Evidence.BOUND, "Kadanoff's scheme: an upper bound of log Z for every choice of parameters.")
                .text("The error of the tensor renormalization group is not estimated, and its sign is not known.")
                .lines(errors(energies))
                .table("log Z per site, nats", freeEnergies(), energies);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6f", value);
    }

    /**
     * Returns the chart of the change of couplings with the logarithm of the length, which is zero at fixed points.
     */
    private static LineChart velocities() {
        return new LineChart(
                "Flow of the coupling with the length scale: order grows above zero",
                Axis.linear("K", ""),
                Axis.linear("(K' - K) / log b", ""),
                List.of(
                        velocity("chain, b = 2", step(new ChainDecimation(2))),
                        velocity(
                                "Migdal-Kadanoff, b = 2, move first", step(new MigdalKadanoff(2, 2, Order.MOVE_FIRST))),
                        velocity(
                                "Migdal-Kadanoff, b = 2, decimate first",
                                step(new MigdalKadanoff(2, 2, Order.DECIMATE_FIRST))),
                        velocity("Migdal-Kadanoff, b -> 1", new InfinitesimalMigdalKadanoff(2)::velocity),
                        velocity("Niemeijer-van Leeuwen", step(new NiemeijerVanLeeuwen()))));
    }

    private static DoubleUnaryOperator step(RecursionRelation relation) {
        return coupling -> {
            double[] couplings = new double[relation.even() + relation.odd()];
            couplings[0] = coupling;
            return (relation.next(couplings)[0] - coupling) / Math.log(relation.rescaling());
        };
    }

    private static Series velocity(String name, DoubleUnaryOperator velocity) {
        List<Point> points = new ArrayList<>();
        for (int i = 1; i <= 80; i++) {
            points.add(Point.at(i / 100.0, velocity.applyAsDouble(i / 100.0)));
        }
        return new Series(name, points);
    }

    /** Returns the chart of trajectories of nearest-neighbor models in Kadanoff's scheme. */
    private static LineChart plane() {
        KadanoffLowerBound relation = SchemeFixedPoints.branch();
        double critical = relation.criticalCoupling(0.3, 0.6);
        List<Series> trajectories = new ArrayList<>();
        for (double distance : new double[] {-0.04, -0.01, -0.001, 0.001, 0.01, 0.04}) {
            List<Point> points = relation.flow(new double[] {(critical + distance) / 2, 0, 0, 0, 0}, 12).stream()
                    .map(couplings -> Point.at(couplings[0], couplings[1]))
                    .toList();
            trajectories.add(new Series(String.format(Locale.ROOT, "K = %.4f", critical + distance), points));
        }
        return new LineChart(
                String.format(
                        Locale.ROOT,
                        "Kadanoff's scheme, p = %.4f: flows from nearest-neighbor models",
                        relation.parameter()),
                Axis.linear("nearest-neighbor coupling of a cell", ""),
                Axis.linear("next-nearest-neighbor coupling", ""),
                trajectories);
    }

    private LineChart errors(List<FreeEnergies> energies) {
        List<Series> series = new ArrayList<>();
        series.add(new Series(
                "Kadanoff's bound",
                energies.stream()
                        .map(e -> Point.at(e.coupling, e.bound - e.exact))
                        .toList()));
        for (int chi : bondDimensions) {
            series.add(new Series(
                    "tensors, chi = " + chi,
                    energies.stream()
                            .map(e -> Point.at(e.coupling, Math.abs(e.byTensors(chi) - e.exact)))
                            .toList()));
        }
        return new LineChart(
                "Distance from Onsager's free energy",
                Axis.linear("K", ""),
                Axis.logarithmic("|log Z / N - exact|", "nats"),
                series);
    }
}
