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
 * What a run has learned so far, as far as its folder tells.
 *
 * @param source the file it comes from
 * @param weights of each layer, {@code [visible, hidden]}
 * @param chains persistent chains of the first layer, {@code [chains, visible]}, if it has any
 */
record RunModel(String source, List<INDArray> weights, Optional<INDArray> chains) {

    /** Pretrained layers rather than those that fine-tuning has changed. */
    private static final List<String> MODELS = List.of("stack.zip", "model.zip");

    static final String NONE = "the run has saved no model yet";
    private static final String CHAINS = "layer-0-objective-visible.npy";

    /** The file with the finished model; empty if there is none yet. */
    static Optional<Path> file(Path run) {
        return MODELS.stream()
                .map(name -> new RunFile(run, name))
                .filter(RunFile::exists)
                .map(RunFile::path)
                .findFirst();
    }

    /**
     * Reads it.
     *
     * @throws NoSuchElementException if the run has not saved anything yet
     * @throws IllegalArgumentException if what it saved cannot be read
     */
    static RunModel read(Path run) {
        // A link of such a name is refused by its name, and not passed over.
        MODELS.stream()
                .filter(name -> Files.exists(run.resolve(name), LinkOption.NOFOLLOW_LINKS))
                .forEach(name -> new RunFile(run, name).path());
        Optional<Path> model = file(run);
        return model.isPresent()
                ? ofModel(model.get())
                : ofCheckpoint(
                        run, Checkpoints.newestSnapshot(run).orElseThrow(() -> new NoSuchElementException(NONE)));
    }

    /** Which model it is: the file, and when it was written; empty if there is none yet. */
    static String version(Path run) {
        try {
            return file(run)
                    .or(() -> Checkpoints.newestSnapshot(run))
                    .map(file -> file.getFileName() + " " + file.toFile().lastModified())
                    .orElse("");
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return ""; // Its checkpoints are no folder of the run, or the run has just deleted the newest.
        }
    }

    private static RunModel ofModel(Path file) {
        List<INDArray> weights =
                ModelFile.read(file).layers().stream().map(Rbm::weights).toList();
        try (ZipArchive zip = ZipArchive.open(file)) {
            return new RunModel(name(file), weights, array(zip, "dbn4j-" + CHAINS));
        }
    }

    /** A checkpoint holds the parameters of each layer in a row; sizes and units are in the settings of the run. */
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

    /** Kinds of the units from the bottom, wherever the settings name them; the last counts for all sides above. */
    private static List<UnitType> units(JsonNode settings) {
        List<UnitType> units = new ArrayList<>();
        for (JsonNode kind : settings.findPath("units")) {
            if (kind.has("type")) {
                units.add(Json.read(kind.toString(), UnitType.class));
            }
        }
        return units.isEmpty() ? List.of(new Bernoulli()) : units;
    }

    /** Sizes of the layers, wherever the settings of an experiment name them. */
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
