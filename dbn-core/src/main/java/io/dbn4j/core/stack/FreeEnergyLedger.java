package io.dbn4j.core.stack;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The free energies of a stack, layer by layer, and what changes from one RBM to the next.
 *
 * <p>Within an RBM the visible and the hidden side have one free energy, F_l = -log Z_l. Between RBMs the comparison
 * needs a gauge, a distribution q of the states that they share, in which both energies have the same mean:
 *
 * <pre>
 *   dF_l(q) = F_{l+1} + &lt;H_l,hidden - H_{l+1,visible}&gt;_q - F_l = &lt;log P_{l+1,visible} / P_l,hidden&gt;_q
 * </pre>
 *
 * <p>H are free energies of states. With q = P_l, hidden states of the lower RBM's own model, dF_l = -KL(P_l,hidden ||
 * P_{l+1,visible}) is never positive, and zero for an RBM that is the one below it upside down. With q = Q_l, the
 * states that come up from the data, dF_l is what the variational bound gains by the upper RBM: not zero is
 * improvement there, not failure.
 *
 * @param layers one for each RBM, from the bottom
 * @param steps one for each pair of neighbours
 */
@Reference(
        authors = "G. E. Hinton, S. Osindero, Y. W. Teh",
        title = "A fast learning algorithm for deep belief nets",
        venue = "Neural Computation 18; the bound and the tied start",
        year = 2006,
        url = "https://doi.org/10.1162/neco.2006.18.7.1527")
public record FreeEnergyLedger(List<Layer> layers, List<Step> steps) {

    /**
     * One RBM.
     *
     * @param freeEnergy {@code -log Z}, in nats
     * @param freeEnergyPerUnit the same for each of its visible and hidden units
     */
    public record Layer(int visible, int hidden, Estimate freeEnergy, Estimate freeEnergyPerUnit) {}

    /**
     * From one RBM to the next above.
     *
     * @param onData dF in the gauge of the states that come up from the data: the gain of the variational bound, in
     *     nats
     * @param onModel dF in the gauge of the lower RBM's own hidden states: minus a divergence, in nats
     * @param variance of H_{l+1,visible} - H_l,hidden over the states that come up from the data, in squared nats;
     *     zero if the two distributions agree on them, whatever their normalisation
     */
    public record Step(Estimate onData, Estimate onModel, Estimate variance) {}

    public FreeEnergyLedger {
        layers = List.copyOf(layers);
        steps = List.copyOf(steps);
    }

    /**
     * The ledger of a stack.
     *
     * @param logPartitions log Z of each RBM
     * @param data for each pair of neighbours draws of the states between them that come up from the data, one for each row:
     *     rows are taken for independent
     * @param model for each pair of neighbours hidden states that follow the lower RBM's own model
     */
    public static FreeEnergyLedger of(
            List<Rbm> rbms, List<Estimate> logPartitions, List<INDArray> data, List<INDArray> model) {
        Check.require(
                logPartitions.size() == rbms.size() && data.size() == rbms.size() - 1 && model.size() == data.size(),
                "a ledger of %d RBMs needs as many log Z and one less of data and model states, had %d, %d and %d",
                rbms.size(),
                logPartitions.size(),
                data.size(),
                model.size());
        List<Layer> layers = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        for (int l = 0; l < rbms.size(); l++) {
            Rbm rbm = rbms.get(l);
            Estimate freeEnergy = logPartitions.get(l).subtractedFrom(0);
            layers.add(new Layer(
                    rbm.visible(), rbm.hidden(), freeEnergy, freeEnergy.times(1.0 / (rbm.visible() + rbm.hidden()))));
            if (l > 0) {
                steps.add(step(
                        rbms.get(l - 1), rbm, logPartitions.subList(l - 1, l + 1), data.get(l - 1), model.get(l - 1)));
            }
        }
        return new FreeEnergyLedger(layers, steps);
    }

    private static Step step(Rbm below, Rbm above, List<Estimate> logPartitions, INDArray data, INDArray model) {
        double[] onData = logRatio(below, above, data);
        return new Step(
                difference(onData, logPartitions),
                difference(logRatio(below, above, model), logPartitions),
                variance(onData));
    }

    /** Both log Z are taken for independent; their biases may have either sign. */
    private static Estimate difference(double[] logRatio, List<Estimate> logPartitions) {
        return Estimate.mean(logRatio, "nats")
                .minus(logPartitions.get(1))
                .bound(Bound.NONE)
                .plus(logPartitions.get(0))
                .bound(Bound.NONE);
    }

    /**
     * {@code H_l,hidden - H_{l+1,visible}} for each row: {@code log P_{l+1,visible} / P_l,hidden} but for both log Z.
     *
     * @param states {@code [rows, hidden of the lower RBM]}; not modified
     */
    static double[] logRatio(Rbm below, Rbm above, INDArray states) {
        return Rows.blocks(states).stream()
                .flatMapToDouble(block -> Arrays.stream(below.transposed().freeEnergyDifference(above, block)))
                .toArray();
    }

    /** The mean squared deviation, with the factor {@code n / (n - 1)}. */
    private static Estimate variance(double[] values) {
        double mean = Estimate.mean(values, "nats").value();
        double scale = values.length / (values.length - 1.0);
        double[] squares =
                Arrays.stream(values).map(x -> scale * (x - mean) * (x - mean)).toArray();
        return Estimate.mean(squares, "squared nats");
    }
}
