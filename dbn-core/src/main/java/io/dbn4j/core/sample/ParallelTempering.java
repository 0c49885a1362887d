package io.dbn4j.core.sample;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.RowVector;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Coupling;
import io.dbn4j.core.rbm.Rbm;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Gibbs sampling at several temperatures at once, with exchanges of states between neighbors.
 *
 * <p>The inverse temperatures 0 = beta_0 &lt; ... &lt; beta_{T-1} = 1 lie on the path of annealed importance sampling
 * from independent visible units to the model,
 *
 * <pre>
 *   F_beta(v) = beta offset - ((1 - beta) a0 + beta a).v - log m(v) - sum_j K(beta (b + v W)_j),
 * </pre>
 *
 * <p>so that hot chains, which cross between modes, pass their states down to the model. A step draws the visible units
 * of all temperatures, tries the {@link Exchanges}, and draws the hidden units: two matrix products for all rows. It
 * leaves the product of the tempered models invariant. It costs as much as {@code temperatures} times as many plain
 * chains, so it pays where plain chains do not mix.
 *
 * <p>It is not a {@link Sampler}, because its chains carry more than the states of the model.
 *
 * @param temperatures number T of inverse temperatures, 0 and 1 among them, at least 2
 */
@Reference(
        authors = "G. Desjardins, A. Courville, Y. Bengio, P. Vincent, O. Delalleau",
        title = "Tempered Markov chain Monte Carlo for training of restricted Boltzmann machines",
        venue = "AISTATS",
        year = 2010,
        url = "https://proceedings.mlr.press/v9/desjardins10a.html")
public record ParallelTempering(int temperatures) {

    /** Lower limit of a pair's rejection rate; it keeps neighboring temperatures apart. */
    private static final double LEAST_REJECTION = 1e-3;

    public ParallelTempering {
        Check.atLeast(2, temperatures, "temperatures");
    }

    /** Starts with the visible biases as inputs at beta = 0. */
    public TemperedChains start(Rbm rbm, int chains, RandomSource random) {
        return start(rbm, rbm.visibleBias(), chains, random);
    }

    /**
     * Starts all chains at draws of the independent visible units, with evenly spaced inverse temperatures.
     *
     * @param baseInput a0, inputs of the visible units at beta = 0, {@code [visible]}; not modified
     * @param chains number of chains at each temperature
     * @throws IllegalArgumentException if the RBM has, or may have, no finite log Z
     */
    public TemperedChains start(Rbm rbm, INDArray baseInput, int chains, RandomSource random) {
        TemperedChains replicas = allocate(rbm, baseInput, chains);
        INDArray visible = replicas.all().visible();
        visible.assign(0);
        RowVector.add(visible, replicas.baseInput());
        rbm.visibleUnit().mean(rbm.visibleParameters(), visible);
        rbm.visibleUnit().draw(rbm.visibleParameters(), visible, visible, random);
        rbm.hiddenInput(visible, replicas.all().hiddenMean());
        drawHidden(rbm, replicas, random);
        return replicas;
    }

    /**
     * Starts the chains of every temperature at given states, with evenly spaced inverse temperatures.
     *
     * @param baseInput a0, inputs of the visible units at beta = 0, {@code [visible]}; not modified
     * @param states {@code [chains, visible]}; not modified
     * @throws IllegalArgumentException if the RBM has, or may have, no finite log Z
     */
    public TemperedChains startAt(Rbm rbm, INDArray baseInput, INDArray states, RandomSource random) {
        TemperedChains replicas = allocate(rbm, baseInput, Math.toIntExact(states.size(0)));
        for (int level = 0; level < temperatures; level++) {
            replicas.block(replicas.all().visible(), level).assign(states);
        }
        rbm.hiddenInput(replicas.all().visible(), replicas.all().hiddenMean());
        drawHidden(rbm, replicas, random);
        return replicas;
    }

    private TemperedChains allocate(Rbm rbm, INDArray baseInput, int chains) {
        Coupling.requireBounded(rbm);
        double[] betas = new double[temperatures];
        Arrays.setAll(betas, t -> (double) t / (temperatures - 1));
        return new TemperedChains(
                Chains.allocate(rbm, (long) temperatures * chains),
                Nd4j.createFromArray(betas),
                baseInput.dup().reshape(baseInput.length()),
                Exchanges.among(temperatures, chains));
    }

    /**
     * Moves every chain by one step.
     *
     * @param replicas modified; their inverse temperatures stay as they are
     */
    public void step(Rbm rbm, TemperedChains replicas, RandomSource random) {
        drawVisible(rbm, replicas, random);
        rbm.hiddenInput(replicas.all().visible(), replicas.all().hiddenMean());
        exchange(rbm, replicas, random);
        drawHidden(rbm, replicas, random);
    }

