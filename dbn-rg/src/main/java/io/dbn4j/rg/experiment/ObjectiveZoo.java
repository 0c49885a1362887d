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
import io.dbn4j.core.units.Spin;
import io.dbn4j.lab.report.Evidence;
import io.dbn4j.lab.run.Run;
import io.dbn4j.rg.experiment.KnownRing.Deviation;
import io.dbn4j.rg.lattice.Ring;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An experiment that minimizes every objective exactly on a ring of spins that RBMs can represent.
 *
 * <p>It compares training on the bare difference of free energies with objectives in a gauge, objectives that need no
 * gauge, and maximum likelihood. All averages are enumerated, so the results are minima of the objectives and not
 * effects of sampling; the spread is over initial weights.
 *
 * @param spins number of spins of the ring
 * @param coupling coupling K between neighbors
 * @param seeds number of independent starts of each objective
 * @param iterations largest number of iterations of the minimizer
 */
@Reference(
        authors = "L. Burns",
        title = "Renormalization and Boltzmann machines",
        venue = "unpublished; the experiment that it leaves for later",
        year = 2021)
@JsonTypeName("objective-zoo")
public record ObjectiveZoo(int spins, double coupling, int seeds, int iterations) implements RgExperiment {

    private static final Objective BY_LIKELIHOOD = new Likelihood(new Exact());

    /** An objective with the RBM that it trains. The label appears in results and names random streams. */
    enum Kind {
        BARE_PLAIN("bare difference, plain energy, 4 hidden", 4, BareFreeEnergyDifference::new),
        BARE_NORMALIZED("bare difference, hidden-normalized, 4 hidden", 4, BareFreeEnergyDifference::new),
        LIKELIHOOD("likelihood, 6 hidden", 6, ring -> BY_LIKELIHOOD),
        DATA_GAUGE(
                "difference in the gauge of the data, 6 hidden",
                6,
                ring -> new GaugedFreeEnergyDifference(ring, new EnergyGauge.DataMean())),
        MODEL_GAUGE(
                "difference in the gauge of the model, 6 hidden",
                6,
                ring -> new GaugedFreeEnergyDifference(ring, new EnergyGauge.ModelMean())),
        MATCHING_3("energy matching, 3 hidden", 3, EnergyMatching::new),
        MATCHING_6("energy matching, 6 hidden", 6, EnergyMatching::new),
        REVERSE("reverse divergence, 6 hidden", 6, ring -> new ReverseKullbackLeibler(ring, new Exact())),
        MEAN_GAP("mean energy gap, 6 hidden", 6, ring -> new MeanEnergyGap(new Exact())),
        LIKELIHOOD_MATCHING("likelihood + energy matching, 6 hidden", 6, ring -> beside(1, new EnergyMatching(ring))),
        LIKELIHOOD_MEAN_GAP(
                "likelihood + mean energy gap, 6 hidden", 6, ring -> beside(1, new MeanEnergyGap(new Exact()))),
        PENALTY_01("likelihood + 0.1 bare difference, hidden-normalized, 6 hidden", 0.1),
        PENALTY_1("likelihood + 1 bare difference, hidden-normalized, 6 hidden", 1),
        PENALTY_10("likelihood + 10 bare difference, hidden-normalized, 6 hidden", 10),
        PLAIN_PENALTY_01("likelihood + 0.1 bare difference, plain energy, 6 hidden", 0.1),
        PLAIN_PENALTY_1("likelihood + 1 bare difference, plain energy, 6 hidden", 1),
        PLAIN_PENALTY_10("likelihood + 10 bare difference, plain energy, 6 hidden", 10);

        /** Penalties by the square of the bare difference, with growing weights. */
        static final List<Kind> PENALTIES = List.of(PENALTY_01, PENALTY_1, PENALTY_10);

        /** The same with the plain energy. */
        static final List<Kind> PLAIN_PENALTIES = List.of(PLAIN_PENALTY_01, PLAIN_PENALTY_1, PLAIN_PENALTY_10);

