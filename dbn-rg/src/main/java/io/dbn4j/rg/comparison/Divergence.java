package io.dbn4j.rg.comparison;

import io.dbn4j.core.array.Rows;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.partition.BidirectionalAnnealing;
import io.dbn4j.core.partition.BracketCheck;
import io.dbn4j.core.partition.Contradictions;
import io.dbn4j.core.partition.EquilibriumStart;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stats.Autocorrelation;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.training.Annealing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The Kullback-Leibler divergence of an RBM from the distribution of a Hamiltonian.
 *
 * <pre>
 *   KL(P || P_model) = &lt;F - H&gt;_P + log Z_model - log Z
 * </pre>
 *
 * <p>F and H are taken on the same rows, so the error is that of their difference. It includes the autocorrelation of
 * the rows in the order of the file. On enumerable spins the divergence is also summed over all states.
 *
 * @param byMethod divergence in nats: {@code overAllStates}, and {@code overData} with log Z exact, or
 *     {@code overDataAis} and {@code overDataReverseAis}, which are bounds like the log Z that they contain
 * @param logRatioVariance variance of {@code log P - log P_model} over the data, in squared nats
 * @param logPartition log Z in nats, {@code hamiltonian} and the model's by method
 * @param bracket check of the annealing bounds of the model's log Z
 */
record Divergence(
        Map<String, Estimate> byMethod,
        double logRatioVariance,
        Map<String, Estimate> logPartition,
        BracketCheck bracket) {

    private static final int CHAINS = 100;

    /**
     * Measures the divergence.
     *
     * @param model RBM of visible spins
     * @param data configurations that follow the Hamiltonian, {@code [rows, spins]}; not modified
     * @param betas inverse temperatures of annealing, if the model's log Z cannot be summed
     * @param start moves the starts of reverse annealing
     */
    static Divergence measured(
            Rbm model,
            KnownSpins known,
            INDArray data,
            int betas,
            EquilibriumStart start,
            RandomSource random,
            Progress progress) {
        Map<String, Estimate> ofModel = new LinkedHashMap<>();
        boolean enumerable = StateSpace.smallerSide(model) <= KnownSpins.ENUMERABLE;
        BracketCheck bracket = BracketCheck.NONE;
        if (enumerable) {
            ofModel.put("exact", Estimate.exact(StateSpace.of(model).logPartition(), "nats"));
        } else {
            bracket =
                    annealed(model, data, new BidirectionalAnnealing(betas, CHAINS, start), ofModel, random, progress);
        }
        Autocorrelation difference = Autocorrelation.of(new double[][] {difference(model, known, data)});
        OptionalDouble exact = known.logPartition();
        Map<String, Estimate> byMethod = new LinkedHashMap<>();
        if (exact.isPresent()) {
            if (known.enumerable() && enumerable) {
                double modelLogZ = Objects.requireNonNull(ofModel.get("exact")).value();
                byMethod.put(
                        "overAllStates",
                        Estimate.exact(AllStates.divergence(known.hamiltonian(), model, modelLogZ), "nats"));
            }
            ofModel.forEach((method, logZ) ->
                    byMethod.put(name(method), overData(difference, logZ.plus(-exact.getAsDouble()))));
        }
        return new Divergence(byMethod, difference.variance(), named(exact, ofModel), bracket);
    }

    /** Returns log Z of the Hamiltonian, if it is known, and of the model by method. */
    private static Map<String, Estimate> named(OptionalDouble exact, Map<String, Estimate> ofModel) {
        Map<String, Estimate> named = new LinkedHashMap<>();
        exact.ifPresent(value -> named.put("hamiltonian", Estimate.exact(value, "nats")));
        ofModel.forEach((method, logZ) -> named.put("model, " + method, logZ));
        return named;
    }

    /** Returns the divergence, on the side of the ratio of the two Z; the mean over the data is on neither side. */
    private static Estimate overData(Autocorrelation difference, Estimate logRatio) {
        return difference
                .estimate("nats")
                .plus(logRatio)
                .within(0, Double.POSITIVE_INFINITY)
                .bound(logRatio.bound() == Bound.EXACT ? Bound.NONE : logRatio.bound());
    }

    private static String name(String method) {
        return method.equals("exact")
                ? "overData"
                : "overData" + Character.toUpperCase(method.charAt(0)) + method.substring(1);
    }

    /**
     * Measures log Z of the model by annealing.
     *
     * @param into estimates by method; modified
     */
    private static BracketCheck annealed(
            Rbm model,
            INDArray data,
            BidirectionalAnnealing annealing,
            Map<String, Estimate> into,
            RandomSource random,
            Progress progress) {
        progress.begin("log Z by AIS and its reverse", annealing.work(), "steps");
        BidirectionalAnnealing.Result result =
                annealing.run(model, BaseRate.ofRows(model, data), data, random, progress::at);
        progress.end();
        Map<String, Estimate> found = new LinkedHashMap<>();
        found.put("ais", result.forward());
        found.put("reverseAis", result.reverse());
        found.forEach((method, estimate) -> Annealing.noteFewSamples(progress, method, estimate));
        into.putAll(Contradictions.withoutRefuted(found));
        return Annealing.checked(progress, List.of(result.test()), found);
    }

    /** Returns {@code F - H} of each row. */
    private static double[] difference(Rbm model, KnownSpins known, INDArray data) {
        double[] difference = Rows.numbers(data, model::freeEnergy);
        double[] energy = known.hamiltonian().energy(data);
        for (int row = 0; row < difference.length; row++) {
            difference[row] -= energy[row];
        }
        return difference;
    }
}
