package io.dbn4j.core.dl4j;

import io.dbn4j.core.Check;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.objective.ContrastiveDivergence;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.rbm.Coupling;
import io.dbn4j.core.training.GreedyPretraining;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.UnitType;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BasePretrainNetwork;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * The DL4J configuration of a layer whose pretraining trains a restricted Boltzmann machine.
 *
 * <pre>
 *   new RbmLayer.Builder().nIn(784).nOut(500)
 *           .objective(new Likelihood(new Persistent(100, new Gibbs(), 1)))
 *           .updater(new Sgd(0.05))
 *           .build()
 * </pre>
 *
 * <p>The output of the layer is the means of the hidden units; {@code nIn} is the number of visible units. Weights
 * start from a normal distribution of standard deviation 0.01 unless set on the layer.
 *
 * <p>The layer refuses DL4J's own {@code pretrain} above the first layer of a MultiLayerNetwork, which would train on
 * the raw input, and in a ComputationGraph, which ignores the number of epochs. Use {@link DeepBeliefNetwork} or
 * {@link GreedyPretraining}.
 *
 * <p>Continuous units on both sides need {@code constrainWeights(new SpectralNormConstraint(0.95))}: the model cannot
 * be normalized without a bound on the weights.
 *
 * <p>Dropout and weight noise act in fine-tuning only. Pretraining drops masks, as DL4J does for every layer. DL4J's
 * PerformanceListener works in pretraining only with {@code reportETL(false)}.
 */
public class RbmLayer extends BasePretrainNetwork {

    // Transient: Arbiter and others copy configurations by Java serialization, which does not know these records.
    private transient UnitType visibleUnit = new Bernoulli();
    private transient UnitType hiddenUnit = new Bernoulli();
    private transient Objective objective = new Likelihood(new ContrastiveDivergence(1));

    /** Makes a layer for JSON to fill. */
    protected RbmLayer() {}

    private RbmLayer(Builder builder) {
        super(builder);
        this.visibleUnit = builder.visibleUnit;
        this.hiddenUnit = builder.hiddenUnit;
        this.objective = builder.objective;
        initializeConstraints(builder);
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parametersView,
            boolean initializeParameters,
            DataType type) {
        LayerValidation.assertNInNOutSet("RbmLayer", layerName, index, nIn, nOut);
        RbmLayerRuntime layer = new RbmLayerRuntime(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parametersView);
        layer.setParamTable(initializer().init(conf, parametersView, initializeParameters));
        layer.setConf(conf);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return RbmParamInitializer.getInstance();
    }

    /**
     * Keeps the first weight decay only: DL4J 1.0.0-M2.1 adds a global weight decay again, even if the layer has its
     * own.
     */
    @Override
    public void setRegularization(List<Regularization> terms) {
        super.setRegularization(withOneWeightDecay(terms));
    }

    /** Keeps the first weight decay of biases only, like {@link #setRegularization}. */
    @Override
    public void setRegularizationBias(List<Regularization> terms) {
        super.setRegularizationBias(withOneWeightDecay(terms));
    }

