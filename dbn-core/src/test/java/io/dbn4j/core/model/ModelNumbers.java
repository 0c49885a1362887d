package io.dbn4j.core.model;

import static io.dbn4j.core.dl4j.SmallNetworks.barsAndStripes;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.dl4j.SmallNetworks;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.units.UnitType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The numbers of a model file, recorded when the file was made, which every later version must reproduce.
 *
 * @param parameters parameters of the whole network
 * @param layers other stored state of each RBM layer
 * @param computed results for bars and stripes: the output of the network, and free energies of each RBM layer
 */
record ModelNumbers(List<Double> parameters, List<Stored> layers, Map<String, List<Double>> computed) {

    /**
     * Settings and training state of a layer.
     *
     * @param arrays of the objective's state and of the updater
     */
    record Stored(
            UnitType visibleUnit,
            UnitType hiddenUnit,
            Objective objective,
            int iteration,
            int epoch,
            List<Long> random,
            Map<String, List<Double>> arrays) {

        private static Stored of(RbmLayerRuntime layer) {
            Map<String, List<Double>> arrays = new TreeMap<>();
            layer.state().arrays().forEach((name, array) -> arrays.put(name, list(Elements.of(array))));
            arrays.put("updater", list(Elements.of(layer.pretrainingUpdater().getStateViewArray())));
            return new Stored(
                    layer.layerConf().visibleUnit(),
                    layer.layerConf().hiddenUnit(),
                    layer.layerConf().objective(),
                    layer.conf().getIterationCount(),
                    layer.conf().getEpochCount(),
                    Arrays.stream(layer.random().state()).boxed().toList(),
                    arrays);
        }
    }

    /** The numbers of a network whose RBM layers have an updater with a state. */
    static ModelNumbers of(DeepBeliefNetwork network) {
        INDArray rows = barsAndStripes(14, DataType.FLOAT);
        List<INDArray> inputs = network.feedForward(rows);
        List<Stored> layers = new ArrayList<>();
        Map<String, List<Double>> computed = new TreeMap<>();
        computed.put("output", list(Elements.of(network.output(rows))));
        for (Layer layer : network.getLayers()) {
            if (layer instanceof RbmLayerRuntime rbm) {
                layers.add(Stored.of(rbm));
                double[] freeEnergies = rbm.rbm().freeEnergy(inputs.get(rbm.getIndex()));
                computed.put(String.format(Locale.ROOT, "layer%d.freeEnergies", rbm.getIndex()), list(freeEnergies));
            }
        }
        return new ModelNumbers(list(SmallNetworks.parameters(network)), layers, computed);
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
