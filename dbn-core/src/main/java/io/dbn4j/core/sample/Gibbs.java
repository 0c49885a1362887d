package io.dbn4j.core.sample;

import io.dbn4j.core.Reference;
import io.dbn4j.core.array.RowVector;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import java.util.function.IntConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Block Gibbs sampling: all visible units given the hidden ones, then all hidden units given the visible ones.
 *
 * <pre>
 *   v ~ p(v | h),   h ~ p(h | v)
 * </pre>
 *
 * <p>Both conditionals factorize, so a step costs two matrix products. It leaves p(v, h) invariant exactly; how fast
 * it forgets its start depends on the model.
 */
@Reference(
        authors = "S. Geman, D. Geman",
        title = "Stochastic relaxation, Gibbs distributions, and the Bayesian restoration of images",
        venue = "IEEE Transactions on Pattern Analysis and Machine Intelligence 6",
        year = 1984,
        url = "https://doi.org/10.1109/TPAMI.1984.4767596")
public record Gibbs() implements Sampler {

    /** Starts from independent visible units with the visible biases as inputs. */
    @Override
    public Chains start(Rbm rbm, int chains, RandomSource random) {
        Chains start = Chains.allocate(rbm, chains);
        start.visible().assign(0);
        RowVector.add(start.visible(), rbm.visibleBias());
        rbm.visibleUnit().mean(rbm.visibleParameters(), start.visible());
        rbm.visibleUnit().draw(rbm.visibleParameters(), start.visible(), start.visible(), random);
        drawHidden(rbm, start, random);
        return start;
    }

    @Override
    public Kernel kernel(Rbm rbm) {
        return (chains, random) -> {
            drawVisible(rbm, chains, random);
            drawHidden(rbm, chains, random);
        };
    }

    /**
     * Returns chains after this many steps.
     *
     * @param visible starting states, {@code [chains, visible]}; not modified
     * @param progress called after each step with the number of steps done
     */
    public static Chains walked(Rbm rbm, INDArray visible, int steps, RandomSource random, IntConsumer progress) {
        Chains chains = Chains.at(visible, rbm, random);
        Kernel kernel = new Gibbs().kernel(rbm);
        for (int step = 1; step <= steps; step++) {
            kernel.step(chains, random);
            progress.accept(step);
        }
        return chains;
    }

    static void drawVisible(Rbm rbm, Chains chains, RandomSource random) {
        rbm.visibleInput(chains.hidden(), chains.visible());
        rbm.visibleUnit().mean(rbm.visibleParameters(), chains.visible());
        rbm.visibleUnit().draw(rbm.visibleParameters(), chains.visible(), chains.visible(), random);
    }

    static void drawHidden(Rbm rbm, Chains chains, RandomSource random) {
        rbm.hiddenInput(chains.visible(), chains.hiddenMean());
        rbm.hiddenUnit().mean(rbm.hiddenParameters(), chains.hiddenMean());
        rbm.hiddenUnit().draw(rbm.hiddenParameters(), chains.hiddenMean(), chains.hidden(), random);
    }
}
