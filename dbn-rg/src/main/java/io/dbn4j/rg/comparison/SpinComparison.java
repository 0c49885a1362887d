package io.dbn4j.rg.comparison;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.partition.BracketCheck;
import io.dbn4j.core.partition.EquilibriumStart;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Alphabet;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Autocorrelation;
import io.dbn4j.core.stats.ChainDiagnostics;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Spin;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.rg.ising.ExactAverages;
import io.dbn4j.rg.observable.IsingObservables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A comparison of an RBM with the Hamiltonian of spins that its data follow: divergence, couplings, thermal averages
 * and correlation function.
 *
 * @param temperatures temperatures of each chain of the model, at least 1; 1 for Gibbs sampling alone
 * @param steps steps of each chain, at least 8; the second half is measured
 * @param betas inverse temperatures of annealing, if log Z of the model cannot be summed
 */
public record SpinComparison(int temperatures, int steps, int betas) {

    /** Standard errors by which the energy of the data may differ from the exact one without a warning. */
    private static final double DATA_OFF = 4;

    /** Smallest number of configurations, if they are independent; the jackknife refuses too few correlated ones. */
    private static final int FEWEST_ROWS = 200;

    public SpinComparison {
        Check.atLeast(1, temperatures, "temperatures");
        Check.atLeast(8, steps, "steps");
        Check.atLeast(1, betas, "betas");
    }

    /**
     * An average of the model, of the data, and of the Hamiltonian.
     *
     * @param quantity name, as in the result of the exact solution; {@code G(r)} for the correlation function
     * @param exact exact value; null if it is not known
     * @param modelOff model minus exact value, in standard errors; null without an exact value
     */
    public record Average(
            String quantity,
            Estimate model,
            Estimate data,
            @Nullable Estimate exact,
            @Nullable Double modelOff) {

        static Average of(String quantity, Estimate model, Estimate data, @Nullable Estimate exact) {
            return new Average(quantity, model, data, exact, exact == null ? null : model.errorsAbove(exact.value()));
        }
    }

    /**
     * The result of a comparison.
     *
     * @param divergence {@code KL(P || P_model)} in nats by method, see {@link Divergence}; empty if log Z of the
     *     Hamiltonian is not known
     * @param logRatioVariance variance of {@code log P - log P_model} over the data, in squared nats
     * @param logPartition log Z in nats
     * @param couplings couplings of the model under two measures
     * @param averages thermal averages per spin
     * @param correlation correlation function by distance
     * @param chains diagnostics of the model's chains
     * @param roundTrips number of times that states traveled from independent units to the model and back
     * @param bracket check of the annealing bounds of log Z
     * @param warnings reasons to doubt a number
     */
    public record Outcome(
            Map<String, Estimate> divergence,
            double logRatioVariance,
            Map<String, Estimate> logPartition,
            List<ComparedCoupling> couplings,
            List<Average> averages,
            List<Average> correlation,
            Map<String, ChainDiagnostics> chains,
            long roundTrips,
            BracketCheck bracket,
            List<String> warnings) {}

