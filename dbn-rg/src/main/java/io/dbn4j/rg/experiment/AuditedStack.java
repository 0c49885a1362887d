package io.dbn4j.rg.experiment;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.stack.Dbn;
import io.dbn4j.core.stack.FreeEnergyLedger;
import io.dbn4j.core.stack.VariationalBound;
import io.dbn4j.core.stats.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A stack of RBMs with the free energies of its layers, summed over all states and measured with draws.
 *
 * <pre>
 *   dF_l(q) = &lt;log P_{l+1,visible} / P_l,hidden&gt;_q,     bound - &lt;log P_1&gt;_data = sum_l dF_l(Q_l)
 * </pre>
 *
 * @param rbms from the bottom
 * @param freeEnergies {@code -log Z} of each
 * @param steps from each RBM to the next
 * @param ceiling what the bound can gain at most, KL of the states that come up from those of the first RBM's own model
 * @param firstLogLikelihood mean log P of the data under the first RBM alone, in nats
 * @param logLikelihood mean log P of the data under the DBN, in nats
 * @param dataEntropy the highest mean log P there is, with the other sign
 * @param ledger what draws give
 * @param measuredGain the gain of the bound with draws
 */
record AuditedStack(
        List<Rbm> rbms,
        List<Double> freeEnergies,
        List<Step> steps,
        double ceiling,
        double firstLogLikelihood,
        double logLikelihood,
        double dataEntropy,
        FreeEnergyLedger ledger,
        Estimate measuredGain) {

    /**
     * From one RBM to the next, exactly.
     *
     * @param onData dF(Q), with the states that come up from the data
     * @param onModel dF(P), with the lower RBM's own hidden states
     * @param variance of the difference of the two free energies of states that come up from the data
     */
    record Step(double onData, double onModel, double variance) {}

    /**
     * Audits a stack on data with known probabilities.
     *
     * @param first the states that come up from the first RBM
     */
    static AuditedStack of(List<Rbm> rbms, Ensemble data, Ensemble first, int draws, RandomSource random) {
        List<Step> steps = new ArrayList<>();
        List<INDArray> fromData = new ArrayList<>();
        List<INDArray> fromModel = new ArrayList<>();
        List<Double> freeEnergies =
                rbms.stream().map(rbm -> -Summation.of(rbm).logPartition()).toList();
        Ensemble up = first;
        for (int l = 0; l + 1 < rbms.size(); l++) {
            Rbm below = rbms.get(l);
            up = l == 0 ? first : up.above(below);
            Ensemble own = Ensemble.of(below.transposed());
            double[] ratio = below.transposed().freeEnergyDifference(rbms.get(l + 1), up.states());
            double constant = freeEnergies.get(l + 1) - freeEnergies.get(l);
            steps.add(new Step(up.mean(ratio) + constant, own.mean(ratio) + constant, up.variance(ratio)));
            fromData.add(up.draws(draws, random));
            fromModel.add(own.draws(draws, random));
        }
        List<Estimate> logPartitions =
                freeEnergies.stream().map(f -> Estimate.exact(-f, "nats")).toList();
        return new AuditedStack(
                rbms,
                freeEnergies,
                steps,
                first.divergence(Ensemble.of(rbms.get(0).transposed())),
                -crossEntropy(data, Ensemble.of(rbms.get(0))),
                -crossEntropy(data, generated(rbms)),
                data.entropy(),
                FreeEnergyLedger.of(rbms, logPartitions, fromData, fromModel),
                measuredGain(rbms, freeEnergies, data.draws(draws, random), random));
    }

    private static double crossEntropy(Ensemble data, Ensemble model) {
        return data.entropy() + data.divergence(model);
    }

    /** The visible states of the DBN: those of the top RBM, handed down. */
    private static Ensemble generated(List<Rbm> rbms) {
        Ensemble states = Ensemble.of(rbms.get(rbms.size() - 1));
        for (int l = rbms.size() - 2; l >= 0; l--) {
            states = states.above(rbms.get(l).transposed());
        }
        return states;
    }

    /** The bound minus log P of the first RBM, row by row on the same rows. */
    private static Estimate measuredGain(
            List<Rbm> rbms, List<Double> freeEnergies, INDArray visible, RandomSource random) {
        double[] gain = new VariationalBound(1).unnormalized(new Dbn(rbms), visible, random);
        double[] first = rbms.get(0).freeEnergy(visible);
        double constant = freeEnergies.get(freeEnergies.size() - 1) - freeEnergies.get(0);
        for (int row = 0; row < gain.length; row++) {
            gain[row] += first[row] + constant;
        }
        return Estimate.mean(gain, "nats");
    }

    /** By how much the variational bound exceeds the log-likelihood of the first RBM alone, in nats. */
    double gain() {
        return steps.stream().mapToDouble(Step::onData).sum();
    }

    /** The variational bound of the mean log-likelihood, in nats. */
    double bound() {
        return firstLogLikelihood + gain();
    }

    /** The largest difference of free energies in either gauge, without sign. */
    double largest() {
        return steps.stream()
                .mapToDouble(step -> Math.max(Math.abs(step.onData), Math.abs(step.onModel)))
                .max()
                .orElse(0);
    }

    double largestOnModel() {
        return steps.stream().mapToDouble(Step::onModel).max().orElse(0);
    }

    double smallestOnData() {
        return steps.stream().mapToDouble(Step::onData).min().orElse(0);
    }

    /** How far the measured numbers are from the exact ones, at most, in their standard errors. */
    double deviation() {
        double[] deviations = new double[steps.size()];
        Arrays.setAll(deviations, l -> {
            FreeEnergyLedger.Step measured = ledger.steps().get(l);
            Step exact = steps.get(l);
            return Stream.of(
                            deviation(measured.onData(), exact.onData),
                            deviation(measured.onModel(), exact.onModel),
                            deviation(measured.variance(), exact.variance))
                    .max(Double::compare)
                    .orElseThrow();
        });
        return Math.max(Arrays.stream(deviations).max().orElse(0), deviation(measuredGain, gain()));
    }

    /** Zero where both agree to rounding: an identity has no standard error. */
    private static double deviation(Estimate measured, double exact) {
        double distance = Math.abs(measured.value() - exact);
        return distance < 1e-10 ? 0 : distance / measured.standardError();
    }
}
