package io.dbn4j.mnist.experiment;

import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.training.LayerRecipe;
import io.dbn4j.lab.training.Proposal;
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

    /** Least number of updates of each part of a training, if there are few images and nobody says for how long. */
    int LEAST_UPDATES = 1500;

    /**
     * The replacements that make a training of few images as long as one needs to learn: at least {@link #LEAST_UPDATES}
     * updates of each part, with batches of all images where there are fewer.
     *
     * @param images for training
     */
    default Map<String, String> fewImages(int images) {
        return Map.of();
    }

    /** Those of the layers of a stack and their batch. */
    static Map<String, String> fewImages(List<LayerRecipe> layers, int batch, int images) {
        Map<String, String> replacements = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            int epochs = layers.get(i).epochs();
            int needed = Proposal.epochs(images, batch, epochs, LEAST_UPDATES);
            if (needed != epochs) {
                replacements.put("layers[" + i + "].epochs", String.valueOf(needed));
            }
        }
        if (images < batch) {
            replacements.put("batch", String.valueOf(images));
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