        private static final Set<Kind> PLAIN =
                EnumSet.of(BARE_PLAIN, PLAIN_PENALTY_01, PLAIN_PENALTY_1, PLAIN_PENALTY_10);

        private final String label;
        private final int hidden;
        private final double weight;

        @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
        private final Function<Ising, Objective> objective;

        Kind(String label, int hidden, Function<Ising, Objective> objective) {
            this(label, hidden, 0, objective);
        }

        Kind(String label, double weight) {
            this(label, 6, weight, ring -> beside(weight, new BareFreeEnergyDifference(ring)));
        }

        Kind(String label, int hidden, double weight, Function<Ising, Objective> objective) {
            this.label = label;
            this.hidden = hidden;
            this.weight = weight;
            this.objective = objective;
        }

        private static Objective beside(double weight, Objective penalty) {
            return new HybridObjective(BY_LIKELIHOOD, Ramp.constant(weight), penalty);
        }

        String label() {
            return label;
        }

        int hidden() {
            return hidden;
        }

        /** Returns the weight of the bare difference as a penalty; 0 for other objectives. */
        double weight() {
            return weight;
        }

        /**
         * Returns random weights. Unless the energy is plain, the sum over hidden states is an average, which adds
         * {@code hidden log 2} to the energy.
         */
        private Rbm start(int spins, Nd4jRandomSource random) {
            Rbm rbm = Rbm.random(new Spin(), new Spin(), spins, hidden, 0.3, DataType.DOUBLE, random);
            return rbm.withEnergyOffset(PLAIN.contains(this) ? 0 : hidden * Math.log(2));
        }
    }

    /** The optima that an objective reached, one from each start. */
    record Outcomes(Kind kind, List<Deviation> starts) {

        double least(ToDoubleFunction<Deviation> number) {
            return starts.stream().mapToDouble(number).min().orElseThrow();
        }

        double median(ToDoubleFunction<Deviation> number) {
            return Median.of(starts.stream().mapToDouble(number).toArray());
        }

        double most(ToDoubleFunction<Deviation> number) {
            return starts.stream().mapToDouble(number).max().orElseThrow();
        }
    }

    public ObjectiveZoo {
        Check.require(spins >= 3 && spins <= 12, "spins must be in [3, 12], was %d", spins);
        Check.positive(coupling, "coupling");
        Check.atLeast(2, seeds, "seeds");
        Check.atLeast(1, iterations, "iterations");
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
        Map<Kind, Outcomes> found = new EnumMap<>(Kind.class);
        Exports.rows(run, "states", states);
        Exports.rows(run, "probabilities", truth.probability());
        run.progress().begin("objectives", (long) Kind.values().length * seeds, "trainings");
        for (Kind kind : Kind.values()) {
            List<Deviation> outcomes = new ArrayList<>();
            for (int seed = 0; seed < seeds; seed++) {
                Nd4jRandomSource random = run.random(kind.label + "-" + seed);
                Rbm rbm = kind.start(spins, random);
                new QuasiNewton(iterations)
                        .minimize(rbm, kind.objective.apply(ring), states, truth.probability(), random);
                Exports.rbm(run, String.format(Locale.ROOT, "objective-%d-start-%d", found.size() + 1, seed + 1), rbm);
                outcomes.add(truth.measure(rbm));
                run.progress().at((long) found.size() * seeds + seed + 1);
            }
            found.put(kind, new Outcomes(kind, outcomes));
        }
        run.progress().end();
        ObjectiveZooVerdict verdict = ObjectiveZooVerdict.of(this, truth, found);
        ObjectiveZooReport report = new ObjectiveZooReport(this, truth, found);
        ObjectiveZooReport.STARTS.save(run, report.starts());
        return new Finding("objective-zoo", verdict.estimates(), verdict.verdict(), Evidence.EXACT)
                .shown(
                        run,
                        String.format(Locale.ROOT, "Objectives on a ring of %d spins, K = %s", spins, coupling),
                        report::addTo);
    }
}
