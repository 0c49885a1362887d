package io.dbn4j.core.dl4j;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.PretrainParamInitializer;

/**
 * Parameters of an RBM layer: weights {@code W}, hidden biases {@code b}, visible biases {@code vb}.
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

    @Override
    public long numParams(Layer layer) {
        return super.numParams(layer) + ((RbmLayer) layer).getNIn();
    }

    /** The inherited method would count the visible biases a second time. */
    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return List.of(BIAS_KEY, VISIBLE_BIAS_KEY);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return biasKeys(layer).contains(key);
    }
}
