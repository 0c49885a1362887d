package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.hamiltonian.TeacherRbm;
import io.dbn4j.core.objective.Exact;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.units.Spin;
import io.dbn4j.lab.report.Evidence;
import io.dbn4j.lab.run.Run;
import io.dbn4j.rg.coarse.Blocks;
import io.dbn4j.rg.coarse.Decimation;
import io.dbn4j.rg.coarse.DecimationRbm;
import io.dbn4j.rg.coarse.EffectiveCouplings;
import io.dbn4j.rg.coarse.RenormalizedHamiltonian;
import io.dbn4j.rg.ising.RingSolution;
import io.dbn4j.rg.lattice.Ring;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An experiment that tests whether an RBM that learns a ring of spins learns decimation, the exact
 * renormalization-group step of that ring.
 *
 * <p>The first part is the step itself: couplings and the account of log Z from 16 spins to 2. The second part is an
 * RBM that is constructed to decimate, whose hidden spins are the decimated ring for every strength of copying. In the
 * third part RBMs with half as many hidden spins learn by maximum likelihood from random weights. All averages are
 * enumerated.
 *
 * @param coupling K of all rings
 * @param spins number of spins of the ring that is learned, even
 * @param seeds number of independent starts
 * @param iterations largest number of iterations of the minimizer
 */
@Reference(
        authors = "P. Mehta, D. J. Schwab",
        title = "An exact mapping between the variational renormalization group and deep learning",
        venue = "arXiv:1410.3831",
        year = 2014,
        url = "https://arxiv.org/abs/1410.3831")
@JsonTypeName("learned-decimation")
public record LearnedDecimation(double coupling, int spins, int seeds, int iterations) implements RgExperiment {

    private static final int BUILT_SPINS = 8;
    private static final int STACK_SPINS = 16;
    static final double[] COPYING = {0.5, 1, 2, 3, 4, 6};

    /** Largest divergence, in nats, of a model that has learned the ring. */
    static final double LEARNED = 1e-6;

    /** Smallest probability that a hidden spin equals the spin of its site, for an RBM that decimates. */
    private static final double COPIES = 0.999;

    /**
     * Largest deviation of the hidden couplings from decimation, and largest other coupling, for an RBM that decimates.
     */
    private static final double SAME_COUPLING = 1e-3;

    public LearnedDecimation {
        Check.positive(coupling, "coupling");
        Check.require(spins >= 6 && spins <= 12 && spins % 2 == 0, "spins must be even and in [6, 12], was %d", spins);
        Check.atLeast(2, seeds, "seeds");
        Check.atLeast(1, iterations, "iterations");
    }

    /** The ring after a step of decimation. The constant plus log Z of the rest is log Z of the first ring. */
    record Layer(int spins, double coupling, double constant, double rest, double enumerated) {}

    /** An RBM, and how its hidden spins compare with decimated spins. */
    record HiddenSpins(
            String name,
            double divergence,
            double anchored,
            double smallestDominance,
            double copied,
            boolean oneSublattice,
            double neighbors,
            double largestError,
            double largestOther) {

        boolean learned() {
            return divergence < LEARNED;
        }

        boolean decimates() {
            return learned()
                    && oneSublattice
                    && copied > COPIES
                    && largestError < SAME_COUPLING
                    && largestOther < SAME_COUPLING;
        }
    }

    @Override
    public String cost() {
        return "1 min";
    }

    @Override
    public Map<String, String> quick() {
        return Map.of("seeds", "3", "iterations", "2000");
    }

    @Override
    public Finding run(Run run) {
        List<Layer> stack = stack();
        List<HiddenSpins> built = new ArrayList<>();
        KnownRing eight = ring(BUILT_SPINS);
        for (double copying : COPYING) {
            Rbm rbm = DecimationRbm.of(BUILT_SPINS, coupling, copying);
            Exports.rbm(run, "built-" + String.valueOf(copying).replace('.', '-'), rbm);
            built.add(measure("w = " + copying, eight, BUILT_SPINS, rbm));
        }
        List<HiddenSpins> learned = new ArrayList<>();
        KnownRing truth = ring(spins);
        INDArray states = states(spins);
        Exports.rows(run, "states", states);
        Exports.rows(run, "probabilities", truth.probability());
        run.progress().begin("learning", seeds, "starts");
        for (int seed = 1; seed <= seeds; seed++) {
            Nd4jRandomSource random = run.random("start-" + seed);
            Rbm rbm = Rbm.random(new Spin(), new Spin(), spins, spins / 2, 0.3, DataType.DOUBLE, random);
            new QuasiNewton(iterations).minimize(rbm, new Likelihood(new Exact()), states, truth.probability(), random);
            Exports.rbm(run, "start-" + seed, rbm);
            learned.add(measure("start " + seed, truth, spins, rbm));
            run.progress().at(seed);
        }
        run.progress().end();
        DecimationVerdict verdict = new DecimationVerdict(coupling, stack, built, learned);
        LearnedDecimationReport.RBMS.save(
                run, Stream.concat(built.stream(), learned.stream()).toList());
        return new Finding("learned-decimation", verdict.estimates(), verdict.verdict(), Evidence.EXACT)
                .shown(
                        run,
                        "Decimation, built and learned",
                        new LearnedDecimationReport(this, stack, built, learned)::addTo);
    }

