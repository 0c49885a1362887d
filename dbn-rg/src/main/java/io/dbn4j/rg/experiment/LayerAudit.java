package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.objective.Exact;
import io.dbn4j.core.objective.HybridObjective;
import io.dbn4j.core.objective.LayerFreeEnergyMatching;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.Ramp;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Spin;
import io.dbn4j.lab.report.Evidence;
import io.dbn4j.lab.run.Run;
import io.dbn4j.rg.lattice.SquareLattice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An experiment on the free energies of a stack of RBMs, layer by layer, on an Ising model small enough to enumerate:
 * which free energy is preserved from one RBM to the next, in which gauge, and how training changes it.
 *
 * <p>Averages over data, over hidden states from the data and over models are all sums over states, so training has no
 * noise. RBMs above the first start either tied, as the RBM below upside down, or at random with the given number of
 * hidden units. They are trained on the likelihood of the hidden states from below plus a multiple of the variance of
 * the difference of free energies to the layer below. Draws show what {@link io.dbn4j.core.stack.FreeEnergyLedger}
 * measures for layers too large to enumerate.
 *
 * @param side side of the lattice, 3 or 4
 * @param coupling K
 * @param hidden hidden units of each RBM, at most 12; a tied RBM has as many as the RBM below has visible units
 * @param gammas positive weights of the matching of free energies
 * @param firstIterations largest number of iterations in each run of the minimizer for the first RBM; a first RBM at
 *     the maximum of the likelihood leaves almost nothing to gain above it
 * @param iterations largest number of iterations in each run for the RBMs above
 * @param draws number of draws behind each measured number
 */
@Reference(
        authors = "G. E. Hinton, S. Osindero, Y. W. Teh",
        title = "A fast learning algorithm for deep belief nets",
        venue = "Neural Computation 18; the bound and the tied start",
        year = 2006,
        url = "https://doi.org/10.1162/neco.2006.18.7.1527")
