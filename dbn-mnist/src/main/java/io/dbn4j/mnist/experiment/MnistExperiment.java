package io.dbn4j.mnist.experiment;

import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.training.LayerRecipe;
import io.dbn4j.lab.training.Proposal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An experiment on images, with replacements of its settings for the shorthand options of the command line. */
public interface MnistExperiment extends Experiment {

    /** Returns the replacements that set the number of epochs of every part. */
    Map<String, String> epochs(int epochs);

    /** Returns the replacements that set the epochs of the layers of a stack. */
    static Map<String, String> epochsOf(List<LayerRecipe> layers, int epochs) {
        Map<String, String> replacements = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            replacements.put(String.format(Locale.ROOT, "layers[%d].epochs", i), String.valueOf(epochs));
        }
        return replacements;
    }

    /** Smallest number of updates of each layer and of fine-tuning, if the user does not give the number of epochs. */
    int LEAST_UPDATES = 1500;

    /**
     * Returns the replacements that make a training on few images long enough to learn: at least {@link #LEAST_UPDATES}
     * updates of each part, with batches of all images if there are fewer than a batch.
     *
     * @param images number of training images
     */
    default Map<String, String> fewImages(int images) {
        return Map.of();
    }

    /** Returns the replacements that fit the layers of a stack and their batch to few images. */
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

    /** Returns the replacements that make the experiment run in about a minute, for a first look. */
    Map<String, String> quick();

    /**
     * Returns the replacements that make the experiment use the IDX files of a folder.
     *
     * @param transpose whether rows and columns of the images are exchanged, as in EMNIST
     */
    default Map<String, String> data(String folder, boolean transpose) {
        return transpose ? Map.of("data.folder", folder, "data.transpose", "true") : Map.of("data.folder", folder);
    }

    /**
     * Returns the replacements that add the same network without pretraining.
     *
     * @throws IllegalArgumentException if the experiment has no such comparison
     */
    default Map<String, String> withRandomStart() {
        throw new IllegalArgumentException("this experiment has no comparison with a random start");
    }
}
