package io.dbn4j.core.partition;

import io.dbn4j.core.Check;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.sample.Kernel;
import io.dbn4j.core.sample.ParallelTempering;
import io.dbn4j.core.sample.TemperedChains;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A start for reverse annealing: moves states toward draws of an RBM by parallel tempering, one ladder for each state.
 *
 * <p>Gibbs sampling alone stays in the mode in which it starts. All temperatures of a ladder start at the given state;
 * the ladders are independent. The first half of the steps also adapts the spacing of the temperatures.
 *
 * @param temperatures number of temperatures of each ladder, with inverse temperatures from 0 to 1; 1 for Gibbs
 *     sampling alone
 * @param steps steps of each chain, at least 0
 */
public record EquilibriumStart(int temperatures, int steps) {

    /** Default number of temperatures of a ladder. */
    public static final int TEMPERATURES = 10;

    /** Steps between two adaptations of the temperatures. */
    private static final int SPACING = 20;

    public EquilibriumStart {
        Check.atLeast(1, temperatures, "temperatures");
        Check.atLeast(0, steps, "steps");
    }

    /**
     * The states after all steps.
     *
     * @param states {@code [chains, visible]}
     * @param roundTrips number of times that states traveled from inverse temperature 0 to 1 and back
     */
    public record Moved(INDArray states, long roundTrips) {}

    /** Draws states of independent visible units, as a start without data. */
    public static INDArray independent(Rbm rbm, BaseRate base, int count, RandomSource random) {
        return new Gibbs().start(base.model(rbm), count, random).visible();
    }

    /**
     * Moves states toward equilibrium.
     *
     * @param base the independent units at inverse temperature 0
     * @param states {@code [chains, visible]}; not modified
     * @param progress receives after each step how many are done
     */
    public Moved moved(Rbm rbm, BaseRate base, INDArray states, RandomSource random, IntConsumer progress) {
        return moved(rbm, base, states, random, (visible, step) -> progress.accept(step));
    }

    /**
     * Moves states toward equilibrium and shows them after each step.
     *
     * @param base the independent units at inverse temperature 0
     * @param states {@code [chains, visible]}; not modified
     * @param watch receives after each step the states of the model, valid during the call alone, and the number of
     *     steps done
     */
    public Moved moved(Rbm rbm, BaseRate base, INDArray states, RandomSource random, ObjIntConsumer<INDArray> watch) {
        return temperatures == 1 || steps == 0
                ? walked(rbm, states, random, watch)
                : tempered(rbm, base, states, random, watch);
    }

    private Moved walked(Rbm rbm, INDArray states, RandomSource random, ObjIntConsumer<INDArray> watch) {
        Chains chains = Chains.at(states, rbm, random);
        Kernel kernel = new Gibbs().kernel(rbm);
        for (int step = 1; step <= steps; step++) {
            kernel.step(chains, random);
            watch.accept(chains.visible(), step);
        }
        return new Moved(chains.visible(), 0);
    }

    private Moved tempered(
            Rbm rbm, BaseRate base, INDArray states, RandomSource random, ObjIntConsumer<INDArray> watch) {
        ParallelTempering tempering = new ParallelTempering(temperatures);
        INDArray input = base.input().castTo(rbm.weights().dataType());
        TemperedChains replicas = tempering.startAt(rbm, input, states, random);
        for (int step = 1; step <= steps; step++) {
            tempering.step(rbm, replicas, random);
            if (step % SPACING == 0 && step <= steps / 2) {
                tempering.adapt(replicas);
            }
            watch.accept(replicas.visible(), step);
        }
        return new Moved(replicas.model().visible(), replicas.exchanges().roundTrips());
    }
}
