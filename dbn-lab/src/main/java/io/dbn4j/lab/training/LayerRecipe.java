package io.dbn4j.lab.training;

import io.dbn4j.core.Check;
import io.dbn4j.core.dl4j.LinearDecay;
import io.dbn4j.core.dl4j.Momentum;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.objective.Objective;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * The settings with which one RBM is trained.
 *
 * @param hidden number of hidden units
 * @param epochs passes through the data
 * @param objective objective that is minimized
 * @param learningRate learning rate at the first update, per row of the batch
 * @param decay whether the learning rate falls linearly to zero; otherwise it is constant
 * @param momentum classical momentum; 0 for none
 * @param l2 strength of the quadratic penalty on the weights
 */
public record LayerRecipe(
        int hidden, int epochs, Objective objective, double learningRate, boolean decay, double momentum, double l2) {

    public LayerRecipe {
        Check.atLeast(1, hidden, "hidden");
        Check.atLeast(0, epochs, "epochs");
        Check.positive(learningRate, "learningRate");
        Check.inRange(0, 1, momentum, "momentum");
        Check.inRange(0, Double.MAX_VALUE, l2, "l2");
    }

    /** Returns the same settings with another number of hidden units. */
    public LayerRecipe ofHidden(int units) {
        return new LayerRecipe(units, epochs, objective, learningRate, decay, momentum, l2);
    }

    /** Returns the same settings with another number of epochs. */
    public LayerRecipe ofEpochs(int passes) {
        return new LayerRecipe(hidden, passes, objective, learningRate, decay, momentum, l2);
    }

    /** Returns a builder of the DL4J layer. */
    public RbmLayer.Builder layer(int visible, int updatesPerEpoch) {
        RbmLayer.Builder layer = new RbmLayer.Builder()
                .nIn(visible)
                .nOut(hidden)
                .objective(objective)
                .updater(updater(updatesPerEpoch));
        return l2 == 0 ? layer : layer.l2(l2);
    }

    private IUpdater updater(int updatesPerEpoch) {
        ISchedule rate = decay
                ? new LinearDecay(learningRate, Math.multiplyExact(Math.max(1, epochs), updatesPerEpoch))
                : new FixedSchedule(learningRate);
        return momentum == 0 ? new Sgd(rate) : new Momentum(rate, new FixedSchedule(momentum));
    }
}
