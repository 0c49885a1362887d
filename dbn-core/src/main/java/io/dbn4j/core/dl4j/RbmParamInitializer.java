package io.dbn4j.core.dl4j;

import io.dbn4j.core.units.DiagonalGaussian;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.PretrainParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Parameters of an RBM layer: weights {@code W}, hidden biases {@code b}, visible biases {@code vb}, and for visible units
 * that are {@link DiagonalGaussian} the logarithms of their variances {@code vlv}, at first 0.
 *
 * <p>DL4J's own initializer leaves {@code vb} out of the number of parameters and out of the biases, so that bias
 * updaters, bias regularisation and constraints skip it silently.
 */
public final class RbmParamInitializer extends PretrainParamInitializer {

    private static final RbmParamInitializer INSTANCE = new RbmParamInitializer();

    /** The only instance. */
    public static RbmParamInitializer getInstance() {
        return INSTANCE;
    }

    /** Logarithms of the variances of the visible units. */
    public static final String LOG_VARIANCE_KEY = "vlv";

    @Override
    public long numParams(Layer layer) {
        long vectors = learnsVariances(layer) ? 2 : 1;
        return super.numParams(layer) + vectors * ((RbmLayer) layer).getNIn();
    }

    private static boolean learnsVariances(Layer layer) {
        return ((RbmLayer) layer).visibleUnit() instanceof DiagonalGaussian;
    }

    /** The inherited method would count the visible biases a second time. */
    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return learnsVariances(layer)
                ? List.of(BIAS_KEY, VISIBLE_BIAS_KEY, LOG_VARIANCE_KEY)
                : List.of(BIAS_KEY, VISIBLE_BIAS_KEY);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return biasKeys(layer).contains(key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray parameters, boolean initialize) {
        Map<String, INDArray> table = super.init(conf, parameters, initialize);
        if (learnsVariances(conf.getLayer())) {
            INDArray logVariance = last(conf, parameters);
            if (initialize) {
                logVariance.assign(0);
            }
            table.put(LOG_VARIANCE_KEY, logVariance);
            conf.addVariable(LOG_VARIANCE_KEY);
        }
        return table;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradient) {
        Map<String, INDArray> table = super.getGradientsFromFlattened(conf, gradient);
        if (learnsVariances(conf.getLayer())) {
            table.put(LOG_VARIANCE_KEY, last(conf, gradient));
        }
        return table;
    }

    private static INDArray last(NeuralNetConfiguration conf, INDArray flattened) {
        long all = flattened.length();
        long units = ((RbmLayer) conf.getLayer()).getNIn();
        return flattened
                .reshape(all)
                .get(NDArrayIndex.interval(all - units, all))
                .reshape(1, units);
    }
}
