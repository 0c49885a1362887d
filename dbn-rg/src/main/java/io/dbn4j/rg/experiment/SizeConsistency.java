package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.data.Npz;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.partition.AnnealingStart;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.lab.report.Evidence;
import io.dbn4j.lab.run.Run;
import io.dbn4j.rg.experiment.ProductOfRings.Comparison;
import io.dbn4j.rg.ising.BondRbm;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.ising.Onsager;
import io.dbn4j.rg.lattice.SquareLattice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An experiment that tests whether free energies of RBMs add up: for independent parts, and for a growing lattice.
 *
 * <p>Two rings that do not interact are learned by one RBM and by two. Their free energies are compared in the gauge of
 * the data, {@code F_t + <H - H_t>_P = F - KL}, because the bare free energy depends on how a distribution is written
 * as an RBM. With all states and their probabilities as data the sums must agree; from drawn rows, one RBM for both
 * also learns correlations that are there by chance.
 *
 * <p>An RBM with tied weights, one hidden spin for each bond, represents the Ising model at every size. Up to a known
 * constant its log Z is Kaufman's, and at the critical point it approaches Onsager's limit f per site as
 * {@code log Z = N f + log(2^(1/4) + 2^(-1/2))}.
 *
 * @param spins number of spins of each ring, at most 6
 * @param couplings K of the two rings
 * @param hidden numbers of hidden units for each ring, each an experiment; with one for each spin an RBM can represent
 *     the ring
 * @param rows numbers of draws to train on, with one hidden unit for each spin
 * @param starts number of initial weights, and of sets of draws, of each experiment
 * @param iterations largest number of iterations of the minimizer
 * @param sides sides of the critical lattices whose log Z is compared with the infinite lattice
 * @param annealed sides of the lattices whose RBM's log Z is estimated; 3 and 4 are enumerated
 * @param betas number of inverse temperatures of the annealing
 */
@Reference(
        authors = "A. E. Ferdinand, M. E. Fisher",
        title = "Bounded and inhomogeneous Ising models. I. Specific-heat anomaly of a finite lattice",
        venue = "Physical Review 185; the correction to log Z at the critical point",
        year = 1969,
        url = "https://doi.org/10.1103/PhysRev.185.832")
