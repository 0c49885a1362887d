package io.dbn4j.core.stack;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.partition.BennettRatio;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
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
 * @param steps one for each pair of neighbors
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
     *     zero if the two distributions agree on them, whatever their normalization
     */
    public record Step(Estimate onData, Estimate onModel, Estimate variance) {}

    public FreeEnergyLedger {
        layers = List.copyOf(layers);
        steps = List.copyOf(steps);
    }

    /**
     * The ledger of a stack whose partition functions are known, each by itself.
     *
     * @param logPartitions log Z of each RBM, taken for independent
     * @param data for each pair of neighbors draws of the states between them that come up from the data, one for each row:
     *     rows are taken for independent
     * @param model for each pair of neighbors hidden states that follow the lower RBM's own model
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
        List<Step> steps = new ArrayList<>();
        for (int l = 0; l < data.size(); l++) {
            Estimate below = logPartitions.get(l).subtractedFrom(0);
            Estimate ratio = logPartitions.get(l + 1).plus(below);
            steps.add(step(rbms.get(l), rbms.get(l + 1), ratio, data.get(l), model.get(l)));
        }
        return new FreeEnergyLedger(layers(rbms, logPartitions), steps);
    }

    /**
     * Measures the ledger of a DBN with draws of its data and of the models of its RBMs.
     *
     * <p>The ratio of the partition functions of two neighbors is {@link BennettRatio#between Bennett's}, from draws of
     * both models over the states that they share: far better known than either partition function where an RBM is close
     * to the one below it upside down. The effective sample size tells how far the draws of both overlap, not whether they
     * are draws of the models: they end chains of Gibbs steps that start from the data. Chains that have hardly moved pull
     * the gain toward zero, modes that none has found make it too large, and the error knows of neither. So the estimates
     * are no bounds; compare them with those of annealing.
     *
     * <p>Ratios and means are taken for independent. They are not where they share draws: the error of {@code onModel}
     * is too large for that, that of a free energy above the second RBM may be too small.
     *
     * @param dbn with one set of weights for both directions, and no labels
     * @param visible states of the data, {@code [rows, visible]}, independent rows, at least 2; not modified
     * @param chains rows at which chains start, from the first, at least 2
     * @param gibbsSteps of each chain, at least 1
     * @param firstLogPartition log Z of the first RBM; those above it follow by the ratios
     * @param progress told after each step how many of {@code gibbsSteps} times the number of RBMs are done
     */
    public static FreeEnergyLedger measured(
            Dbn dbn,
            INDArray visible,
            int chains,
            int gibbsSteps,
            Estimate firstLogPartition,
            RandomSource random,
            IntConsumer progress) {
        Check.require(dbn.labels() == 0, "a ledger must be without label units, had %d", dbn.labels());
        Check.require(
                IntStream.range(0, dbn.recognition().size()).allMatch(dbn::isTied),
                "a ledger needs recognition by the weights of the layers themselves");
        Check.atLeast(2, chains, "chains");
        Check.atLeast(1, gibbsSteps, "gibbsSteps");
        List<Rbm> rbms = dbn.layers();
        List<INDArray> up = dbn.recognized(visible, random);
        List<Chains> models = new ArrayList<>();
        for (int l = 0; l < rbms.size(); l++) {
            int done = l * gibbsSteps;
            models.add(Gibbs.walked(
                    rbms.get(l),
                    Rows.first(chains, up.get(l)),
                    gibbsSteps,
                    random,
                    step -> progress.accept(done + step)));
        }
        List<Estimate> logPartitions = new ArrayList<>(List.of(firstLogPartition));
        List<Step> steps = new ArrayList<>();
        for (int l = 0; l + 1 < rbms.size(); l++) {
            Rbm below = rbms.get(l);
            Rbm above = rbms.get(l + 1);
            INDArray own = models.get(l).hidden();
            Estimate ratio = BennettRatio.between(
                    below.transposed(), own, above, models.get(l + 1).visible());
            logPartitions.add(logPartitions.get(l).plus(ratio));
            steps.add(step(below, above, ratio, up.get(l + 1), own));
        }
        return new FreeEnergyLedger(layers(rbms, logPartitions), steps);
    }

    private static List<Layer> layers(List<Rbm> rbms, List<Estimate> logPartitions) {
        List<Layer> layers = new ArrayList<>();
        for (int l = 0; l < rbms.size(); l++) {
            Rbm rbm = rbms.get(l);
            Estimate freeEnergy = logPartitions.get(l).subtractedFrom(0);
            layers.add(new Layer(
                    rbm.visible(), rbm.hidden(), freeEnergy, freeEnergy.times(1.0 / (rbm.visible() + rbm.hidden()))));
        }
        return layers;
    }

    /**
     * From one RBM to the next.
     *
     * @param ratio {@code log(Z_{l+1} / Z_l)}
     */
    private static Step step(Rbm below, Rbm above, Estimate ratio, INDArray data, INDArray model) {
        double[] onData = logRatio(below, above, data);
        return new Step(difference(onData, ratio), difference(logRatio(below, above, model), ratio), variance(onData));
    }

    private static Estimate difference(double[] logRatio, Estimate ratio) {
        return Estimate.mean(logRatio, "nats").minus(ratio).bound(Bound.NONE);
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
