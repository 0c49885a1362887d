package io.dbn4j.mnist.experiment;

import io.dbn4j.core.run.Experiment;
import io.dbn4j.core.training.LayerRecipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An experiment on images, with the shorthands that the command line offers for its properties. */
public interface MnistExperiment extends Experiment {

    /** The replacements that make every part take this many epochs. */
    Map<String, String> epochs(int epochs);

    /** Those of the layers of a stack. */
    static Map<String, String> epochsOf(List<LayerRecipe> layers, int epochs) {
        Map<String, String> replacements = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            replacements.put(String.format(Locale.ROOT, "layers[%d].epochs", i), String.valueOf(epochs));
        }
        return replacements;
    }

    /** The replacements that make everything run in a minute, for a first look. */
    Map<String, String> quick();

    /**
     * The replacements that make it use the IDX files of a folder.
     *
     * @param transpose whether rows and columns of the images are exchanged, as in EMNIST
     */
    default Map<String, String> data(String folder, boolean transpose) {
        return transpose ? Map.of("data.folder", folder, "data.transpose", "true") : Map.of("data.folder", folder);
    }

    /**
     * The replacements that add the same network without pretraining.
     *
     * @throws IllegalArgumentException if there is no such comparison
     */
    default Map<String, String> withRandomStart() {
        throw new IllegalArgumentException("this experiment has no comparison with a random start");
    }
}
