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
 * A stack of RBMs with the free energies of its layers, by sums over all states and by draws.
 *
 * <pre>
 *   dF_l(q) = &lt;log P_{l+1,visible} / P_l,hidden&gt;_q,     bound - &lt;log P_1&gt;_data = sum_l dF_l(Q_l)
 * </pre>
 *
 * @param rbms from the bottom
 * @param freeEnergies {@code -log Z} of each
 * @param steps a step from each RBM to the next
 * @param ceiling largest possible gain of the bound: KL of the hidden states from the data to the first RBM's own
 *     hidden states
 * @param firstLogLikelihood mean log P of the data under the first RBM alone, in nats
 * @param logLikelihood mean log P of the data under the DBN, in nats
 * @param dataEntropy entropy of the data in nats: no model has a mean log P above minus this
 * @param ledger the free energies by draws
 * @param measuredGain gain of the bound by draws
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
     * A step from one RBM to the next, by sums over all states.
     *
     * @param onData dF(Q), over the hidden states from the data
     * @param onModel dF(P), over the lower RBM's own hidden states
     * @param variance variance of the difference of the two free energies, over the hidden states from the data
     */
    record Step(double onData, double onModel, double variance) {}

    /**
     * Audits a stack on data with known probabilities.
     *
     * @param first hidden states of the first RBM from the data
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

    /** Returns the visible states of the DBN: the states of the top RBM, passed down. */
    private static Ensemble generated(List<Rbm> rbms) {
        Ensemble states = Ensemble.of(rbms.get(rbms.size() - 1));
        for (int l = rbms.size() - 2; l >= 0; l--) {
            states = states.above(rbms.get(l).transposed());
        }
        return states;
    }

    /** Returns the bound minus log P of the first RBM, row by row on the same rows. */
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

    /** Returns the variational bound minus the log-likelihood of the first RBM alone, in nats. */
    double gain() {
        return steps.stream().mapToDouble(Step::onData).sum();
    }

    /** Returns the variational bound of the mean log-likelihood, in nats. */
    double bound() {
        return firstLogLikelihood + gain();
    }

    /** Returns the largest absolute difference of free energies in either gauge. */
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

    /** Returns the largest distance of a measured number from the exact one, in standard errors. */
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

    /**
     * Returns the distance in standard errors, or zero if both agree to rounding, because an identity has no standard
     * error.
     */
    private static double deviation(Estimate measured, double exact) {
        double distance = Math.abs(measured.value() - exact);
        return distance < 1e-10 ? 0 : distance / measured.standardError();
    }
}