@JsonTypeName("size-consistency")
public record SizeConsistency(
        int spins,
        List<Double> couplings,
        List<Integer> hidden,
        List<Integer> rows,
        int starts,
        int iterations,
        List<Integer> sides,
        List<Integer> annealed,
        int betas)
        implements RgExperiment {

    /** {@code log Z - N f} of the infinite torus at the critical point. */
    static final double CORRECTION = Math.log(Math.pow(2, 0.25) + Math.sqrt(0.5));

    /** Mutual information between the rings, in nats, from which on an RBM couples them. */
    private static final double LEAST_INFORMATION = 1e-5;

    private static final int CHAINS = 100;

    public SizeConsistency {
        couplings = List.copyOf(couplings);
        hidden = List.copyOf(hidden);
        rows = List.copyOf(rows);
        sides = List.copyOf(sides);
        annealed = List.copyOf(annealed);
        Check.require(spins >= 3 && spins <= 6, "spins must be in [3, 6], was %d", spins);
        Check.require(couplings.size() == 2, "couplings must list two values, were %s", couplings);
        couplings.forEach(coupling -> Check.positive(coupling, "coupling"));
        hidden.forEach(units -> Check.atLeast(1, units, "hidden"));
        rows.forEach(count -> Check.atLeast(1, count, "rows"));
        Check.atLeast(2, starts, "starts");
        Check.atLeast(1, iterations, "iterations");
        Check.atLeast(1, sides.size(), "number of sides");
        sides.forEach(side -> Check.atLeast(2, side, "side"));
        annealed.forEach(side -> Check.atLeast(3, side, "annealed side"));
        Check.atLeast(1, betas, "betas");
    }

    /** A training repeated from all starts. */
    record Entry(String label, int hidden, int rows, List<Comparison> outcomes) {

        Estimate mean(ToDoubleFunction<Comparison> number) {
            return Estimate.mean(outcomes.stream().mapToDouble(number).toArray(), "nats");
        }

        double smallest(ToDoubleFunction<Comparison> number) {
            return outcomes.stream().mapToDouble(number).min().orElseThrow();
        }

        double largest(ToDoubleFunction<Comparison> number) {
            return outcomes.stream().mapToDouble(number).map(Math::abs).max().orElseThrow();
        }
    }

    /** A critical lattice with log Z by Kaufman and log Z of its RBM minus the known excess. */
    record Lattice(int side, double logPartition, Estimate rbm) {}

    @Override
    public String cost() {
        return "2 min";
    }

    @Override
    public Map<String, String> quick() {
        return Map.of(
                "spins", "3", "hidden", "[3]", "rows", "[1000]", "starts", "2", "iterations", "50", "annealed", "[]");
    }

    @Override
    public Finding run(Run run) {
        ProductOfRings rings = new ProductOfRings(spins, couplings.get(0), couplings.get(1), iterations);
        List<Entry> entries = train(run, rings);
        List<Lattice> lattices = lattices(run);
        double additivity = rings.additivity(run.random("block-diagonal"));
        SizeConsistencyReport report = new SizeConsistencyReport(this, entries, lattices);
        SizeConsistencyReport.RINGS.save(run, report.starts());
        return finding(entries, lattices, additivity).shown(run, "Do free energies add up?", report::addTo);
    }

    private List<Entry> train(Run run, ProductOfRings rings) {
        List<Entry> entries = new ArrayList<>();
        hidden.forEach(units -> entries.add(new Entry(
                String.format(Locale.ROOT, "all states, %d hidden for each ring", units),
                units,
                0,
                new ArrayList<>())));
        rows.forEach(count ->
                entries.add(new Entry(String.format(Locale.ROOT, "%d rows", count), spins, count, new ArrayList<>())));
        run.progress().begin("rings", (long) entries.size() * starts, "trainings");
        for (Entry entry : entries) {
            for (int start = 0; start < starts; start++) {
                Comparison outcome = rings.compare(entry.hidden, entry.rows, run.random(entry.label + "-" + start));
                save(run, entry, start + 1, outcome.learned());
                entry.outcomes.add(outcome);
                run.progress().advance(1);
            }
        }
        run.progress().end();
        return entries;
    }

    /** Keeps each RBM as models/rows-ROWS-hidden-HIDDEN-start-START-NAME.npz, and its data in data/; 0 rows are all states. */
    private static void save(Run run, Entry entry, int start, ProductOfRings.Learned learned) {
        String part = String.format(Locale.ROOT, "rows-%d-hidden-%d-start-%d", entry.rows, entry.hidden, start);
        learned.rbms().forEach((name, rbm) -> Exports.rbm(run, part + "-" + name, rbm));
        run.save("data/" + part + ".npz", file -> Npz.write(file, Map.of("probability", learned.data())));
    }

    private List<Lattice> lattices(Run run) {
        double critical = KaufmanPartitionFunction.CRITICAL_COUPLING;
        List<Lattice> lattices = new ArrayList<>();
        for (int side : new int[] {3, 4}) {
            Ising ising = new SquareLattice(side).ising(critical);
            double logPartition =
                    Summation.of(BondRbm.of(ising, DataType.DOUBLE)).logPartition() - BondRbm.excess(ising);
            lattices.add(new Lattice(side, kaufman(side), Estimate.exact(logPartition, "nats")));
        }
        for (int side : annealed) {
            Ising ising = new SquareLattice(side).ising(critical);
            Rbm rbm = BondRbm.of(ising, DataType.FLOAT);
            run.progress().begin("L = " + side, betas, "temperatures");
            // The base rate is independent spins without a field: it has the symmetry of the Ising model, which a mean
            // field breaks.
            AnnealingStart start = AnnealingStart.at(new BaseRate(rbm.visibleBias()));
            Estimate logPartition = new AnnealedImportanceSampling(betas, CHAINS)
                    .measure(rbm, start, run.random("lattice-" + side), run.progress()::at)
                    .value();
            run.progress().end();
            lattices.add(new Lattice(side, kaufman(side), logPartition.plus(-BondRbm.excess(ising))));
        }
        return lattices;
    }

    private static double kaufman(int side) {
        return new KaufmanPartitionFunction(side).logPartition(KaufmanPartitionFunction.CRITICAL_COUPLING);
    }

    /** Returns {@code log Z - N f} at the critical point, in nats. */
    static double correction(int side) {
        return kaufman(side)
                - (double) side * side * new Onsager(KaufmanPartitionFunction.CRITICAL_COUPLING).logPartition();
    }

    private Finding finding(List<Entry> entries, List<Lattice> lattices, double additivity) {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        List<Clause> clauses = new ArrayList<>();
        clauses.add(Clause.of(
                Finding.Check.near("block-diagonal RBM: F_AB - F_A - F_B, nats", additivity, 0, 1e-10),
                "Free energies of independent parts add up exactly in a block-diagonal RBM.",
                "Free energies of independent parts do not add up in a block-diagonal RBM."));
        for (Entry entry : entries) {
            estimates.put(entry.label + ": KL_AB - KL_A - KL_B", entry.mean(Comparison::excess));
            estimates.put(entry.label + ": information between the rings", entry.mean(Comparison::information));
        }
        clauses.addAll(trainings(entries));
        clauses.add(lattices(lattices, estimates));
        int largest = sides.stream().mapToInt(Integer::intValue).max().orElseThrow();
        // The distance from the limit falls as L^-2: it is 2e-5 at L = 64.
        clauses.add(Clause.of(
                Finding.Check.near(
                                String.format(Locale.ROOT, "L = %d: log Z - N f, nats", largest),
                                correction(largest),
                                CORRECTION,
                                0.12 / ((double) largest * largest))
                        .from("Ferdinand and Fisher 1969"),
                "The correction to log Z of the critical lattice agrees with Ferdinand and Fisher.",
                "The correction to log Z of the critical lattice does not agree with Ferdinand and Fisher."));
        return new Finding("size-consistency", estimates, new Verdict(clauses), Evidence.ESTIMATE);
    }

    private List<Clause> trainings(List<Entry> entries) {
        List<Clause> clauses = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.rows == 0 && entry.hidden >= spins) {
                clauses.add(Clause.of(
                        Finding.Check.atMost(
                                entry.label + ": largest |F_AB - F_A - F_B|, nats",
                                entry.largest(Comparison::excess),
                                1e-6),
                        "Learned from " + entry.label + ", free energies add up in the gauge of the data.",
                        "Learned from " + entry.label + ", free energies do not add up in the gauge of the data."));
            }
            if (entry.rows > 0) {
                String excess = "KL_AB - KL_A - KL_B = " + EstimateText.withError(entry.mean(Comparison::excess));
                clauses.add(new Clause(
                        List.of(
                                Finding.Check.atLeast(
                                        entry.label + ": smallest KL_AB - KL_A - KL_B, nats",
                                        entry.smallest(Comparison::excess),
                                        0),
                                Finding.Check.atLeast(
                                        entry.label + ": smallest information between the rings, nats",
                                        entry.smallest(Comparison::information),
                                        LEAST_INFORMATION)),
                        "Learned from " + entry.label
                                + ", one RBM for both rings is worse than two from every start, and"
                                + " couples rings that are independent: " + excess + ".",
                        "Learned from " + entry.label
                                + ", one RBM for both rings is not worse than two from every start, or"
                                + " does not couple the rings: " + excess + "."));
            }
        }
        return clauses;
    }

    private static Clause lattices(List<Lattice> lattices, Map<String, Estimate> estimates) {
        List<Finding.Check> checks = new ArrayList<>();
        for (Lattice lattice : lattices) {
            String name = String.format(Locale.ROOT, "tied RBM, L = %d", lattice.side);
            double difference = lattice.rbm.value() - lattice.logPartition;
            double error = lattice.rbm.standardError();
            estimates.put(name + ": log Z", lattice.rbm);
            checks.add(
                    error == 0
                            ? Finding.Check.near(name + ": log Z minus Kaufman's", difference, 0, 1e-10)
                            : Finding.Check.near(
                                    name + ": log Z minus Kaufman's, in standard errors", difference / error, 0, 3));
        }
        return new Clause(
                checks,
                "An RBM with tied weights has the free energy of the critical lattice at every size.",
                "An RBM with tied weights misses the free energy of a critical lattice.");
    }
}
