package io.dbn4j.core.dl4j;

import io.dbn4j.core.Check;
import io.dbn4j.core.rbm.Coupling;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A constraint that scales the weights down after an update if their largest singular value is above a limit.
 *
 * <p>An RBM with continuous units on both sides needs it: its energy is bounded from below only if the largest singular
 * value is below 1. The value is computed to about one percent, so a limit such as 0.95 leaves enough room.
 *
 * <pre>
 *   new RbmLayer.Builder().visibleUnit(new Gaussian()).hiddenUnit(new Gaussian())
 *           .constrainWeights(new SpectralNormConstraint(0.95))
 * </pre>
 */
public final class SpectralNormConstraint implements LayerConstraint {

    private final double limit;
    private Set<String> params = Set.of();

    /**
     * Makes a constraint for weights.
     *
     * @param limit limit of the largest singular value, above 0 and below 1
     */
    public SpectralNormConstraint(@JsonProperty("limit") double limit) {
        Check.require(limit > 0 && limit < 1, "limit must be in (0, 1), was %s", limit);
        this.limit = limit;
    }

    /** Returns the largest allowed singular value of the weights, for JSON. */
    public double getLimit() {
        return limit;
    }

    @Override
    public void applyConstraint(Layer layer, int iteration, int epoch) {
        for (String name : params) {
            INDArray weights = layer.getParam(name);
            double norm = Coupling.spectralNorm(weights);
            if (norm > limit) {
                weights.muli(limit / norm);
            }
        }
    }

    @Override
    public void setParams(Set<String> params) {
        this.params = Set.copyOf(params);
    }

    @Override
    public Set<String> getParams() {
        return params;
    }

    @Override
    public SpectralNormConstraint clone() {
        SpectralNormConstraint copy = new SpectralNormConstraint(limit);
        copy.params = params;
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SpectralNormConstraint constraint
                && limit == constraint.limit
                && params.equals(constraint.params);
    }

    @Override
    public int hashCode() {
        return Objects.hash(limit, params);
    }
}