    private static void drawVisible(Rbm rbm, TemperedChains replicas, RandomSource random) {
        INDArray visible = replicas.all().visible();
        Nd4j.gemm(replicas.all().hidden(), rbm.weights(), visible, false, true, 1, 0);
        double[] betas = replicas.inverseTemperatures();
        INDArray bias = rbm.visibleBias().reshape(rbm.visible());
        for (int level = 0; level < betas.length; level++) {
            INDArray block = replicas.block(visible, level);
            block.muli(betas[level]);
            RowVector.add(block, replicas.baseInput().mul(1 - betas[level]).addi(bias.mul(betas[level])));
        }
        rbm.visibleUnit().mean(rbm.visibleParameters(), visible);
        rbm.visibleUnit().draw(rbm.visibleParameters(), visible, visible, random);
    }

    /** Draws the hidden units and replaces their inputs at beta = 1, in {@code hiddenMean}, by their means. */
    private static void drawHidden(Rbm rbm, TemperedChains replicas, RandomSource random) {
        Chains all = replicas.all();
        double[] betas = replicas.inverseTemperatures();
        for (int level = 0; level < betas.length; level++) {
            replicas.block(all.hiddenMean(), level).muli(betas[level]);
        }
        rbm.hiddenUnit().mean(rbm.hiddenParameters(), all.hiddenMean());
        rbm.hiddenUnit().draw(rbm.hiddenParameters(), all.hiddenMean(), all.hidden(), random);
    }

    private static void exchange(Rbm rbm, TemperedChains replicas, RandomSource random) {
        Chains all = replicas.all();
        int[] from = replicas.exchanges().round(gap(rbm, replicas), random);
        all.visible().assign(Rows.pick(all.visible(), from));
        all.hiddenMean().assign(Rows.pick(all.hiddenMean(), from));
    }

    /** Returns differences of free energies, from the hidden inputs at beta = 1. */
    private static Exchanges.Gap gap(Rbm rbm, TemperedChains replicas) {
        double[] betas = replicas.inverseTemperatures();
        double[] states = Elements.of(replicas.all().visible());
        double[] inputs = Elements.of(replicas.all().hiddenMean());
        double[] field = Elements.of(rbm.visibleBias());
        double[] base = Elements.of(replicas.baseInput());
        Arrays.setAll(field, i -> field[i] - base[i]);
        int chains = replicas.exchanges().chains();
        return (lower, level) -> {
            double[] gap = new double[chains];
            for (int chain = 0; chain < chains; chain++) {
                int row = level * chains + chain;
                int first = row * rbm.hidden();
                int end = first + rbm.hidden();
                gap[chain] = (betas[lower + 1] - betas[lower]) * dot(field, states, row * field.length)
                        + rbm.hiddenUnit().cumulant(rbm.hiddenParameters(), inputs, first, end, betas[lower + 1])
                        - rbm.hiddenUnit().cumulant(rbm.hiddenParameters(), inputs, first, end, betas[lower]);
            }
            return gap;
        };
    }

    private static double dot(double[] factors, double[] states, int first) {
        double sum = 0;
        for (int i = 0; i < factors.length; i++) {
            sum += factors[i] * states[first + i];
        }
        return sum;
    }

    /**
     * Spaces the inverse temperatures so that all pairs of neighbors would have rejected equally often since the last
     * adaptation, and clears the acceptances. Does nothing until all pairs have been tried.
     *
     * <p>The rejections summed up to a beta estimate a function that does not depend on the ladder; the new betas cut
     * it into equal parts. Chains follow the model exactly only while the ladder is fixed: adapt first, then draw.
     *
     * @param replicas modified: betas and acceptances
     */
    public void adapt(TemperedChains replicas) {
        Exchanges exchanges = replicas.exchanges();
        double[] acceptance = exchanges.acceptance();
        if (Arrays.stream(acceptance).noneMatch(Double::isNaN)) {
            Elements.put(respaced(replicas.inverseTemperatures(), acceptance), replicas.betas());
            exchanges.clear();
        }
    }

    static double[] respaced(double[] betas, double[] acceptance) {
        double[] summed = new double[betas.length];
        for (int t = 1; t < betas.length; t++) {
            summed[t] = summed[t - 1] + Math.max(LEAST_REJECTION, 1 - acceptance[t - 1]);
        }
        double[] respaced = betas.clone();
        int rung = 1;
        for (int t = 1; t < betas.length - 1; t++) {
            double target = summed[betas.length - 1] * t / (betas.length - 1);
            while (summed[rung] < target) {
                rung++;
            }
            double part = (target - summed[rung - 1]) / (summed[rung] - summed[rung - 1]);
            respaced[t] = betas[rung - 1] + part * (betas[rung] - betas[rung - 1]);
        }
        return respaced;
    }
}
