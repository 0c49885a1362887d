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

/** Start of an RBM's biases and weights before its first update, applied by greedy pretraining to every new layer. */
public enum Initialization {

    /** Visible biases reproduce the means of the layer's input; weights and hidden biases stay as they are. */
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
     * Visible biases as {@link #DATA_MEANS}; hidden biases leave the hidden units undecided about the mean row. The start
     * then does not depend on which of its two states a unit calls 0.
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
     * The RBM below turned over: {@code W^T} and the biases exchanged, and persistent chains start at the data. Further
     * hidden units have weights near zero and, if their states are 0 and 1, are off as a rule. The RBM is the same distribution over the
     * states between both, so the stack starts as good as without it. The bottom RBM starts as with {@link #DATA_MEANS}.
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

    /** All parameters stay as they are, for models whose parameters somebody has set, whatever the objective. */
    @JsonProperty("as-is")
    AS_IS {
        @Override
        public void apply(Rbm rbm, Optional<Rbm> below, INDArray mean) {}
    };

    /** Scale of the weights of further hidden units: too small to change the model, large enough to make them differ. */
    private static final double NEAR_ZERO = 0.1;

    /**
     * Biases of further hidden units. Units that are half on would all follow the same gradient at first, and a thousand of
     * them act as visible biases that learn hundreds of times too fast.
     */
    private static final double OFF = -3;

    /**
     * Returns the initialization of one layer: a tied start needs an RBM directly below, and a centered objective asks for
     * a centered start.
     */
    public Initialization of(Objective objective, Optional<Rbm> below) {
        if (this == AS_IS || (this == TIED && below.isPresent())) {
            return this;
        }
        return this == CENTERED || objective.centersUnits() ? CENTERED : DATA_MEANS;
    }

    /**
     * Sets biases and weights.
     *
     * @param rbm modified
     * @param below the RBM directly below, which {@link #TIED} needs; not modified
     * @param mean of the layer's input over the data, {@code [visible]}, in the type of the weights; not modified
     */
    public abstract void apply(Rbm rbm, Optional<Rbm> below, INDArray mean);

    /**
     * Checks that a new layer can start so.
     *
     * @throws IllegalArgumentException if a tied layer has fewer or other hidden units than the RBM below has visible ones,
     *     or other visible units than that has hidden ones
     */
    public void require(String layer, Rbm rbm, Optional<Rbm> below) {
        if (this == TIED && below.isPresent()) {
            Rbm under = below.get();
            Check.require(
                    rbm.hidden() >= under.visible() && rbm.hiddenUnit().equals(under.visibleUnit()),
                    "layer \"%s\" must have at least %d hidden units %s for a tied start, was %d %s",
                    layer,
                    under.visible(),
                    under.visibleUnit().name(),
                    rbm.hidden(),
                    rbm.hiddenUnit().name());
            Check.require(
                    rbm.visibleUnit().equals(under.hiddenUnit()),
                    "layer \"%s\" must have visible units %s, the hidden ones below, for a tied start, had %s",
                    layer,
                    under.hiddenUnit().name(),
                    rbm.visibleUnit().name());
        }
    }
}
