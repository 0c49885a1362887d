package io.dbn4j.core.dl4j;

import io.dbn4j.core.Check;
import io.dbn4j.core.units.UnitParameters;
import io.dbn4j.core.units.UnitType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.PretrainParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters of an RBM layer: weights {@code W}, hidden biases {@code b}, visible biases {@code vb}, and one row
 * for each further parameter of the visible units, initially 0: {@code vlv} for the logarithms of variances.
 *
 * <p>DL4J's own initializer leaves {@code vb} out of the number of parameters and out of the biases. Bias updaters,
 * bias regularization and constraints then skip {@code vb} silently.
 */
public final class RbmParamInitializer extends PretrainParamInitializer {

    private static final RbmParamInitializer INSTANCE = new RbmParamInitializer();

    /** Returns the only instance. */
    public static RbmParamInitializer getInstance() {
        return INSTANCE;
    }

    /**
     * Returns the key of a parameter of the visible units: {@code v} and the initials of its name, {@code vlv} for
     * {@code log_variance}.
     */
    static String key(String parameterName) {
        return "v"
                + Arrays.stream(parameterName.split("_"))
                        .map(word -> word.substring(0, 1))
                        .collect(Collectors.joining());
    }

    private static List<String> unitKeys(Layer layer) {
        return keys(((RbmLayer) layer).visibleUnit().parameterNames());
    }

    /**
     * Returns the keys of the parameters of the visible units.
     *
     * @throws IllegalArgumentException if another parameter of the layer has the same key
     */
    static List<String> keys(List<String> parameterNames) {
        Map<String, String> taken = new LinkedHashMap<>(
                Map.of(WEIGHT_KEY, "weights", BIAS_KEY, "hidden biases", VISIBLE_BIAS_KEY, "visible biases"));
        List<String> keys = new ArrayList<>();
        for (String name : parameterNames) {
            String key = key(name);
            String other = taken.putIfAbsent(key, name);
            Check.require(
                    other == null,
                    "parameter %s must have a unique key in DL4J, was %s like %s; rename it with other initials",
                    name,
                    key,
                    other);
            keys.add(key);
        }
        return List.copyOf(keys);
    }

    @Override
    public long numParams(Layer layer) {
        int vectors = 1 + ((RbmLayer) layer).visibleUnit().parameters();
        return super.numParams(layer) + vectors * ((RbmLayer) layer).getNIn();
    }

    /** Counts the parameters; the inherited method would count the visible biases a second time. */
    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return Stream.concat(Stream.of(BIAS_KEY, VISIBLE_BIAS_KEY), unitKeys(layer).stream())
                .toList();
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return biasKeys(layer).contains(key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray parameters, boolean initialize) {
        Map<String, INDArray> table = super.init(conf, parameters, initialize);
        List<String> keys = unitKeys(conf.getLayer());
        for (int k = 0; k < keys.size(); k++) {
            INDArray row = unitParameters(conf.getLayer(), parameters).getRow(k, true);
            if (initialize) {
                row.assign(0);
            }
            table.put(keys.get(k), row);
            conf.addVariable(keys.get(k));
        }
        return table;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradient) {
        Map<String, INDArray> table = super.getGradientsFromFlattened(conf, gradient);
        List<String> keys = unitKeys(conf.getLayer());
        for (int k = 0; k < keys.size(); k++) {
            table.put(keys.get(k), unitParameters(conf.getLayer(), gradient).getRow(k, true));
        }
        return table;
    }

    /**
     * Returns the weights from the vector of all parameters of a layer.
     *
     * @param parameters all parameters of the layer in the order of {@code params()}; not modified
     * @return a view, {@code [visible, hidden]}
     * @throws IllegalArgumentException if there are fewer parameters than weights and biases
     */
    public static INDArray weights(long visible, long hidden, INDArray parameters) {
        Check.require(
                visible > 0
                        && hidden > 0
                        && hidden <= parameters.length() / visible
                        && visible * hidden + visible + hidden <= parameters.length(),
                "an RBM with %d visible and %d hidden units must have a weight for each pair and a bias for each unit,"
                        + " had %d parameters",
                visible,
                hidden,
                parameters.length());
        return parameters
                .reshape(parameters.length())
                .get(NDArrayIndex.interval(0, visible * hidden))
                .reshape('f', visible, hidden);
    }

    /**
     * Returns the parameters of the visible units, or their derivatives: a view of the end of a layer's vector.
     *
     * @return {@code [parameters, visible]}; {@link UnitParameters#NONE} if there are none
     */
    static INDArray unitParameters(Layer layer, INDArray flattened) {
        UnitType unit = ((RbmLayer) layer).visibleUnit();
        if (unit.parameters() == 0) {
            return UnitParameters.NONE;
        }
        long all = flattened.length();
        long units = ((RbmLayer) layer).getNIn();
        return flattened
                .reshape(all)
                .get(NDArrayIndex.interval(all - unit.parameters() * units, all))
                .reshape('c', unit.parameters(), units);
    }
}
