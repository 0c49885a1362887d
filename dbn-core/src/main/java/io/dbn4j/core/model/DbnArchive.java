package io.dbn4j.core.model;

import io.dbn4j.core.Check;
import io.dbn4j.core.data.Npz;
import io.dbn4j.core.json.AtomicFile;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.Dbn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A deep belief network as a whole in an {@code .npz} file, for this program and for Python.
 *
 * <pre>
 *   layer1_weights, layer1_visible_bias, ...   each layer from the bottom, with the names of a file of one RBM
 *   recognition1_weights, ...                  recognition of a layer, if it has weights of its own
 * </pre>
 */
public final class DbnArchive {

    private static final Pattern PLACE = Pattern.compile("(layer|recognition)([1-9]\\d{0,3})_.+");

    private DbnArchive() {}

    /** Writes a network, whole or not at all. */
    public static void write(Dbn dbn, Path file) {
        Check.require(file.toString().endsWith(".npz"), "%s: must end in .npz", file);
        Map<String, Object> content = new LinkedHashMap<>();
        for (int layer = 0; layer < dbn.layers().size(); layer++) {
            put(content, prefix("layer", layer), dbn.layers().get(layer));
        }
        for (int layer = 0; layer < dbn.recognition().size(); layer++) {
            if (!dbn.isTied(layer)) {
                put(content, prefix("recognition", layer), dbn.recognition().get(layer));
            }
        }
        AtomicFile.write(file, temporary -> Npz.write(temporary, content));
    }

    private static void put(Map<String, Object> content, String prefix, Rbm rbm) {
        RbmArchive.content(rbm).forEach((name, value) -> content.put(prefix + name, value));
    }

    private static String prefix(String side, int layer) {
        return side + (layer + 1) + "_";
    }

    /**
     * Reads a network, or a file of one RBM as a network of one layer.
     *
     * @throws IllegalArgumentException in one line naming file, rule and value, if the file holds no valid network
     */
    public static Dbn read(Path file) {
        try (Npz npz = Npz.open(file)) {
            List<Rbm> layers = layers(file, npz);
            List<Rbm> recognition = new ArrayList<>();
            for (int layer = 0; layer + 1 < layers.size(); layer++) {
                Npz part = npz.part(prefix("recognition", layer));
                String place = file + ": recognition" + (layer + 1);
                recognition.add(part.names().isEmpty() ? layers.get(layer) : RbmArchive.read(place, part));
            }
            ModelFile.requireFinite(file.toString(), layers);
            ModelFile.requireFinite(file + ": recognition", recognition);
            return new Dbn(layers, recognition);
        }
    }

    /** Reads the layers of a network, or the RBM of a file of one RBM. */
    static List<Rbm> layers(Path file) {
        try (Npz npz = Npz.open(file)) {
            return layers(file, npz);
        }
    }

    private static List<Rbm> layers(Path file, Npz npz) {
        int count = last("layer", npz);
        if (count == 0) {
            return List.of(RbmArchive.read(file.toString(), npz));
        }
        for (String name : npz.names()) {
            Check.require(
                    PLACE.matcher(name).matches(),
                    "%s: unknown array %s; allowed: layer1_... to layer%d_... and recognition1_...",
                    file,
                    Check.shown(name),
                    count);
        }
        Check.require(
                last("recognition", npz) < count, "%s: recognition must be of layers below the top, %d", file, count);
        return IntStream.range(0, count)
                .mapToObj(layer -> RbmArchive.read(file + ": layer" + (layer + 1), npz.part(prefix("layer", layer))))
                .toList();
    }

    /** Returns the highest layer number in the names of the arrays; 0 if there is none. */
    private static int last(String side, Npz npz) {
        return npz.names().stream()
                .map(PLACE::matcher)
                .filter(place -> place.matches() && place.group(1).equals(side))
                .mapToInt(place -> Integer.parseInt(place.group(2)))
                .max()
                .orElse(0);
    }
}
