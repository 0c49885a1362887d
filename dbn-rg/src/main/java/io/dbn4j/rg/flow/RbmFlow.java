package io.dbn4j.rg.flow;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.sample.Kernel;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The flow of configurations through an RBM: to its hidden units and back, step after step.
 *
 * <p>The flow was proposed as an analog of the renormalization-group flow. It is block Gibbs sampling, so its
 * stationary distribution is the distribution of the model, whatever the start. Until the chains have forgotten their
 * start, the flow is a transient.
 *
 * @param steps numbers of the steps that are looked at, rising, from 1
 */
@Reference(
        authors = "S. Iso, S. Shiba, S. Yokoo",
        title = "Scale-invariant feature extraction of neural network and renormalization group flow",
        venue = "Physical Review E 97",
        year = 2018,
        url = "https://doi.org/10.1103/PhysRevE.97.053304")
public record RbmFlow(List<Integer> steps) {

    public RbmFlow {
        steps = List.copyOf(steps);
        Check.atLeast(1, steps.size(), "number of steps");
        for (int i = 0; i < steps.size(); i++) {
            Check.atLeast(i == 0 ? 1 : steps.get(i - 1) + 1, steps.get(i), "step");
        }
    }

    /** Returns the number of the last step. */
    public int length() {
        return steps.get(steps.size() - 1);
    }

    /**
     * Moves many independent configurations.
     *
     * @param start visible states, {@code [chains, visible]}; not modified
     * @param look receives the visible states at the chosen steps; must not modify them
     * @param done receives the number of each step
     */
    public void run(Rbm rbm, INDArray start, RandomSource random, ObjIntConsumer<INDArray> look, IntConsumer done) {
        Chains chains = Chains.at(start, rbm, random);
        Kernel kernel = new Gibbs().kernel(rbm);
        for (int step = 1; step <= length(); step++) {
            kernel.step(chains, random);
            if (steps.contains(step)) {
                look.accept(chains.visible(), step);
            }
            done.accept(step);
        }
    }
}
