package io.dbn4j.core.dl4j;

import static java.util.Objects.requireNonNull;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.Initialization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * An RBM layer of a network, with access to its input from below.
 *
 * @param isBottom whether its input is the network's own input
 * @param below the RBM layer whose output is its input, if there is one
 * @param up computes the layer's input from rows of the network's input
 */
public record Stage(
        RbmLayerRuntime rbm, boolean isBottom, Optional<RbmLayerRuntime> below, UnaryOperator<INDArray> up) {

    /** Twice the largest relative rounding error of a FLOAT. */
    private static final double ROUNDING = 1.2e-7;

    public String name() {
        return rbm.conf().getLayer().getLayerName();
    }

    /**
     * Stops a training between two updates if its thread was interrupted. The thread stays interrupted.
     *
     * @throws CancellationException naming the layer, if it was
     */
    public static void requireNoInterrupt(RbmLayerRuntime layer) {
        if (Thread.currentThread().isInterrupted()) {
            String name = layer.conf().getLayer().getLayerName();
            throw new CancellationException(
                    "pretraining of layer \"" + name + "\" was interrupted between two updates");
        }
    }

    /**
     * Returns the name in messages: {@code layer 2} for a layer that DL4J named {@code layer1}, because people count
     * from 1; otherwise the given name in quotes.
     */
    public String title() {
        return name().equals("layer" + rbm.getIndex()) ? "layer " + (rbm.getIndex() + 1) : "layer \"" + name() + "\"";
    }

    /**
     * Tells whether all biases still have the values of the configuration. A layer counts as new, too, if its biases
     * were set to exactly these values, or if only its weights were set; {@link Initialization#AS_IS} keeps such
     * layers.
     */
    public boolean isNew() {
        RbmLayer conf = (RbmLayer) rbm.conf().getLayer();
        return isConstant(rbm.rbm().visibleBias(), conf.getVisibleBiasInit())
                && isConstant(rbm.rbm().hiddenBias(), conf.getBiasInit());
    }

    /** Returns the initialization of this layer, which depends on its objective and on the layer below. */
    public Initialization start(Initialization wanted) {
        RbmLayer conf = (RbmLayer) rbm.conf().getLayer();
        return wanted.of(conf.objective(), below.map(RbmLayerRuntime::rbm));
    }

    /** Sets the initial parameters, given the means of the layer's input. */
    public void initialize(Initialization wanted, double[] means) {
        Rbm model = rbm.rbm();
        INDArray mean = Nd4j.createFromArray(means).castTo(model.weights().dataType());
        start(wanted).apply(model, below.map(RbmLayerRuntime::rbm), mean);
    }

    private static boolean isConstant(INDArray biases, double start) {
        double rounding = ROUNDING * Math.abs(start);
        return Arrays.stream(Elements.of(biases)).allMatch(bias -> Math.abs(bias - start) <= rounding);
    }

    /**
     * Computes the layer's input for all rows, in blocks of thousands, so that other layers' outputs take little
     * memory.
     */
    public INDArray input(INDArray visible) {
        if (isBottom) {
            return up.apply(visible);
        }
        Rbm model = rbm.rbm();
        INDArray input = Nd4j.createUninitialized(model.weights().dataType(), visible.size(0), model.visible());
        List<INDArray> from = Rows.blocks(visible);
        List<INDArray> into = Rows.blocks(input);
        for (int block = 0; block < from.size(); block++) {
            into.get(block).assign(up.apply(from.get(block)));
        }
        return input;
    }

    /** Returns the RBM layers of a network from the bottom, without frozen layers. */
    public static List<Stage> of(MultiLayerNetwork network) {
        if (network.getGradientsViewArray() == null) {
            network.initGradientsView();
        }
        List<Stage> stages = new ArrayList<>();
        for (Layer layer : network.getLayers()) {
            if (layer instanceof RbmLayerRuntime rbm) {
                int index = rbm.getIndex();
                stages.add(new Stage(rbm, index == 0, rbmBelow(network, index), rows -> below(network, index, rows)));
            }
        }
        return stages;
    }

    /**
     * Returns the RBM layers of a graph in topological order, without frozen layers.
     *
     * @param widths number of columns of each input of the graph, if it has several: their rows then come joined
     */
    public static List<Stage> of(ComputationGraph graph, long... widths) {
        if (graph.getGradientsViewArray() == null) {
            graph.initGradientsView();
        }
        List<Stage> stages = new ArrayList<>();
        for (Layer layer : graph.getLayers()) {
            if (layer instanceof RbmLayerRuntime rbm) {
                stages.add(of(graph, rbm, widths));
            }
        }
        return stages;
    }

    /** Returns the RBM layer whose output is the input of a layer, if there is one. */
    public static Optional<RbmLayerRuntime> rbmBelow(MultiLayerNetwork network, int layer) {
        boolean direct = layer > 0 && network.getLayerWiseConfigurations().getInputPreProcess(layer) == null;
        return direct ? rbm(network.getLayer(layer - 1)) : Optional.empty();
    }

    /** Returns a layer if it is an RBM, frozen or not. */
    public static Optional<RbmLayerRuntime> rbm(Layer layer) {
        Layer inside = layer instanceof FrozenLayer frozen ? frozen.getInsideLayer() : layer;
        return inside instanceof RbmLayerRuntime rbm ? Optional.of(rbm) : Optional.empty();
    }

    private static INDArray below(MultiLayerNetwork network, int layer, INDArray rows) {
        INDArray output = rows;
        if (layer > 0) {
            List<INDArray> activations = network.feedForwardToLayer(layer - 1, rows, false);
            output = activations.get(activations.size() - 1);
        }
        return preprocessed(network.getLayerWiseConfigurations().getInputPreProcess(layer), output);
    }

    private static Stage of(ComputationGraph graph, RbmLayerRuntime rbm, long[] widths) {
        ComputationGraphConfiguration configuration = graph.getConfiguration();
        String name = rbm.conf().getLayer().getLayerName();
        LayerVertex vertex =
                (LayerVertex) requireNonNull(configuration.getVertices().get(name));
        String below = requireNonNull(configuration.getVertexInputs().get(name)).get(0);
        int input = configuration.getNetworkInputs().indexOf(below);
        boolean isBottom = input >= 0;
        boolean direct = !isBottom && vertex.getPreProcessor() == null && graph.getLayer(below) != null;
        Optional<RbmLayerRuntime> rbmBelow = direct ? rbm(graph.getLayer(below)) : Optional.empty();
        return new Stage(rbm, isBottom, rbmBelow, rows -> {
            INDArray[] inputs = widths.length > 1 ? parts(rows, widths) : new INDArray[] {rows};
            INDArray output = isBottom
                    ? inputs[input]
                    : requireNonNull(graph.feedForward(inputs, false).get(below));
            return preprocessed(vertex.getPreProcessor(), output);
        });
    }

    private static INDArray[] parts(INDArray joined, long[] widths) {
        INDArray[] parts = new INDArray[widths.length];
        long from = 0;
        for (int input = 0; input < parts.length; input++) {
            long to = from + widths[input];
            parts[input] = joined.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to))
                    .dup('c');
            from = to;
        }
        return parts;
    }

    private static INDArray preprocessed(@Nullable InputPreProcessor preprocessor, INDArray rows) {
        return preprocessor == null
                ? rows
                : preprocessor.preProcess(rows, (int) rows.size(0), LayerWorkspaceMgr.noWorkspaces());
    }
}