    private static List<Regularization> withOneWeightDecay(List<Regularization> terms) {
        List<Regularization> kept = new ArrayList<>();
        for (Regularization term : terms) {
            if (!(term instanceof WeightDecay) || kept.stream().noneMatch(WeightDecay.class::isInstance)) {
                kept.add(term);
            }
        }
        return kept;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        InputType outputType = getOutputType(-1, inputType);
        long parameters = initializer().numParams(this);
        long perExample = 3 * (inputType.arrayElementsPerExample() + outputType.arrayElementsPerExample());
        return new LayerMemoryReport.Builder(layerName, RbmLayer.class, inputType, outputType)
                .standardMemory(parameters, getIUpdater().stateSize(parameters))
                .workingMemory(0, 0, 0, perExample)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    /** Returns the kind of the visible units. */
    public UnitType visibleUnit() {
        return visibleUnit;
    }

    /** Returns the kind of the hidden units. */
    public UnitType hiddenUnit() {
        return hiddenUnit;
    }

    /** Returns the objective that pretraining minimizes. */
    public Objective objective() {
        return objective;
    }

    /** Returns the visible unit as a tree with a short type name, for JSON. */
    public Map<String, Object> getVisibleUnit() {
        return Json.toMap(visibleUnit);
    }

    /** Sets the visible unit from a tree, for JSON. */
    public void setVisibleUnit(Map<String, Object> tree) {
        visibleUnit = Json.fromMap(tree, UnitType.class);
    }

    /** Returns the hidden unit as a tree with a short type name, for JSON. */
    public Map<String, Object> getHiddenUnit() {
        return Json.toMap(hiddenUnit);
    }

    /** Sets the hidden unit from a tree, for JSON. */
    public void setHiddenUnit(Map<String, Object> tree) {
        hiddenUnit = Json.fromMap(tree, UnitType.class);
    }

    /** Returns the objective as a tree with short type names, for JSON. */
    public Map<String, Object> getObjective() {
        return Json.toMap(objective);
    }

    /** Sets the objective from a tree, for JSON. */
    public void setObjective(Map<String, Object> tree) {
        objective = Json.fromMap(tree, Objective.class);
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeObject(Json.line(visibleUnit));
        out.writeObject(Json.line(hiddenUnit));
        out.writeObject(Json.line(objective));
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        visibleUnit = Json.read((String) in.readObject(), UnitType.class);
        hiddenUnit = Json.read((String) in.readObject(), UnitType.class);
        objective = Json.read((String) in.readObject(), Objective.class);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RbmLayer layer
                && super.equals(other)
                && visibleUnit.equals(layer.visibleUnit)
                && hiddenUnit.equals(layer.hiddenUnit)
                && objective.equals(layer.objective);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), visibleUnit, hiddenUnit, objective);
    }

    /** A builder in DL4J's convention. */
    @SuppressWarnings("unchecked") // DL4J declares <E extends Layer> E build()
    public static class Builder extends BasePretrainNetwork.Builder<Builder> {

        private UnitType visibleUnit = new Bernoulli();
        private UnitType hiddenUnit = new Bernoulli();
        private Objective objective = new Likelihood(new ContrastiveDivergence(1));

        /** Starts with Bernoulli units, CD-1, and weights from N(0, 0.01^2). */
        public Builder() {
            this.weightInitFn = new WeightInitDistribution(new NormalDistribution(0, 0.01));
        }

        /** Sets the kind of the visible units. */
        public Builder visibleUnit(UnitType unit) {
            this.visibleUnit = unit;
            return this;
        }

        /** Sets the kind of the hidden units, which also decides the activation function. */
        public Builder hiddenUnit(UnitType unit) {
            this.hiddenUnit = unit;
            return this;
        }

        /** Sets the objective that pretraining minimizes. */
        public Builder objective(Objective objective) {
            this.objective = objective;
            return this;
        }

        /**
         * Builds the configuration of the layer.
         *
         * @throws IllegalArgumentException if an activation function is set that does not belong to the hidden units,
         *     or the units of both sides are continuous and the weights are not bounded
         */
        @Override
        public RbmLayer build() {
            Check.require(
                    hiddenUnit.hasOneKind(),
                    "hidden units of a layer must be of one kind, were %s; mixed units are for the visible side",
                    hiddenUnit.name());
            IActivation mean = hiddenUnit.activation().getActivationFunction();
            Check.require(
                    activationFn == null || activationFn.equals(mean),
                    "activation must be unset or fit the hidden units (%s), was %s",
                    mean,
                    activationFn);
            this.activationFn = mean;
            Check.require(
                    hiddenUnit.parameters() == 0,
                    "hidden units of a layer must be of a kind without parameters, were %s",
                    hiddenUnit.name());
            Coupling.requireParametersBesideDiscreteUnits(visibleUnit, hiddenUnit);
            Check.require(
                    bounded() || !Coupling.continuous(visibleUnit, hiddenUnit),
                    "weights between %s visible and %s hidden units must be bounded: add"
                            + " constrainWeights(new SpectralNormConstraint(0.95))",
                    visibleUnit.name(),
                    hiddenUnit.name());
            return new RbmLayer(this);
        }

        private boolean bounded() {
            return weightConstraints != null
                    && weightConstraints.stream().anyMatch(SpectralNormConstraint.class::isInstance);
        }
    }
}
