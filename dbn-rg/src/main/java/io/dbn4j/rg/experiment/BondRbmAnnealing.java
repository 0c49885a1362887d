package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.data.Npz;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.partition.AnnealingStart;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.partition.ReverseAnnealedImportanceSampling;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.Evidence;
import io.dbn4j.lab.report.Table;
import io.dbn4j.lab.run.Run;
import io.dbn4j.rg.ising.BondRbm;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.montecarlo.EquilibrationGate;
import io.dbn4j.rg.montecarlo.MonteCarlo;
import io.dbn4j.rg.montecarlo.SwendsenWang;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An experiment on annealed importance sampling from both sides, with RBMs whose log Z is known: Ising models on square
 * lattices at the critical temperature, where sampling is hardest.
 *
 * <p>The reverse direction starts from draws of the visible spins by the algorithm of Swendsen and Wang, which
 * decorrelates critical lattices in a few steps. Gibbs sampling of the RBM needs about {@code L^2.2} steps: after 500
 * steps on L = 6 the reverse estimate was 1.2 standard errors too low on average.
 *
 * @param sides sides of the lattices
 * @param betasPerSite inverse temperatures per site; with 16 about half of the samples are effective on every lattice
 * @param chains number of independent weights in each direction
 * @param effectiveSamples effective samples to be reached in both directions
 */
@Reference(
        authors = "B. Kaufman",
        title = "Crystal statistics. II. Partition function evaluated by spinor analysis",
        venue = "Physical Review 76",
        year = 1949,
        url = "https://doi.org/10.1103/PhysRev.76.1232")
@JsonTypeName("bond-rbm-annealing")
public record BondRbmAnnealing(List<Integer> sides, int betasPerSite, int chains, double effectiveSamples)
        implements RgExperiment {

    private static final EquilibrationGate START =
            new EquilibrationGate(new MonteCarlo(new SwendsenWang(), 500, 50), 4);

    /** Number of standard errors by which a bound may be on the wrong side of the exact log Z. */
    private static final double TOLERANCE = 3;

    public BondRbmAnnealing {
        sides = List.copyOf(sides);
        for (int side : sides) {
            Check.atLeast(3, side, "side");
        }
        Check.atLeast(1, betasPerSite, "betasPerSite");
        Check.atLeast(2, chains, "chains");
        Check.positive(effectiveSamples, "effectiveSamples");
    }

    /** Estimates of both directions on one lattice. */
    private record Bracket(int side, double exact, int betas, Estimate forward, Estimate reverse, double seconds) {

        String lattice() {
            return "L = " + side;
        }
    }

    private static final Table<Bracket> BRACKETS = Table.<Bracket>of("brackets")
            .whole("side", "L", Bracket::side)
            .whole("betas", "betas", Bracket::betas)
            .exact("exact", "exact", "%.3f", "nats", Bracket::exact)
            .estimate("ais", "AIS", Bracket::forward)
            .number("aisSamples", "samples", "%.0f", b -> b.forward.ess())
            .estimate("reverseAis", "reverse AIS", Bracket::reverse)
            .number("reverseAisSamples", "samples", "%.0f", b -> b.reverse.ess())
            .number("seconds", "seconds", "%.0f", Bracket::seconds);

    @Override
    public String cost() {
        return "2 min";
    }

    @Override
    public Map<String, String> quick() {
        return Map.of("sides", "[4, 8]");
    }

    @Override
    public Finding run(Run run) {
        List<Bracket> brackets = new ArrayList<>();
        for (int side : sides) {
            brackets.add(bracket(run, side));
        }
        Map<String, Estimate> estimates = BRACKETS.estimates(brackets, b -> b.lattice() + ", ");
        return new Finding("bond-rbm-annealing", estimates, verdict(brackets), Evidence.ESTIMATE)
                .shown(
                        run,
                        "log Z of critical Ising models as RBMs",
                        page -> page.table(
                                String.format(
                                        Locale.ROOT,
                                        "%d chains; samples: effective samples of the estimate; seconds: time of"
                                                + " both directions",
                                        chains),
                                BRACKETS,
                                brackets));
    }

    private Verdict verdict(List<Bracket> brackets) {
        List<Finding.Check> bounds = new ArrayList<>();
        List<Finding.Check> ordered = new ArrayList<>();
        List<Finding.Check> effective = new ArrayList<>();
        for (Bracket b : brackets) {
            bounds.add(Finding.Check.atMost(
                    b.lattice() + ": AIS above the exact value, in standard errors",
                    b.forward.errorsAbove(b.exact),
                    TOLERANCE));
            bounds.add(Finding.Check.atMost(
                    b.lattice() + ": reverse AIS below it, in standard errors",
                    (b.exact - b.reverse.value()) / b.reverse.standardError(),
                    TOLERANCE));
            ordered.add(Finding.Check.atMost(
                    b.lattice() + ": AIS above reverse AIS, in standard errors",
                    (b.forward.value() - b.reverse.value())
                            / Math.hypot(b.forward.standardError(), b.reverse.standardError()),
                    TOLERANCE));
            effective.add(Finding.Check.atLeast(
                    b.lattice() + ": effective samples", Math.min(b.forward.ess(), b.reverse.ess()), effectiveSamples));
        }
        return Verdict.of(
                new Clause(
                        bounds,
                        "The estimates of both directions bracket the exact log Z within three standard errors on"
                                + " every lattice.",
                        "A bound is on the wrong side of the exact log Z by more than three standard errors."),
                new Clause(
                        ordered, "No bracket is inverted.", "A bracket is inverted, so its bounds are not reliable."),
                new Clause(
                        effective,
                        "Both directions have enough effective samples.",
                        "A direction has too few effective samples, so its error is not reliable."));
    }

    private Bracket bracket(Run run, int side) {
        double coupling = KaufmanPartitionFunction.CRITICAL_COUPLING;
        SquareLattice lattice = new SquareLattice(side);
        Ising ising = lattice.ising(coupling);
        Rbm rbm = BondRbm.of(ising, DataType.FLOAT);
        double exact = new KaufmanPartitionFunction(side).logPartition(coupling) + BondRbm.excess(ising);
        RandomSource random = run.random("lattice-" + side);
        // The base rate is independent spins without a field: it has the symmetry of the Ising model, which a mean
        // field breaks.
        BaseRate base = new BaseRate(rbm.visibleBias());
        int betas = Math.multiplyExact(betasPerSite, lattice.sites());
        long start = System.nanoTime();
        run.progress().begin(String.format(Locale.ROOT, "L = %d, %d temperatures", side, betas), 2L * betas, "steps");
        INDArray draws = START.states(lattice, coupling, chains, DataType.FLOAT, random);
        Estimate reverse = new ReverseAnnealedImportanceSampling(betas, chains, 0, 1)
                .run(rbm, base, draws, random, run.progress()::at)
                .logPartition();
        Exports.rbm(run, "rbm-" + side, rbm);
        run.save("configurations-" + side + ".npz", file -> Npz.write(file, Map.of("rows", draws)));
        Estimate forward = new AnnealedImportanceSampling(betas, chains)
                .measure(
                        rbm,
                        AnnealingStart.at(base),
                        random,
                        step -> run.progress().at(betas + step))
                .value();
        run.progress().end();
        // The upper bound needs a start in equilibrium; the gate has compared its energy with Kaufman's.
        Estimate upper = reverse.bound(reverse.bound().unconditional());
        return new Bracket(side, exact, betas, forward, upper, (System.nanoTime() - start) * 1e-9);
    }
}
