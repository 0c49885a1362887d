package io.dbn4j.core.model;

import io.dbn4j.core.Check;
import io.dbn4j.core.data.Npy;
import io.dbn4j.core.data.ZipArchive;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.json.Snapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The state of pretraining apart from parameters, kept with them in the model's zip file.
 *
 * <pre>
 *   dbn4j-layer-0-state.json            random state and epoch count; DL4J keeps the iteration count itself
 *   dbn4j-layer-0-updater.npy           state of the updater, if it has one
 *   dbn4j-layer-0-objective-NAME.npy    state of the objective, for example persistent chains
 * </pre>
 *
 * <p>The names have no folders, because DL4J 1.0.0-M2.1 cannot restore from a zip file with folders.
 */
public final class PretrainingState {

    /** Name of a layer's parameters in a snapshot. */
    public static final String PARAMETERS = "parameters";

    /** Name of the state of a layer's updater in a snapshot, if it has one. */
    public static final String UPDATER = "updater";

    /** Name of the numbers of a layer's visible and hidden units in a snapshot, for readers that lack the layer. */
    public static final String UNITS = "units";

    private static final int LONGEST_JSON = 1 << 16;

    private PretrainingState() {}

    /** The random state and the epoch count of one layer. */
    record Counters(List<Long> random, int epoch) {

        Counters {
            Check.require(random.size() == 2, "random must have 2 numbers, had %d", random.size());
        }
    }

    /** Adds the state of every RBM layer whose pretraining has begun to a model file. */
    static void write(MultiLayerNetwork network, Path model) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(model)) {
            for (Layer layer : network.getLayers()) {
                if (layer instanceof RbmLayerRuntime rbm && rbm.started()) {
                    writeLayer(rbm, zip);
                }
            }
        }
    }

    private static void writeLayer(RbmLayerRuntime layer, FileSystem zip) throws IOException {
        for (Map.Entry<String, INDArray> entry : arrays(layer).entrySet()) {
            try (OutputStream out = Files.newOutputStream(zip.getPath(entry(layer, entry.getKey() + ".npy")))) {
                Npy.write(entry.getValue(), out);
            }
        }
        List<Long> random = Arrays.stream(layer.random().state()).boxed().toList();
        Counters counters = new Counters(random, layer.conf().getEpochCount());
        Files.writeString(zip.getPath(entry(layer, "state.json")), Json.write(counters));
    }

    /** Restores the state of every RBM layer whose state is in the file. */
    static void read(MultiLayerNetwork network, Path model) {
        if (network.getGradientsViewArray() == null) {
            network.initGradientsView();
        }
        try (ZipArchive zip = ZipArchive.open(model)) {
            for (Layer layer : network.getLayers()) {
                if (layer instanceof RbmLayerRuntime rbm && zip.names().contains(entry(rbm, "state.json"))) {
                    readLayer(rbm, zip);
                }
            }
        }
    }

    private static void readLayer(RbmLayerRuntime layer, ZipArchive zip) {
        Counters counters = counters(zip, entry(layer, "state.json"));
        requireChains(layer, zip);
        for (Map.Entry<String, INDArray> entry : arrays(layer).entrySet()) {
            readArray(zip, entry(layer, entry.getKey() + ".npy"), entry.getValue());
        }
        layer.random()
                .restore(counters.random().stream().mapToLong(Long::longValue).toArray());
        layer.conf().setEpochCount(counters.epoch());
        keepUpdaterState(layer);
    }

    /** Refuses chains that the file does not hold, before memory is allocated for them. */
    private static void requireChains(RbmLayerRuntime layer, ZipArchive zip) {
        String chains = entry(layer, "objective-");
        long stored = zip.names().stream()
                .filter(name -> name.startsWith(chains))
                .mapToLong(zip::size)
                .sum();
        long rows = layer.objective().chainRows();
        long units = layer.rbm().visible() + (long) layer.rbm().hidden();
        Check.require(
                rows <= stored / (Float.BYTES * units),
                "%s must hold %d chains of %d units with at least 4 bytes a unit, had %d bytes",
                zip.place(chains + "..."),
                rows,
                units,
                stored);
    }

    private static Counters counters(ZipArchive zip, String entry) {
        String json = new String(zip.bytes(entry, LONGEST_JSON), StandardCharsets.UTF_8);
        try {
            return Json.read(json, Counters.class);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(zip.place(entry) + ": " + e.getMessage(), e);
        }
    }

    private static void readArray(ZipArchive zip, String entry, INDArray into) {
        long most = Double.BYTES * into.length() + LONGEST_JSON;
        INDArray saved = zip.read(entry, most, (in, length) -> Npy.read(zip.place(entry), in, length));
        Check.require(
                saved.length() == into.length(),
                "%s must have %d elements, had %d",
                zip.place(entry),
                into.length(),
                saved.length());
        into.assign(saved.reshape(into.shape()));
    }

    private static String entry(RbmLayerRuntime layer, String name) {
        return "dbn4j-layer-" + layer.getIndex() + "-" + name;
    }

    /** Returns the prefix of one layer's names in a snapshot of several layers. */
    public static String prefix(int layer) {
        return "layer-" + layer + "-";
    }

    /** Returns the parameters and the state of a layer, under names that begin with {@code prefix}. */
    public static Snapshot snapshot(RbmLayerRuntime layer, String prefix) {
        Map<String, INDArray> all = new LinkedHashMap<>();
        all.put(prefix + PARAMETERS, layer.params());
        arrays(layer).forEach((name, array) -> all.put(prefix + name, array));
        long[] random = layer.random().state();
        NeuralNetConfiguration conf = layer.conf();
        return Snapshot.of(all)
                .and(prefix + UNITS, layer.rbm().visible(), layer.rbm().hidden())
                .and(prefix + "counters", random[0], random[1], conf.getEpochCount(), conf.getIterationCount());
    }

    /**
     * Restores a layer to the state of a {@link #snapshot}.
     *
     * @throws io.dbn4j.core.json.DamagedCheckpointException if the snapshot lacks state of the layer
     */
    public static void restore(RbmLayerRuntime layer, String prefix, Snapshot from) {
        from.restoreFinite(prefix + PARAMETERS, layer.params());
        arrays(layer).forEach((name, array) -> from.restoreFinite(prefix + name, array));
        long[] counters = from.get(prefix + "counters", 4);
        layer.random().restore(Arrays.copyOf(counters, 2));
        layer.conf().setEpochCount(Snapshot.within(0, Integer.MAX_VALUE, counters[2], "epochs"));
        layer.conf().setIterationCount(Snapshot.within(0, Integer.MAX_VALUE, counters[3], "updates"));
        keepUpdaterState(layer);
    }

    /** Prevents DL4J from setting the restored state of the updater to zero at the next update. */
    private static void keepUpdaterState(RbmLayerRuntime layer) {
        layer.pretrainingUpdater()
                .getUpdaterBlocks()
                .forEach(block -> block.setUpdaterViewRequiresInitialization(false));
    }

    /** Returns live views of all arrays, by file name without ending. */
    private static Map<String, INDArray> arrays(RbmLayerRuntime layer) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        layer.state().arrays().forEach((name, array) -> arrays.put("objective-" + name, array));
        @Nullable INDArray updater = layer.pretrainingUpdater().getStateViewArray();
        if (updater != null) {
            arrays.put(UPDATER, updater);
        }
        return arrays;
    }
}
