package io.dbn4j.core.stack;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dbn4j.core.Check;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.rbm.Rbm;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The start of an RBM's biases and weights before its first update; greedy pretraining applies it to every new layer.
 */
public enum Initialization {

    /** Sets visible biases that reproduce the means of the layer's input; keeps weights and hidden biases. */
    @JsonProperty("data-means")
    DATA_MEANS {
        @Override
        public void apply(Rbm rbm, Optional<Rbm> below, INDArray mean) {
            rbm.visibleBias()
                    .assign(BaseRate.ofMeans(rbm.visibleUnit(), rbm.visibleParameters(), mean)
                            .input());
        }
    },

    /**
     * Sets visible biases like {@link #DATA_MEANS}, and hidden biases that give hidden units no input at the mean row.
     * The start then does not depend on which of its two states a unit calls 0.
     */
    @JsonProperty("centered")
    CENTERED {
        @Override
        public void apply(Rbm rbm, Optional<Rbm> below, INDArray mean) {
            DATA_MEANS.apply(rbm, below, mean);
            INDArray input = Nd4j.createUninitialized(rbm.weights().dataType(), 1, rbm.hidden());
            Nd4j.gemm(mean.reshape(1, rbm.visible()), rbm.weights(), input, false, false, -1, 0);
            rbm.hiddenBias().assign(input.reshape(rbm.hiddenBias().shape()));
        }
    },

    /**
     * Copies the RBM below upside down: {@code W^T} and exchanged biases. Persistent chains start at the data. Hidden
     * units that the RBM below lacks have weights near zero and, if their states are 0 and 1, are mostly off. Both RBMs
     * give the units that they share nearly the same distribution, so the new layer hardly changes the stack at first.
     * The bottom RBM starts like {@link #DATA_MEANS}.
     */
    @JsonProperty("tied")
    TIED {
        @Override
        public void apply(Rbm rbm, Optional<Rbm> below, INDArray mean) {
            Rbm under = below.orElseThrow();
            int units = under.visible();
            rbm.weights().muli(NEAR_ZERO);
            rbm.weights()
                    .get(NDArrayIndex.all(), NDArrayIndex.interval(0, units))
                    .assign(under.weights().transpose());
            INDArray hiddenBias = rbm.hiddenBias().reshape(rbm.hidden());
            if (rbm.hiddenUnit().hasStates(0, 1)) {
                hiddenBias.assign(OFF);
            }
            hiddenBias
                    .get(NDArrayIndex.interval(0, units))
                    .assign(under.visibleBias().reshape(units));
            rbm.visibleBias().assign(under.hiddenBias());
        }
    },

    /** Keeps all parameters, whatever the objective, for models whose parameters are already set. */
    @JsonProperty("as-is")
    AS_IS {
        @Override
        public void apply(Rbm rbm, Optional<Rbm> below, INDArray mean) {}
    };

    /**
     * Factor of the initial weights of hidden units that the RBM below lacks: too small to change the model, large
     * enough to make the units differ.
     */
    private static final double NEAR_ZERO = 0.1;

    /**
     * Bias of hidden units that the RBM below lacks. Units that are half on would all follow the same gradient at
     * first, and a thousand of them act like visible biases that learn hundreds of times too fast.
     */
    private static final double OFF = -3;

    /**
     * Returns the initialization of one layer: a tied start needs an RBM directly below, and a centered objective asks
     * for a centered start.
     */
    public Initialization of(Objective objective, Optional<Rbm> below) {
        if (this == AS_IS || (this == TIED && below.isPresent())) {
            return this;
        }
        return this == CENTERED || objective.centersUnits() ? CENTERED : DATA_MEANS;
    }

    /**
     * Sets biases and weights of an RBM.
     *
     * @param rbm modified
     * @param below the RBM directly below, which {@link #TIED} needs; not modified
     * @param mean mean of the layer's input over the data, {@code [visible]}, in the type of the weights; not modified
     */
    public abstract void apply(Rbm rbm, Optional<Rbm> below, INDArray mean);

    /**
     * Checks that a new layer fits this initialization.
     *
     * @param layer name of the layer in messages, such as {@code layer 2}
     * @throws IllegalArgumentException if a tied layer has fewer hidden units than the RBM below has visible units, or
     *     units of another kind
     */
    public void require(String layer, Rbm rbm, Optional<Rbm> below) {
        if (this == TIED && below.isPresent()) {
            Rbm under = below.get();
            Check.require(
                    rbm.hidden() >= under.visible() && rbm.hiddenUnit().equals(under.visibleUnit()),
                    "%s must have at least %d %s hidden units for a tied start, had %d %s",
                    layer,
                    under.visible(),
                    under.visibleUnit().name(),
                    rbm.hidden(),
                    rbm.hiddenUnit().name());
            Check.require(
                    rbm.visibleUnit().equals(under.hiddenUnit()),
                    "%s must have %s visible units, like the hidden units below, for a tied start, had %s",
                    layer,
                    under.hiddenUnit().name(),
                    rbm.visibleUnit().name());
        }
    }
}