    private KnownRing ring(int sites) {
        return new KnownRing(new Ring(sites).ising(coupling), states(sites));
    }

    private static INDArray states(int sites) {
        return StateSpace.states(new Spin(), sites, 0, 1 << sites, DataType.DOUBLE);
    }

    /** Returns log Z of a ring; two spins are joined by two bonds. */
    private static double logPartition(int sites, double coupling) {
        return new RingSolution(sites, coupling).logPartition();
    }

    /** Sums out every second spin, three times: in closed form, and for the constant also by enumeration. */
    private List<Layer> stack() {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Layer(STACK_SPINS, coupling, 0, logPartition(STACK_SPINS, coupling), 0));
        Hamiltonian hamiltonian = new Ring(STACK_SPINS).ising(coupling);
        double constant = 0;
        double reduced = coupling;
        for (int sites = STACK_SPINS; sites > 2; sites /= 2) {
            hamiltonian = RenormalizedHamiltonian.of(hamiltonian, new Decimation(Blocks.ring(sites, 2)));
            int removed = sites / 2;
            constant += removed * DecimationRbm.constant(reduced);
            reduced = DecimationRbm.coupling(reduced);
            layers.add(new Layer(
                    sites / 2,
                    reduced,
                    constant,
                    logPartition(sites / 2, reduced),
                    EffectiveCouplings.of(hamiltonian).of()));
        }
        return layers;
    }

    /**
     * Compares an RBM with decimation. Hidden spins are ordered by the sites of their largest weights and take the
     * signs of these weights.
     */
    private HiddenSpins measure(String name, KnownRing truth, int sites, Rbm rbm) {
        int hidden = rbm.hidden();
        int[] site = new int[hidden];
        double smallestDominance = Double.POSITIVE_INFINITY;
        double copied = 1;
        for (int j = 0; j < hidden; j++) {
            double[] weights = rbm.weights().getColumn(j).dup().toDoubleVector();
            site[j] = strongest(weights);
            double first = Math.abs(weights[site[j]]);
            copied = Math.min(copied, truth.agreement(rbm, site[j], j));
            weights[site[j]] = 0;
            smallestDominance = Math.min(smallestDominance, first / Math.abs(weights[strongest(weights)]));
        }
        int[] order = IntStream.range(0, hidden)
                .boxed()
                .sorted((a, b) -> Integer.compare(site[a], site[b]))
                .mapToInt(j -> j)
                .toArray();
        boolean oneSublattice = IntStream.range(1, hidden).allMatch(j -> site[order[j]] == site[order[j - 1]] + 2);
        HiddenRing ring = hiddenRing(rbm, order, site);
        KnownRing.Deviation deviation = truth.measure(rbm);
        return new HiddenSpins(
                name,
                deviation.divergence(),
                -logPartition(sites, coupling) - deviation.divergence(),
                smallestDominance,
                copied,
                oneSublattice,
                ring.neighbors,
                ring.largestError,
                ring.largestOther);
    }

    /**
     * The couplings of hidden spins.
     *
     * @param neighbors mean coupling of neighbors on the ring
     * @param largestError largest deviation of one of these from the coupling after decimation
     * @param largestOther largest of all other couplings
     */
    private record HiddenRing(double neighbors, double largestError, double largestOther) {}

    /** Computes the couplings of hidden spins, each spin with the sign of the weight to its site. */
    private HiddenRing hiddenRing(Rbm rbm, int[] order, int[] site) {
        double[] couplings =
                EffectiveCouplings.of(TeacherRbm.of(rbm.transposed())).all();
        double expected = DecimationRbm.coupling(coupling);
        double sum = 0;
        double largestError = 0;
        for (int j = 0; j < order.length; j++) {
            int one = order[j];
            int next = order[(j + 1) % order.length];
            double signs = Math.signum(
                    rbm.weights().getDouble(site[one], one) * rbm.weights().getDouble(site[next], next));
            int pair = EffectiveCouplings.set(one, next);
            sum += signs * couplings[pair] / order.length;
            largestError = Math.max(largestError, Math.abs(signs * couplings[pair] - expected));
            couplings[pair] = 0;
        }
        couplings[0] = 0;
        return new HiddenRing(sum, largestError, Math.abs(couplings[strongest(couplings)]));
    }

    private static int strongest(double[] numbers) {
        int strongest = 0;
        for (int i = 1; i < numbers.length; i++) {
            strongest = Math.abs(numbers[i]) > Math.abs(numbers[strongest]) ? i : strongest;
        }
        return strongest;
    }
}
