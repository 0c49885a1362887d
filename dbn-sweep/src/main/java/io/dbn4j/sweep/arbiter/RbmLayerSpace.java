package io.dbn4j.sweep.arbiter;

import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.Objects;
import org.deeplearning4j.arbiter.layers.BasePretrainNetworkLayerSpace;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.FixedValue;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.util.LeafUtils;
import org.jspecify.annotations.Nullable;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A space of RBM layers for Arbiter's {@code MultiLayerSpace}, to be used together with DL4J's own layer spaces.
 *
 * <pre>
 *   new MultiLayerSpace.Builder()
 *           .seed(42)
 *           .updater(new SgdSpace(new ContinuousParameterSpace(new LogUniformDistribution(1e-3, 0.5))))
 *           .addLayer(new RbmLayerSpace.Builder().nIn(784).nOut(new IntegerParameterSpace(100, 500)).build())
 *           .addLayer(new RbmLayerSpace.Builder().nOut(100).objectives(cd, pcd).build())
 *           .setInputType(InputType.feedForward(784))
 *           .numEpochs(5)
 *           .build()
 * </pre>
 *
 * <p>Train its candidates with {@link PretrainingTaskCreator}. Objectives and units are kept as JSON, so that the space
 * survives Arbiter's serialization.
 */
public class RbmLayerSpace extends BasePretrainNetworkLayerSpace<RbmLayer> {

    @JsonProperty
    private @Nullable ParameterSpace<String> objective;

    @JsonProperty
    private @Nullable ParameterSpace<String> visibleUnit;

    @JsonProperty
    private @Nullable ParameterSpace<String> hiddenUnit;

    /** Creates an empty space, for JSON. */
    protected RbmLayerSpace() {}

    @SuppressWarnings("this-escape")
    private RbmLayerSpace(Builder builder) {
        super(builder);
        this.objective = builder.objective;
        this.visibleUnit = builder.visibleUnit;
        this.hiddenUnit = builder.hiddenUnit;
        this.numParameters = LeafUtils.countUniqueParameters(collectLeaves());
    }

    @Override
    public RbmLayer getValue(double[] parameters) {
        RbmLayer.Builder layer = new RbmLayer.Builder();
        setLayerOptionsBuilder(layer, parameters);
        if (objective != null) {
            layer.objective(Json.read(objective.getValue(parameters), Objective.class));
        }
        if (visibleUnit != null) {
            layer.visibleUnit(Json.read(visibleUnit.getValue(parameters), UnitType.class));
        }
        if (hiddenUnit != null) {
            layer.hiddenUnit(Json.read(hiddenUnit.getValue(parameters), UnitType.class));
        }
        return layer.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RbmLayerSpace space
                && super.equals(other)
                && Objects.equals(objective, space.objective)
                && Objects.equals(visibleUnit, space.visibleUnit)
                && Objects.equals(hiddenUnit, space.hiddenUnit);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), objective, visibleUnit, hiddenUnit);
    }

    /** A builder in Arbiter's own convention; defaults are those of {@link RbmLayer.Builder}. */
    @SuppressWarnings("unchecked") // Arbiter declares <E extends LayerSpace> E build()
    public static class Builder extends BasePretrainNetworkLayerSpace.Builder<Builder> {

        private @Nullable ParameterSpace<String> objective;
        private @Nullable ParameterSpace<String> visibleUnit;
        private @Nullable ParameterSpace<String> hiddenUnit;

        /** Sets the objective that pretraining minimizes. */
        public Builder objective(Objective one) {
            objective = new FixedValue<>(Json.line(one));
            return this;
        }

        /** Sets the choices of the objective that pretraining minimizes. */
        public Builder objectives(Objective... choices) {
            objective = new DiscreteParameterSpace<>(
                    Arrays.stream(choices).map(Json::line).toList());
            return this;
        }

        /** Sets the kind of the visible units. */
        public Builder visibleUnit(UnitType unit) {
            visibleUnit = new FixedValue<>(Json.line(unit));
            return this;
        }

        /** Sets the kind of the hidden units. */
        public Builder hiddenUnit(UnitType unit) {
            hiddenUnit = new FixedValue<>(Json.line(unit));
            return this;
        }

        @Override
        public RbmLayerSpace build() {
            return new RbmLayerSpace(this);
        }
    }
}
