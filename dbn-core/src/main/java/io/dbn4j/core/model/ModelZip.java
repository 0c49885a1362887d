package io.dbn4j.core.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbn4j.core.Check;
import io.dbn4j.core.data.ZipArchive;
import io.dbn4j.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A reader of DL4J's model files from untrusted sources.
 *
 * <pre>
 *   configuration.json    the network, with the names of the classes that DL4J creates
 *   coefficients.bin      its parameters
 *   updaterState.bin      state of the updater of fine-tuning
 *   normalizer.bin        not read, see {@link #hasNormalizer}
 *   dbn4j-...             {@link PretrainingState}
 * </pre>
 *
 * <p>DL4J never sees the file. Entries are read within limits. All other entries are refused, because DL4J would read
 * them as Java objects. DL4J gets the configuration only if it is a {@link TrustedConfiguration}.
 */
public final class ModelZip {

    private static final String CONFIGURATION = "configuration.json";
    private static final String PARAMETERS = "coefficients.bin";
    private static final String UPDATER = "updaterState.bin";
    private static final String NORMALIZER = "normalizer.bin";
    private static final String OWN = "dbn4j-[A-Za-z0-9.-]+\\.(json|npy)";

    private static final Set<String> ENTRIES = Set.of(CONFIGURATION, PARAMETERS, UPDATER, NORMALIZER);

    private static final int LONGEST_CONFIGURATION = 1 << 24;

    /** Largest number of layers: DL4J allocates 80 kB for each, however small it is. */
    private static final int MOST_LAYERS = 1000;

    private ModelZip() {}

    /**
     * Reads a network with its parameters and updater state.
     *
     * @throws IllegalArgumentException in one line naming file and rule, if it is not a model or names a refused class
     */
    public static DeepBeliefNetwork read(Path file) {
        try (ZipArchive zip = ZipArchive.open(file)) {
            if (zip.names().contains(CONFIGURATION)) {
                requireCurrent(file, tree(file, zip));
            }
            for (String entry : zip.names()) {
                Check.require(
                        ENTRIES.contains(entry) || entry.matches(OWN),
                        "%s: must hold only the entries of a model (%s), holds %s",
                        file,
                        ENTRIES.stream().sorted().collect(Collectors.joining(", ")),
                        Check.shown(entry));
            }
            JsonNode configuration = configuration(file, zip);
            INDArray parameters = array(file, zip, PARAMETERS);
            Optional<INDArray> updaterState =
                    zip.names().contains(UPDATER) ? Optional.of(array(file, zip, UPDATER)) : Optional.empty();
            return network(file, configuration, parameters, updaterState);
        }
    }

    /** Tells whether a {@code .zip} file holds a normalizer of DL4J: the model then expects rows that it has scaled. */
    public static boolean hasNormalizer(Path file) {
        try (ZipArchive zip = ZipArchive.open(file)) {
            return zip.names().contains(NORMALIZER);
        }
    }

    private static JsonNode tree(Path file, ZipArchive zip) {
        String text = new String(zip.bytes(CONFIGURATION, LONGEST_CONFIGURATION), StandardCharsets.UTF_8);
        try {
            return Json.read(text, JsonNode.class);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + CONFIGURATION + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode configuration(Path file, ZipArchive zip) {
        JsonNode tree = tree(file, zip);
        Check.require(
                tree.has("confs"),
                "%s: must hold a MultiLayerNetwork, was %s",
                file,
                tree.has("vertices") ? "a ComputationGraph" : "a configuration without \"confs\"");
        int layers = tree.path("confs").size();
        Check.require(layers <= MOST_LAYERS, "%s: must have at most %d layers, had %d", file, MOST_LAYERS, layers);
        TrustedConfiguration.require(file + ": " + CONFIGURATION, tree);
        return tree;
    }

    /** Refuses files of old versions: DL4J up to 0.9 wrote {@code "layer": {"RBM": {...}}}, without a class inside. */
    private static void requireCurrent(Path file, JsonNode tree) {
        for (JsonNode conf : tree.path("confs")) {
            JsonNode layer = conf.path("layer");
            Iterator<String> names = layer.fieldNames();
            if (layer.size() == 1
                    && !layer.has("@class")
                    && layer.elements().next().isObject()) {
                throw new IllegalArgumentException(
                        file + ": was written by DL4J before 1.0, layer "
                                + Check.shown(names.next())
                                + ", and cannot be read; write its weights, visible_bias and hidden_bias as .npz (./dbn rbm --help)");
            }
        }
    }

    private static INDArray array(Path file, ZipArchive zip, String entry) {
        return zip.read(
                entry,
                Runtime.getRuntime().maxMemory() / 2,
                (in, length) -> Nd4jBinary.read(file + ": " + entry, in, length));
    }

    /** Builds the network from its parts, like DL4J's ModelSerializer. */
    private static DeepBeliefNetwork network(
            Path file, JsonNode checked, INDArray parameters, Optional<INDArray> updaterState) {
        try {
            // DL4J gets the checked tree, not the original text, in which its parser might find other content.
            MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(checked.toString());
            configuration.setDataType(parameters.dataType());
            DeepBeliefNetwork network = new DeepBeliefNetwork(configuration);
            network.init(parameters, false);
            updaterState.ifPresent(state -> network.getUpdater().setStateViewArray(network, state, false));
            return network;
        } catch (RuntimeException e) {
            Throwable reason = e;
            while (reason.getCause() != null) {
                reason = reason.getCause();
            }
            String line =
                    String.valueOf(reason.getMessage()).lines().findFirst().orElse("");
            throw new IllegalArgumentException(file + ": not a DL4J model: " + line, e);
        }
    }
}
