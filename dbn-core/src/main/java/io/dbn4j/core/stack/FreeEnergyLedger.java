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
 * The free energies of a stack, layer by layer, and their changes from one RBM to the next.
 *
 * <p>Within an RBM the visible and the hidden side have the same free energy, F_l = -log Z_l. Between RBMs the
 * comparison needs a gauge: a distribution q of the states that they share, in which both energies are set to the same
 * mean:
 *
 * <pre>
 *   dF_l(q) = F_{l+1} + &lt;H_l,hidden - H_{l+1,visible}&gt;_q - F_l = &lt;log P_{l+1,visible} / P_l,hidden&gt;_q
 * </pre>
 *
 * <p>H are free energies of states. If q = P_l, the hidden states of the lower RBM's own model, dF_l = -KL(P_l,hidden
 * || P_{l+1,visible}) is never positive, and zero for an RBM that is the RBM below it upside down. If q = Q_l, the
 * states that come up from the data, dF_l is the gain of the variational bound by the upper RBM; a positive value is an
 * improvement.
 *
 * @param layers one entry for each RBM, from the bottom
 * @param steps one entry for each pair of neighbors
 */
@Reference(
        authors = "G. E. Hinton, S. Osindero, Y. W. Teh",
        title = "A fast learning algorithm for deep belief nets",
        venue = "Neural Computation 18; the bound and the tied start",
        year = 2006,
        url = "https://doi.org/10.1162/neco.2006.18.7.1527")
public record FreeEnergyLedger(List<Layer> layers, List<Step> steps) {

    /**
     * The free energy of one RBM.
     *
     * @param freeEnergy {@code -log Z}, in nats
     * @param freeEnergyPerUnit {@code -log Z} divided by the number of visible and hidden units
     */
    public record Layer(int visible, int hidden, Estimate freeEnergy, Estimate freeEnergyPerUnit) {}

    /**
     * The change of the free energy from one RBM to the RBM above.
     *
     * @param onData dF in the gauge of the states that come up from the data: the gain of the variational bound, in
     *     nats
     * @param onModel dF in the gauge of the lower RBM's own hidden states: minus a divergence, in nats
     * @param variance variance of H_{l+1,visible} - H_l,hidden over the states that come up from the data, in squared
     *     nats; zero if the two distributions agree on them, whatever their normalization
     */
    public record Step(Estimate onData, Estimate onModel, Estimate variance) {}

    public FreeEnergyLedger {
        layers = List.copyOf(layers);
        steps = List.copyOf(steps);
    }

    /**
     * Builds the ledger of a stack from separate estimates of its partition functions.
     *
     * @param logPartitions log Z of each RBM, assumed independent
     * @param data for each pair of neighbors, draws of the states between them that come up from the data, one for each
     *     row; rows are assumed independent
     * @param model for each pair of neighbors, hidden states that follow the lower RBM's own model
     */
    public static FreeEnergyLedger of(
            List<Rbm> rbms, List<Estimate> logPartitions, List<INDArray> data, List<INDArray> model) {
        Check.require(
                logPartitions.size() == rbms.size() && data.size() == rbms.size() - 1 && model.size() == data.size(),
                "a ledger of %d RBMs needs one log Z per RBM, and data and model states per pair of neighbors, had %d, %d and %d",
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
     * <p>{@link BennettRatio#between Bennett's ratio} compares the partition functions of two neighbors by draws of
     * both models over the states that they share. If an RBM is close to the RBM below it upside down, this ratio is
     * known far better than either partition function. The effective sample size tells how far the draws of both models
     * overlap. It does not tell whether they are draws of the models: they are the ends of Gibbs chains that start at
     * the data. Chains that have hardly moved pull the gain toward zero, and modes that no chain has found make it too
     * large; the standard error shows neither. The estimates therefore are not bounds; compare them with the results of
     * annealing.
     *
     * <p>Errors are combined as if ratios and means were independent, although some share draws. The error of {@code
     * onModel} is therefore too large, and the error of a free energy above the second RBM may be too small.
     *
     * @param dbn network with one set of weights for both directions, and no labels
     * @param visible states of the data, {@code [rows, visible]}, independent rows, at least 2; not modified
     * @param chains number of chains, which start at the first rows, at least 2
     * @param gibbsSteps steps of each chain, at least 1
     * @param firstLogPartition log Z of the first RBM; the ratios give the log Z of all others
     * @param progress receives after each step how many of {@code gibbsSteps} times the number of RBMs are done
     */
    public static FreeEnergyLedger measured(
            Dbn dbn,
            INDArray visible,
            int chains,
            int gibbsSteps,
            Estimate firstLogPartition,
            RandomSource random,
            IntConsumer progress) {
        Check.require(dbn.labels() == 0, "a ledger needs a network without label units, this has %d", dbn.labels());
        Check.require(
                IntStream.range(0, dbn.recognition().size()).allMatch(dbn::isTied),
                "a ledger needs a network whose recognition uses the weights of its layers");
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
     * Measures the step from one RBM to the next.
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
     * Computes {@code H_l,hidden - H_{l+1,visible}} for each row: the log ratio {@code log P_{l+1,visible} /
     * P_l,hidden} of the two distributions, without the log Z of either.
     *
     * @param states {@code [rows, hidden of the lower RBM]}; not modified
     */
    static double[] logRatio(Rbm below, Rbm above, INDArray states) {
        return Rows.numbers(states, block -> below.transposed().freeEnergyDifference(above, block));
    }

    /** Estimates the variance: the mean squared deviation, with the factor {@code n / (n - 1)}. */
    private static Estimate variance(double[] values) {
        double mean = Estimate.mean(values, "nats").value();
        double scale = values.length / (values.length - 1.0);
        double[] squares =
                Arrays.stream(values).map(x -> scale * (x - mean) * (x - mean)).toArray();
        return Estimate.mean(squares, "squared nats");
    }
}
