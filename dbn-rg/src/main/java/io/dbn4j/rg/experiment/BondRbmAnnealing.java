package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.partition.ReverseAnnealedImportanceSampling;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.run.Evidence;
import io.dbn4j.core.run.Report;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.ising.BondRbm;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.lattice.SquareLattice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Annealed importance sampling from both sides on RBMs whose log Z is known: Ising models on square lattices at the critical
 * temperature, where sampling is hardest.
 *
 * <p>The number of inverse temperatures is doubled until the weights of both directions have enough effective samples. The
 * reverse direction starts from states that Gibbs steps have taken from all spins up or all down.
 *
 * @param sides of the lattices
 * @param betas inverse temperatures at first
 * @param largestBetas at most, then the effective sample size is what it is
 * @param chains independent weights in each direction
 * @param burnInPerSite Gibbs steps before the reverse direction, for each site: relaxation takes about {@code L^2.2}; with
 *     500 steps for L = 6 the reverse estimate was 1.2 standard errors too low on average
 * @param effectiveSamples to be reached in both directions
 */
@Reference(
        authors = "B. Kaufman",
        title = "Crystal statistics. II. Partition function evaluated by spinor analysis",
        venue = "Physical Review 76",
        year = 1949,
        url = "https://doi.org/10.1103/PhysRev.76.1232")
@JsonTypeName("bond-rbm-annealing")
public record BondRbmAnnealing(
        List<Integer> sides, int betas, int largestBetas, int chains, int burnInPerSite, double effectiveSamples)
        implements RgExperiment {

    /** Standard errors within which estimates of both sides must hold. */
    private static final double TOLERANCE = 3;

    public BondRbmAnnealing {
        sides = List.copyOf(sides);
        for (int side : sides) {
            Check.atLeast(3, side, "side");
        }
        Check.atLeast(1, betas, "betas");
        Check.atLeast(betas, largestBetas, "largestBetas");
        Check.atLeast(2, chains, "chains");
        Check.atLeast(0, burnInPerSite, "burnInPerSite");
        Check.positive(effectiveSamples, "effectiveSamples");
    }

    /** Both directions on one lattice, with as many inverse temperatures as were needed. */
    private record Bracket(int side, double exact, int betas, Estimate forward, Estimate reverse, double seconds) {}

    @Override
    public String cost() {
        return "10 min";
    }

    @Override
    public Map<String, String> quick() {
        return Map.of("sides", "[4]", "burnInPerSite", "1000");
    }

    @Override
    public Finding run(Run run) {
        List<Bracket> brackets = new ArrayList<>();
        for (int side : sides) {
            brackets.add(bracket(run, side));
        }
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        List<Finding.Check> checks = new ArrayList<>();
        for (Bracket b : brackets) {
            String lattice = "L = " + b.side;
            estimates.put(lattice + ", exact", Estimate.exact(b.exact, "nats"));
            estimates.put(lattice + ", AIS", b.forward);
            estimates.put(lattice + ", reverse AIS", b.reverse);
            checks.add(Finding.Check.atMost(
                    lattice + ": AIS above the exact value, in standard errors",
                    (b.forward.value() - b.exact) / b.forward.standardError(),
                    TOLERANCE));
            checks.add(Finding.Check.atMost(
                    lattice + ": reverse AIS below it, in standard errors",
                    (b.exact - b.reverse.value()) / b.reverse.standardError(),
                    TOLERANCE));
            checks.add(Finding.Check.atLeast(
                    lattice + ": effective samples", Math.min(b.forward.ess(), b.reverse.ess()), effectiveSamples));
        }
        boolean all = checks.stream().allMatch(Finding.Check::pass);
        Finding finding = new Finding(
                "bond-rbm-annealing",
                estimates,
                checks,
                all
                        ? "Both directions hold the exact log Z between them, within three standard errors, on every lattice."
                        : "Not every check passes: there the estimates must not be trusted.",
                Evidence.ESTIMATE);
        report(run, brackets, finding);
        return finding;
    }

    private Bracket bracket(Run run, int side) {
        Ising ising = new SquareLattice(side).ising(KaufmanPartitionFunction.CRITICAL_COUPLING);
        Rbm rbm = BondRbm.of(ising, DataType.FLOAT);
        double exact = new KaufmanPartitionFunction(side).logPartition(KaufmanPartitionFunction.CRITICAL_COUPLING)
                + BondRbm.excess(ising);
        RandomSource random = run.random("lattice-" + side);
        BaseRate base = BaseRate.of(rbm);
        int burnIn = Math.multiplyExact(burnInPerSite, ising.spins());
        long start = System.nanoTime();
        for (int steps = betas; ; steps = Math.min(2 * steps, largestBetas)) {
            String name = "L = %d, %d temperatures".formatted(side, steps);
            run.progress().begin(name, burnIn + 2L * steps, "steps");
            long reverseSteps = (long) burnIn + steps;
            Estimate reverse = new ReverseAnnealedImportanceSampling(steps, chains, burnIn)
                    .run(rbm, base, ordered(rbm), random, run.progress()::at)
                    .logPartition();
            Estimate forward = new AnnealedImportanceSampling(steps, chains)
                    .logPartition(rbm, base, random, step -> run.progress().at(reverseSteps + step));
            run.progress().end();
            if (Math.min(forward.ess(), reverse.ess()) >= effectiveSamples || steps == largestBetas) {
                return new Bracket(side, exact, steps, forward, reverse, (System.nanoTime() - start) * 1e-9);
            }
        }
    }

    /** Half of the chains up, half down: both phases of the critical model. */
    private INDArray ordered(Rbm rbm) {
        INDArray states = Nd4j.ones(rbm.weights().dataType(), chains, rbm.visible());
        for (int chain = 1; chain < chains; chain += 2) {
            states.getRow(chain).assign(-1);
        }
        return states;
    }

    private void report(Run run, List<Bracket> brackets, Finding finding) {
        List<List<String>> rows = brackets.stream()
                .map(b -> List.of(
                        String.valueOf(b.side),
                        String.valueOf(b.betas),
                        String.format(Locale.ROOT, "%.3f", b.exact),
                        String.format(Locale.ROOT, "%.3f +- %.3f", b.forward.value(), b.forward.standardError()),
                        String.format(Locale.ROOT, "%.0f", b.forward.ess()),
                        String.format(Locale.ROOT, "%.3f +- %.3f", b.reverse.value(), b.reverse.standardError()),
                        String.format(Locale.ROOT, "%.0f", b.reverse.ess()),
                        String.format(Locale.ROOT, "%.0f", b.seconds)))
                .toList();
        Report.of("log Z of critical Ising models as RBMs")
                .claim(finding.evidence(), finding.verdict())
                .table(
                        "%d chains; effective samples behind each estimate; seconds for all attempts".formatted(chains),
                        List.of("L", "betas", "exact", "AIS", "samples", "reverse AIS", "samples", "seconds"),
                        rows)
                .provenance(run.record())
                .write(run.folder().resolve("report.html"));
    }
}
