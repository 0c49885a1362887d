package io.dbn4j.core.dl4j;

import io.dbn4j.core.Check;
import io.dbn4j.core.objective.Batch;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.TrainingState;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.States;
import io.dbn4j.core.units.UnitParameters;
import java.util.ArrayList;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BasePretrainNetwork;
import org.deeplearning4j.nn.params.PretrainParamInitializer;
import org.deeplearning4j.nn.updater.LayerUpdater;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.Solver;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * The RBM layer of a running network: gives DL4J's solver the gradient of the {@link Objective}, and keeps the state of
 * the objective and of its random numbers between updates.
 *
 * <p>The gradient is written directly into DL4J's gradient views. All buffers live outside DL4J's workspaces.
 */
public class RbmLayerRuntime extends BasePretrainNetwork<RbmLayer> {

    private static final String WEIGHTS = PretrainParamInitializer.WEIGHT_KEY;
    private static final String HIDDEN_BIAS = PretrainParamInitializer.BIAS_KEY;
    private static final String VISIBLE_BIAS = PretrainParamInitializer.VISIBLE_BIAS_KEY;

    private @Nullable Nd4jRandomSource random;
    private @Nullable RbmLayerRuntime below;
    private @Nullable INDArray heldOut;
    private @Nullable TrainingState state;
    private @Nullable Batch batch;
    private final ForwardPass forward = new ForwardPass();
    private boolean scored;
    private boolean inputIsFromBelow;

    /** Makes a layer without parameters; {@link RbmLayer#instantiate} sets them. */
    public RbmLayerRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public boolean isPretrainLayer() {
        return true;
    }

    /** Returns the RBM whose arrays are this layer's parameters. */
    public Rbm rbm() {
        return rbm(getParam(WEIGHTS), getParam(HIDDEN_BIAS));
    }

    private Rbm rbm(INDArray weights, INDArray hiddenBias) {
        return new Rbm(
                layerConf().visibleUnit(),
                layerConf().hiddenUnit(),
                weights,
                getParam(VISIBLE_BIAS),
                hiddenBias,
                RbmParamInitializer.unitParameters(layerConf(), paramsFlattened),
                UnitParameters.NONE,
                0);
    }

    /** Sets the RBM layer whose output is this layer's input; the objective may use it. */
    public void standOn(RbmLayerRuntime layer) {
        below = layer;
    }

    /** Returns the objective, bound to the RBM below if there is one. */
    public Objective objective() {
        Objective objective = layerConf().objective();
        return below == null ? objective : objective.above(below.rbm());
    }

    /**
     * Sets the held-out rows, {@code [rows, visible]}, that the objective sees in the next updates; null removes them.
     */
    public void holdOut(@Nullable INDArray rows) {
        heldOut = rows;
    }

    /** Runs an action in which {@link #fit} accepts its input as the output of the layer below. */
    public void withInputFromBelow(Runnable action) {
        boolean before = inputIsFromBelow;
        inputIsFromBelow = true;
        try {
            action.run();
        } finally {
            inputIsFromBelow = before;
        }
    }

    /**
     * Updates the parameters once, without dropout and weight noise.
     *
     * @throws IllegalStateException if DL4J's own {@code pretrain} calls this above the first layer of a network or
     *     graph
     * @throws IllegalArgumentException if a mask is set, the number of columns is not {@code nIn}, or a value is
     *     neither a state nor a mean of the visible units, naming row, column and value
     */
    @Override
    public void fit(INDArray input, LayerWorkspaceMgr workspaces) {
        if (index > 0 && !inputIsFromBelow) {
            throw new IllegalStateException(
                    "pretrain layer \"" + name() + "\" with DeepBeliefNetwork or GreedyPretraining:"
                            + " DL4J 1.0.0-M2.1 trains layers above the first on the raw input of the network,"
                            + " and in a graph ignores the number of epochs");
        }
        Check.require(maskArray == null, "pretraining of layer \"%s\" does not support masks", name());
        String what = "input of layer \"" + name() + "\"";
        Check.columns(layerConf().getNIn(), input, what);
        States.requireMeans(layerConf().visibleUnit(), input, what);
        setInput(input, workspaces);
        solver().optimize(workspaces);
    }

