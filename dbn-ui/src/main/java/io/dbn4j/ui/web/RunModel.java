package io.dbn4j.ui.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbn4j.core.data.Npy;
import io.dbn4j.core.data.ZipArchive;
import io.dbn4j.core.dl4j.RbmParamInitializer;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.json.RunFile;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.UnitType;
import io.dbn4j.lab.run.Checkpoints;
import io.dbn4j.lab.run.RunRecord;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The newest model in a run folder.
 *
 * @param source name of the model file or checkpoint
 * @param weights weights of each layer, {@code [visible, hidden]}
 * @param chains persistent chains of the first layer, {@code [chains, visible]}, if there are any
 */
record RunModel(String source, List<INDArray> weights, Optional<INDArray> chains) {

    /** Names of model files, the pretrained layers before the fine-tuned ones. */
    private static final List<String> MODELS = List.of("stack.zip", "model.zip");

    static final String NONE = "the run has saved no model yet";
    private static final String CHAINS = "layer-0-objective-visible.npy";

    /** Returns the file of the finished model; empty if there is none yet. */
    static Optional<Path> file(Path run) {
        return MODELS.stream()
                .map(name -> new RunFile(run, name))
                .filter(RunFile::exists)
                .map(RunFile::path)
                .findFirst();
    }

    /**
     * Reads the finished model, or else the newest checkpoint.
     *
     * @throws NoSuchElementException if the run has neither
     * @throws IllegalArgumentException if the file cannot be read
     */
    static RunModel read(Path run) {
        // Fails for a link, which file(run) would silently ignore.
        MODELS.stream()
                .filter(name -> Files.exists(run.resolve(name), LinkOption.NOFOLLOW_LINKS))
                .forEach(name -> new RunFile(run, name).path());
        Optional<Path> model = file(run);
        return model.isPresent()
                ? ofModel(model.get())
                : ofCheckpoint(
                        run, Checkpoints.newestSnapshot(run).orElseThrow(() -> new NoSuchElementException(NONE)));
    }

    /** Returns the name and the time of the newest model file; empty if there is none. */
    static String version(Path run) {
        try {
            return file(run)
                    .or(() -> Checkpoints.newestSnapshot(run))
                    .map(file -> file.getFileName() + " " + file.toFile().lastModified())
                    .orElse("");
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return ""; // The checkpoints folder is a link, or the run has just deleted its newest checkpoint.
        }
    }

    private static RunModel ofModel(Path file) {
        List<INDArray> weights =
                ModelFile.read(file).layers().stream().map(Rbm::weights).toList();
        try (ZipArchive zip = ZipArchive.open(file)) {
            return new RunModel(name(file), weights, array(zip, "dbn4j-" + CHAINS));
        }
    }

    /**
     * Reads a checkpoint, which holds the parameters of each layer; sizes and units come from the settings of the run.
     */
    private static RunModel ofCheckpoint(Path run, Path file) {
        JsonNode settings =
                Json.read(new RunFile(run, RunRecord.FILE), JsonNode.class).path("experiment");
        List<Integer> hidden = new ArrayList<>();
        collectHidden(settings, hidden);
        List<UnitType> units = units(settings);
        try (ZipArchive zip = ZipArchive.open(file)) {
            List<INDArray> weights = new ArrayList<>();
            for (int layer = 0; layer < hidden.size(); layer++) {
                Optional<INDArray> parameters = array(zip, "layer-" + layer + "-parameters.npy");
                if (parameters.isEmpty()) {
                    break;
                }
                UnitType visible = units.get(Math.min(layer, units.size() - 1));
                weights.add(weights(visible, hidden.get(layer), parameters.get(), file));
            }
            if (weights.isEmpty()) {
                throw new NoSuchElementException("the newest checkpoint holds no RBM");
            }
            return new RunModel(name(file), List.copyOf(weights), array(zip, CHAINS));
        }
    }

    private static INDArray weights(UnitType visible, int hidden, INDArray parameters, Path file) {
        try {
            return RbmParamInitializer.weights(visible, hidden, parameters).dup('f');
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** Finds the kinds of units in the settings of an experiment, from the bottom; the last holds for all above. */
    private static List<UnitType> units(JsonNode settings) {
        List<UnitType> units = new ArrayList<>();
        for (JsonNode kind : settings.findPath("units")) {
            if (kind.has("type")) {
                units.add(Json.read(kind.toString(), UnitType.class));
            }
        }
        return units.isEmpty() ? List.of(new Bernoulli()) : units;
    }

    /** Collects the sizes of the hidden layers from the settings of any experiment. */
    private static void collectHidden(JsonNode node, List<Integer> into) {
        node.properties().forEach(property -> {
            JsonNode value = property.getValue();
            if (property.getKey().equals("hidden") && value.isInt()) {
                into.add(value.intValue());
            } else if (property.getKey().equals("hidden") && value.isArray()) {
                value.forEach(size -> into.add(size.asInt()));
            } else {
                collectHidden(value, into);
            }
        });
        if (node.isArray()) {
            node.forEach(element -> collectHidden(element, into));
        }
    }

    private static Optional<INDArray> array(ZipArchive zip, String entry) {
        long most = Runtime.getRuntime().maxMemory() / 2;
        return zip.names().contains(entry)
                ? Optional.of(zip.read(entry, most, (in, length) -> Npy.read(zip.place(entry), in, length)))
                : Optional.empty();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
