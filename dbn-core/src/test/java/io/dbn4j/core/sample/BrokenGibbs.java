package io.dbn4j.core.sample;

import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.UnitType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Kernels with the usual mistakes, which every check of a kernel must reject. */
public enum BrokenGibbs {

    /** Takes the likelier state of each unit instead of drawing one. */
    THRESHOLDS_MEANS {
        @Override
        public Kernel kernel(Rbm rbm) {
            return (chains, random) -> {
                threshold(rbm.visibleUnit(), rbm.visibleGivenHidden(chains.hidden()), chains.visible());
                threshold(rbm.hiddenUnit(), rbm.hiddenGivenVisible(chains.visible()), chains.hidden());
            };
        }
    },

    /** Draws the hidden units without their biases. */
    FORGETS_HIDDEN_BIAS {
        @Override
        public Kernel kernel(Rbm rbm) {
            return new Gibbs().kernel(scaled(rbm, 1, 1, 0));
        }
    },

    /** Draws the hidden units from the visible states before the step. */
    HIDDEN_FROM_STALE_VISIBLE {
        @Override
        public Kernel kernel(Rbm rbm) {
            return (chains, random) -> {
                INDArray stale = chains.visible().dup();
                new Gibbs().kernel(rbm).step(chains, random);
                rbm.hiddenUnit().draw(rbm.hiddenParameters(), rbm.hiddenGivenVisible(stale), chains.hidden(), random);
            };
        }
    },

    /** Draws all units at 1.2 times the temperature of the model. */
    TOO_HOT {
        @Override
        public Kernel kernel(Rbm rbm) {
            return new Gibbs().kernel(scaled(rbm, 1 / 1.2, 1 / 1.2, 1 / 1.2));
        }
    },

    /** Draws the visible units one state of the hidden units too late: hidden first, visible from what they were. */
    VISIBLE_FROM_STALE_HIDDEN {
        @Override
        public Kernel kernel(Rbm rbm) {
            return (chains, random) -> {
                INDArray stale = chains.hidden().dup();
                rbm.hiddenUnit()
                        .draw(
                                rbm.hiddenParameters(),
                                rbm.hiddenGivenVisible(chains.visible()),
                                chains.hidden(),
                                random);
                rbm.visibleUnit()
                        .draw(rbm.visibleParameters(), rbm.visibleGivenHidden(stale), chains.visible(), random);
            };
        }
    };

    public abstract Kernel kernel(Rbm rbm);

    private static Rbm scaled(Rbm rbm, double weights, double visibleBias, double hiddenBias) {
        return new Rbm(
                rbm.visibleUnit(),
                rbm.hiddenUnit(),
                rbm.weights().mul(weights),
                rbm.visibleBias().mul(visibleBias),
                rbm.hiddenBias().mul(hiddenBias),
                rbm.energyOffset());
    }

    private static void threshold(UnitType unit, INDArray mean, INDArray into) {
        double middle = (unit.low() + unit.high()) / 2;
        INDArray high = mean.gt(middle).castTo(into.dataType());
        into.assign(high.muli(unit.high() - unit.low()).addi(unit.low()));
    }
}