    /** Returns the solver with the present listeners; DL4J's own layers keep the listeners of the first update. */
    private Solver solver() {
        if (solver == null) {
            OptimizationAlgorithm algorithm = conf().getOptimizationAlgo();
            Check.require(
                    algorithm == OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT,
                    "optimizationAlgo must be STOCHASTIC_GRADIENT_DESCENT for an RBM, was %s: random scores fit no line search",
                    algorithm);
            solver = new Solver.Builder().model(this).configure(conf()).build();
            optimizer = solver.getOptimizer();
        }
        solver.setListeners(getListeners());
        return solver;
    }

    private String name() {
        return layerConf().getLayerName();
    }

    /** Tells whether pretraining has begun, so that there is a state to save. */
    public boolean started() {
        return state != null;
    }

    /** Returns the updater of pretraining, whose state is saved with the layer. */
    public LayerUpdater pretrainingUpdater() {
        return (LayerUpdater) solver().getOptimizer().getUpdater();
    }

    @Override
    public void computeGradientAndScore(LayerWorkspaceMgr workspaces) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            Rbm rbm = rbm();
            Batch current = batch(rbm);
            io.dbn4j.core.rbm.Gradient into = new io.dbn4j.core.rbm.Gradient(
                    gradientView(WEIGHTS),
                    gradientView(VISIBLE_BIAS),
                    gradientView(HIDDEN_BIAS),
                    RbmParamInitializer.unitParameters(layerConf(), gradientsFlattened),
                    UnitParameters.NONE);
            into.clear();
            state = objective().step(rbm, current, state(), random(), into);
            rbm.visibleUnit().hold(rbm.visibleParameters(), into.visibleParameters());
            batch = current;
            scored = false;
            gradient = dl4jGradient();
        }
    }

    private Gradient dl4jGradient() {
        Gradient flattened = new DefaultGradient(gradientsFlattened);
        gradientViews.forEach((key, view) -> flattened.gradientForVariable().put(key, view));
        return flattened;
    }

    private INDArray gradientView(String key) {
        return Objects.requireNonNull(gradientViews.get(key));
    }

    private Batch batch(Rbm rbm) {
        INDArray visible = input.castTo(dataType);
        // Copy arrays of a workspace, which closes before listeners ask for the score.
        if (visible.isView() || visible.isAttached()) {
            visible = visible.dup('c');
        }
        INDArray hiddenMean = batch != null && batch.rows() == visible.size(0)
                ? batch.hiddenMean()
                : Nd4j.createUninitialized(dataType, visible.size(0), rbm.hidden());
        Batch rows = Batch.of(rbm, visible, hiddenMean);
        return heldOut == null ? rows : rows.withHeldOut(Batch.of(rbm, heldOut));
    }

    /**
     * Starts the persistent chains, if the objective has any, at given states; for layers whose first parameters
     * already describe data.
     *
     * @param visible {@code [rows, visible]}; not modified
     */
    public void startChainsAt(INDArray visible) {
        state = objective().startAt(rbm(), visible, random());
    }

    /** Returns the state of the objective, for reading; the first call starts it. */
    public TrainingState state() {
        if (state == null) {
            state = objective().start(rbm(), random());
        }
        return state;
    }

    /** Returns this layer's random numbers, seeded by the network's seed and the layer's name. */
    public Nd4jRandomSource random() {
        if (random == null) {
            random = new Seed(conf().getSeed()).stream("rbm-layer-" + name());
        }
        return random;
    }

    /**
     * Computes the means of the hidden units. DL4J's own forward pass copies the weights in every product, and its
     * backward pass repeats the forward product: at 784-500-500-2000-10, batch 100, both took 7 of 28 ms of an update
     * with Sgd.
     */
    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        INDArray mean = hiddenMean(training, workspaces);
        if (training) {
            forward.keep(input, mean);
        }
        return mean;
    }

    private INDArray hiddenMean(boolean training, LayerWorkspaceMgr workspaces) {
        applyDropOutIfNecessary(training, workspaces);
        Check.columns(layerConf().getNIn(), input, "input of layer \"" + name() + "\"");
        Rbm rbm = rbm(
                getParamWithNoise(WEIGHTS, training, workspaces), getParamWithNoise(HIDDEN_BIAS, training, workspaces));
        INDArray mean = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS, dataType, new long[] {input.size(0), rbm.hidden()}, 'c');
        rbm.hiddenInput(input.castTo(dataType), mean);
        rbm.hiddenUnit().mean(rbm.hiddenParameters(), mean);
        if (maskArray != null) {
            applyMask(mean);
        }
        return mean;
    }

    /** Computes derivatives for fine-tuning; visible biases and parameters of visible units get 0. */
    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray delta = hiddenDelta(epsilon, workspaces);
        if (maskArray != null) {
            applyMask(delta);
        }
        Nd4j.gemm(input.castTo(dataType), delta, gradientView(WEIGHTS), true, false, 1, 0);
        delta.sum(gradientView(HIDDEN_BIAS), 0);
        gradientView(VISIBLE_BIAS).assign(0);
        for (String name : layerConf().visibleUnit().parameterNames()) {
            gradientView(RbmParamInitializer.key(name)).assign(0);
        }
        INDArray below = workspaces.createUninitialized(
                ArrayType.ACTIVATION_GRAD,
                dataType,
                new long[] {delta.size(0), layerConf().getNIn()},
                'c');
        Nd4j.gemm(delta, getParamWithNoise(WEIGHTS, true, workspaces), below, false, true, 1, 0);
        clearNoiseWeightParams();
        return new Pair<>(dl4jGradient(), backpropDropOutIfPresent(below));
    }

    /** Computes derivatives of the loss with respect to the hidden inputs; uses the means of a forward pass once. */
    private INDArray hiddenDelta(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        INDArray mean = forward.take(input).orElseGet(() -> forward.keep(input, hiddenMean(true, workspaces)));
        layerConf().hiddenUnit().backpropagate(UnitParameters.NONE, mean, epsilon);
        return mean;
    }

    /**
     * Returns the objective's score of the last batch plus the regularization terms. The first call after an update
     * computes it with the parameters of that moment: in a listener's {@code iterationDone}, the updated ones. It costs
     * half an update.
     */
    @Override
    public double score() {
        if (!scored && batch != null && state != null) {
            try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                score = objective().score(rbm(), batch, state) + calcRegularizationScore(false);
            }
            scored = true;
        }
        return score;
    }

    /** Returns the gradient for the solver, with an old score: the solver does not use the score. */
    @Override
    public Pair<Gradient, Double> gradientAndScore() {
        return new Pair<>(gradient(), score);
    }

    /** Sums every regularization term once; the inherited method counts the term of the visible biases twice. */
    @Override
    public double calcRegularizationScore(boolean backpropParamsOnly) {
        double sum = 0;
        for (var entry : paramTable(backpropParamsOnly).entrySet()) {
            for (Regularization term : layerConf().getRegularizationByParam(entry.getKey())) {
                sum += term.score(entry.getValue(), getIterationCount(), getEpochCount());
            }
        }
        return sum;
    }

    /** Returns a copy with copied parameters and without training state; DL4J's own layers return null here. */
    @Override
    @SuppressWarnings("MissingSuperCall")
    public Layer clone() {
        return layerConf().instantiate(conf.clone(), new ArrayList<>(), index, paramsFlattened.dup(), false, dataType);
    }

    @Override
    public Pair<INDArray, INDArray> sampleHiddenGivenVisible(INDArray visible) {
        return meanAndDraw(rbm(), rbm().hiddenGivenVisible(visible));
    }

    @Override
    public Pair<INDArray, INDArray> sampleVisibleGivenHidden(INDArray hidden) {
        return meanAndDraw(rbm().transposed(), rbm().visibleGivenHidden(hidden));
    }

    /** Returns means of hidden units and draws from them. */
    private Pair<INDArray, INDArray> meanAndDraw(Rbm rbm, INDArray mean) {
        INDArray draws = mean.ulike();
        rbm.hiddenUnit().draw(rbm.hiddenParameters(), mean, draws, random());
        return new Pair<>(mean, draws);
    }
}