    /**
     * Compares an RBM with a Hamiltonian.
     *
     * @param rbm its visible units have two states, one unit for each spin
     * @param data configurations that follow the Hamiltonian, as states of the visible units, {@code [rows, visible]};
     *     not modified
     * @throws IllegalArgumentException if the model does not fit, or the data are too few
     */
    public Outcome compare(Rbm rbm, KnownSpins known, INDArray data, RandomSource random, Progress progress) {
        requireFit(rbm, known);
        Check.require(
                data.size(0) >= FEWEST_ROWS,
                "data must have at least %d configurations for errors, had %d",
                FEWEST_ROWS,
                data.size(0));
        boolean spins = rbm.visibleUnit().hasStates(-1, 1);
        Rbm model = (spins ? rbm : Alphabet.convert(rbm.castTo(DataType.DOUBLE), new Spin(), rbm.hiddenUnit()))
                .castTo(DataType.DOUBLE);
        INDArray rows = spins(rbm, data);
        EquilibriumStart start = new EquilibriumStart(temperatures, steps);
        SpinSeries series = SpinSeries.of(known, rows);
        Map<String, Estimate> ofData = IsingObservables.of(
                        series.energy(), series.magnetization(), known.spins(), known.coupling(), known.unit())
                .named();
        Optional<ExactAverages> solution = known.solution();
        Map<String, Estimate> exact = exact(known, solution);
        List<String> warnings = new ArrayList<>(doubts(ofData, exact));
        Divergence divergence = Divergence.measured(model, known, rows, betas, start, random, progress);
        List<ComparedCoupling> couplings = ComparedCoupling.measured(model, known, rows, random, progress);
        ModelChains chains = ModelChains.measured(model.castTo(DataType.FLOAT), known, rows, start, random, progress);
        warnings.addAll(chains.warnings(temperatures));
        warnings.forEach(progress::warn);
        return new Outcome(
                divergence.byMethod(),
                divergence.logRatioVariance(),
                divergence.logPartition(),
                couplings,
                averages(chains.averages(), ofData, exact),
                correlation(chains, series, solution),
                chains.diagnostics(),
                chains.roundTrips(),
                divergence.bracket(),
                warnings);
    }

    /**
     * Refuses a model that does not fit the spins of a Hamiltonian.
     *
     * @throws IllegalArgumentException naming the units of both
     */
    public static void requireFit(Rbm rbm, KnownSpins known) {
        Check.require(
                rbm.visibleUnit().states() == 2,
                "visible units of the model must have two states (spin or bernoulli), were %s",
                rbm.visibleUnit().name());
        Check.require(
                rbm.visible() == known.spins(),
                "model must have a visible unit for each of the %d spins, has %d",
                known.spins(),
                rbm.visible());
    }

    /** Returns data as -1 and 1, in double precision. */
    private static INDArray spins(Rbm rbm, INDArray data) {
        double low = rbm.visibleUnit().low();
        double high = rbm.visibleUnit().high();
        for (double value : Elements.of(data)) {
            Check.require(
                    value == low || value == high,
                    "data must be configurations of spins, %s or %s in this model, had %s",
                    low,
                    high,
                    value);
        }
        return data.castTo(DataType.DOUBLE).sub(low).muli(2 / (high - low)).subi(1);
    }

    private static Map<String, Estimate> exact(KnownSpins known, Optional<ExactAverages> solution) {
        if (solution.isPresent()) {
            return solution.get().named();
        }
        return known.enumerable() ? AllStates.of(known.hamiltonian()).averages() : Map.of();
    }

    /** Returns a sentence if the data do not have the energy of the Hamiltonian. */
    private static List<String> doubts(Map<String, Estimate> data, Map<String, Estimate> exact) {
        Estimate energy = data.get("energyPerSite");
        Estimate right = exact.get("energyPerSite");
        if (energy == null || right == null) {
            return List.of();
        }
        double off = Math.abs(energy.errorsAbove(right.value()));
        return off <= DATA_OFF
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "the data do not follow the Hamiltonian, so the divergence is none: their energy per site is"
                                + " %s and the exact one %.6g, %.1f standard errors apart",
                        EstimateText.withError(energy),
                        right.value(),
                        off));
    }

    private static List<Average> averages(
            Map<String, Estimate> model, Map<String, Estimate> data, Map<String, Estimate> exact) {
        List<Average> averages = new ArrayList<>();
        model.forEach((name, estimate) -> averages.add(
                Average.of(name, estimate, Optional.ofNullable(data.get(name)).orElseThrow(), exact.get(name))));
        return averages;
    }

    private static List<Average> correlation(ModelChains chains, SpinSeries data, Optional<ExactAverages> solution) {
        Map<Integer, Estimate> exact = solution.map(ExactAverages::correlation).orElseGet(LinkedHashMap::new);
        List<Average> averages = new ArrayList<>();
        chains.correlation()
                .forEach((r, estimate) -> averages.add(Average.of(
                        "G(" + r + ")",
                        estimate,
                        Autocorrelation.of(new double[][] {data.correlation()[r - 1]})
                                .estimate(""),
                        exact.get(r))));
        return averages;
    }
}