@JsonTypeName("layer-audit")
public record LayerAudit(
        int side,
        double coupling,
        List<Integer> hidden,
        List<Double> gammas,
        int firstIterations,
        int iterations,
        int draws)
        implements RgExperiment {

    public LayerAudit {
        hidden = List.copyOf(hidden);
        gammas = List.copyOf(gammas);
        Check.require(side == 3 || side == 4, "side must be 3 or 4, was %d", side);
        Check.positive(coupling, "coupling");
        Check.atLeast(2, hidden.size(), "number of RBMs");
        for (int units : hidden) {
            Check.require(units >= 1 && units <= 12, "hidden must be in [1, 12], was %d", units);
        }
        for (double gamma : gammas) {
            Check.positive(gamma, "gamma");
        }
        Check.atLeast(1, firstIterations, "firstIterations");
        Check.atLeast(1, iterations, "iterations");
        Check.atLeast(2, draws, "draws");
    }

    /**
     * A way to make the RBMs above the first one.
     *
     * @param gamma weight of the matching of free energies; 0 for the likelihood alone
     */
    record Course(boolean tied, boolean trained, double gamma) {

        String label() {
            String start = tied ? "tied" : "random";
            String way = gamma == 0 ? "likelihood" : String.format(Locale.ROOT, "likelihood + %s matching", gamma);
            return trained ? start + ", " + way : start + ", untrained";
        }

        /** Returns the prefix of the file names of this course. */
        String file() {
            String start = tied ? "tied" : "random";
            String way = String.format(Locale.ROOT, "gamma-%s", gamma).replace('.', '-');
            return start + (trained ? "-" + way : "-untrained");
        }

        Objective objective() {
            Objective likelihood = new Likelihood(new Exact());
            return gamma == 0
                    ? likelihood
                    : new HybridObjective(likelihood, Ramp.constant(gamma), new LayerFreeEnergyMatching());
        }
    }

    @Override
    public String cost() {
        return "2 min";
    }

    @Override
    public Map<String, String> quick() {
        return Map.of("side", "3", "hidden", "[3, 2]", "gammas", "[1.0]", "iterations", "20", "draws", "2000");
    }

    @Override
    public Finding run(Run run) {
        Ensemble data = Ensemble.of(new SquareLattice(side).ising(coupling));
        List<Course> courses = courses();
        run.progress().begin("stacks", 1L + courses.size(), "stacks");
        Rbm first = first(data, run.random("first"));
        Exports.rbm(run, "layer-1", first);
        Exports.rows(run, "states", data.states());
        Exports.rows(run, "probabilities", data.probability());
        Ensemble up = data.above(first);
        run.progress().at(1);
        Map<Course, AuditedStack> audited = new LinkedHashMap<>();
        for (Course course : courses) {
            List<Rbm> stack = stack(first, up, course, run.random(course.label()));
            RandomSource random = run.random("draws of " + course.label());
            for (int layer = 1; layer < stack.size(); layer++) {
                Exports.rbm(run, course.file() + "-layer-" + (layer + 1), stack.get(layer));
            }
            audited.put(course, AuditedStack.of(stack, data, up, draws, random));
            run.progress().at(1L + audited.size());
        }
        run.progress().end();
        String title = String.format(
                Locale.ROOT, "Free energies of a stack on a %d x %d Ising model, K = %s", side, side, coupling);
        return new Finding("layer-audit", estimates(audited), LayerAuditVerdict.of(audited), Evidence.EXACT)
                .shown(run, title, new LayerAuditReport(this, audited)::addTo);
    }

    private List<Course> courses() {
        List<Course> courses = new ArrayList<>();
        for (boolean tied : new boolean[] {true, false}) {
            courses.add(new Course(tied, false, 0));
            courses.add(new Course(tied, true, 0));
            for (double gamma : gammas) {
                courses.add(new Course(tied, true, gamma));
            }
        }
        return courses;
    }

    private Rbm first(Ensemble data, RandomSource random) {
        Rbm rbm = small(side * side, hidden.get(0), random);
        train(rbm, new Likelihood(new Exact()), data, firstIterations, random);
        return rbm;
    }

    /**
     * Makes a stack of the first RBM and RBMs above it.
     *
     * @param up hidden states of the first RBM from the data
     */
    private List<Rbm> stack(Rbm first, Ensemble up, Course course, RandomSource random) {
        List<Rbm> rbms = new ArrayList<>(List.of(first));
        Ensemble below = up;
        for (int layer = 1; layer < hidden.size(); layer++) {
            Rbm under = rbms.get(layer - 1);
            below = layer == 1 ? up : below.above(under);
            Rbm rbm = course.tied ? upsideDown(under) : small(under.hidden(), hidden.get(layer), random);
            if (course.trained) {
                train(rbm, course.objective().above(under), below, iterations, random);
            }
            rbms.add(rbm);
        }
        return rbms;
    }

    private static Rbm small(int visible, int hidden, RandomSource random) {
        return Rbm.random(new Spin(), new Spin(), visible, hidden, 0.3, DataType.DOUBLE, random);
    }

    /** Returns a copy of an RBM with visible and hidden side exchanged. */
    static Rbm upsideDown(Rbm rbm) {
        Rbm turned = rbm.transposed();
        return turned.with(
                turned.weights().dup('c'),
                turned.visibleBias().dup(),
                turned.hiddenBias().dup(),
                turned.energyOffset());
    }

    private static void train(Rbm rbm, Objective objective, Ensemble states, int iterations, RandomSource random) {
        new QuasiNewton(iterations).minimize(rbm, objective, states.states(), states.probability(), random);
    }

    private Map<String, Estimate> estimates(Map<Course, AuditedStack> audited) {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        double ceiling = audited.values().iterator().next().ceiling();
        estimates.put("largest gain there can be", Estimate.exact(ceiling, "nats"));
        audited.forEach((course, stack) -> {
            estimates.put(course.label() + ": gain of the bound", Estimate.exact(stack.gain(), "nats"));
            estimates.put(course.label() + ": gain of the bound, by draws", stack.measuredGain());
        });
        return estimates;
    }
}
