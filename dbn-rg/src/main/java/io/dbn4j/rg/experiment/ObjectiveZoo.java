package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.objective.BareFreeEnergyDifference;
import io.dbn4j.core.objective.EnergyGauge;
import io.dbn4j.core.objective.EnergyMatching;
import io.dbn4j.core.objective.Exact;
import io.dbn4j.core.objective.GaugedFreeEnergyDifference;
import io.dbn4j.core.objective.HybridObjective;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.MeanEnergyGap;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.Ramp;
import io.dbn4j.core.objective.ReverseKullbackLeibler;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.run.Evidence;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.units.Spin;
import io.dbn4j.rg.experiment.KnownRing.Deviation;
import io.dbn4j.rg.lattice.Ring;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What training on free energies finds: every objective, exactly, on a ring of spins that RBMs can represent.
 *
 * <p>The proposal to train on the difference of free energies alone is put to the test beside those with a gauge, those
 * that need none, and maximum likelihood. All averages are enumerated, so what is found is the objective's minimum and not
 * an effect of sampling; the spread is over initial weights.
 *
 * @param spins of the ring
 * @param coupling K between neighbours
 * @param seeds independent starts of each objective
 * @param iterations of the minimiser at most
 */
@Reference(
        authors = "L. Burns",
        title = "Renormalization and Boltzmann machines",
        venue = "unpublished; the experiment that it leaves for later",
        year = 2021)
@JsonTypeName("objective-zoo")
public record ObjectiveZoo(int spins, double coupling, int seeds, int iterations) implements RgExperiment {

    static final String BARE_PLAIN = "bare difference, plain energy, 4 hidden";
    static final String BARE_NORMALISED = "bare difference, hidden-normalised, 4 hidden";
    static final String LIKELIHOOD = "likelihood, 6 hidden";
    static final String DATA_GAUGE = "difference in the gauge of the data, 6 hidden";
    static final List<String> MATCHING = List.of("energy matching, 3 hidden", "energy matching, 6 hidden");

    /** Weights of the bare difference as a penalty. */
    static final List<Double> GAMMAS = List.of(0.1, 1.0, 10.0);

    public ObjectiveZoo {
        Check.require(spins >= 3 && spins <= 12, "spins must be in [3, 12], was %d", spins);
        Check.positive(coupling, "coupling");
        Check.atLeast(2, seeds, "seeds");
        Check.atLeast(1, iterations, "iterations");
    }

    /**
     * An objective with the RBM that it trains.
     *
     * @param normalised whether the sum over hidden states is an average, which adds {@code hidden log 2} to the energy
     */
    record Entry(String name, Objective objective, int hidden, boolean normalised) {

        Rbm start(int spins, Nd4jRandomSource random) {
            Rbm rbm = Rbm.random(new Spin(), new Spin(), spins, hidden, 0.3, DataType.DOUBLE, random);
            return rbm.withEnergyOffset(normalised ? hidden * Math.log(2) : 0);
        }
    }

    @Override
    public String cost() {
        return "5 min";
    }

    @Override
    public Map<String, String> quick() {
        return Map.of("seeds", "2", "iterations", "2000");
    }

    @Override
    public Finding run(Run run) {
        Ising ring = new Ring(spins).ising(coupling);
        INDArray states = StateSpace.states(new Spin(), spins, 0, 1 << spins, DataType.DOUBLE);
        KnownRing truth = new KnownRing(ring, states);
        List<Entry> zoo = zoo(ring);
        Map<Entry, List<Deviation>> found = new LinkedHashMap<>();
        Exports.rows(run, "states", states);
        Exports.rows(run, "probabilities", truth.probability());
        run.progress().begin("objectives", (long) zoo.size() * seeds, "trainings");
        for (Entry entry : zoo) {
            List<Deviation> outcomes = new ArrayList<>();
            for (int seed = 0; seed < seeds; seed++) {
                Nd4jRandomSource random = run.random(entry.name + "-" + seed);
                Rbm rbm = entry.start(spins, random);
                new QuasiNewton(iterations).minimise(rbm, entry.objective, states, truth.probability(), random);
                Exports.rbm(run, String.format(Locale.ROOT, "objective-%d-start-%d", found.size() + 1, seed + 1), rbm);
                outcomes.add(truth.measure(rbm));
                run.progress().at((long) found.size() * seeds + seed + 1);
            }
            found.put(entry, outcomes);
        }
        run.progress().end();
        ObjectiveZooVerdict verdict = ObjectiveZooVerdict.of(this, truth, found);
        Finding finding = new Finding("objective-zoo", verdict.estimates(), verdict.verdict(), Evidence.EXACT);
        ObjectiveZooReport report = new ObjectiveZooReport(this, truth, found, finding);
        run.save("objectives.csv", file -> Files.writeString(file, report.csv(), StandardCharsets.UTF_8));
        report.write(run);
        return finding;
    }

    private List<Entry> zoo(Ising ring) {
        Objective likelihood = new Likelihood(new Exact());
        Objective bare = new BareFreeEnergyDifference(ring);
        List<Entry> zoo = new ArrayList<>(List.of(
                new Entry(BARE_PLAIN, bare, 4, false),
                new Entry(BARE_NORMALISED, bare, 4, true),
                new Entry(LIKELIHOOD, likelihood, 6, true),
                new Entry(DATA_GAUGE, new GaugedFreeEnergyDifference(ring, new EnergyGauge.DataMean()), 6, true),
                new Entry(
                        "difference in the gauge of the model, 6 hidden",
                        new GaugedFreeEnergyDifference(ring, new EnergyGauge.ModelMean()),
                        6,
                        true),
                new Entry(MATCHING.get(0), new EnergyMatching(ring), 3, true),
                new Entry(MATCHING.get(1), new EnergyMatching(ring), 6, true),
                new Entry("reverse divergence, 6 hidden", new ReverseKullbackLeibler(ring, new Exact()), 6, true),
                new Entry("mean energy gap, 6 hidden", new MeanEnergyGap(new Exact()), 6, true),
                new Entry(
                        "likelihood + energy matching, 6 hidden",
                        new HybridObjective(likelihood, Ramp.constant(1), new EnergyMatching(ring)),
                        6,
                        true),
                new Entry(
                        "likelihood + mean energy gap, 6 hidden",
                        new HybridObjective(likelihood, Ramp.constant(1), new MeanEnergyGap(new Exact())),
                        6,
                        true)));
        for (boolean normalised : new boolean[] {true, false}) {
            for (double gamma : GAMMAS) {
                zoo.add(new Entry(
                        hybrid(gamma, normalised),
                        new HybridObjective(likelihood, Ramp.constant(gamma), bare),
                        6,
                        normalised));
            }
        }
        return zoo;
    }

    static String hybrid(double gamma, boolean normalised) {
        return String.format(
                Locale.ROOT,
                "likelihood + %s bare difference, %s, 6 hidden",
                gamma < 1 ? "0.1" : String.valueOf((int) gamma),
                normalised ? "hidden-normalised" : "plain energy");
    }
}
