package io.dbn4j.mnist.experiment;

import io.dbn4j.core.Check;
import io.dbn4j.core.data.ImageData;
import io.dbn4j.core.data.ImageSet;
import io.dbn4j.lab.data.ImageFolder;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.training.Split;
import io.dbn4j.mnist.data.Mnist;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The source of labeled images, and the split that they are evaluated on.
 *
 * @param folder folder of IDX files, made absolute, so that a run resumes from any folder; empty for the MNIST inside
 *     this module
 * @param transpose whether rows and columns of the images are exchanged
 * @param heldOut number of training images that are kept out of training and evaluated on instead of the test set: for
 *     choosing settings; 0 to train on all and evaluate on the test set. Of the MNIST inside this module they are the last
 *     ones, of a folder they are drawn by the seed, from every class in proportion
 */
public record ImageSource(String folder, boolean transpose, int heldOut) {

    public ImageSource {
        folder = folder.isEmpty()
                ? folder
                : Path.of(folder).toAbsolutePath().normalize().toString();
        Check.require(heldOut == 0 || heldOut > 1, "heldOut must be 0 or at least 2, was %d", heldOut);
    }

    /** Loads the images and records their hashes with the run. Held-out images, if there are any, become the test set. */
    ImageData load(Run run) {
        ImageData data = folder.isEmpty() ? Mnist.load() : new ImageFolder(Path.of(folder), transpose).load();
        data.sha256().forEach(run::data);
        run.progress().note(data.description());
        data.train().labelMap().ifPresent(map -> run.progress().note("labels became classes: " + map));
        if (heldOut == 0) {
            return data;
        }
        ImageSet train = data.train();
        Check.require(heldOut < train.size(), "heldOut must be less than the %d images, was %d", train.size(), heldOut);
        if (folder.isEmpty()) {
            return new ImageData(
                    train.head(train.size() - heldOut), train.tail(heldOut), data.description(), data.sha256());
        }
        Split split = Split.stratified(train.labels(), heldOut, run.random("held-out"));
        split.saveHeldOut(run);
        return new ImageData(
                train.pick(split.trained()), train.pick(split.heldOut()), data.description(), data.sha256());
    }

    /** Refuses a folder that is missing or lacks a part of the data set. */
    void require() {
        if (folder.isEmpty()) {
            return;
        }
        Check.require(Files.isDirectory(Path.of(folder)), "data.folder: %s is not a folder", folder);
        // Read here and again by the run: a folder that is refused leaves no run folder behind.
        new ImageFolder(Path.of(folder), transpose).load();
    }

    /** Returns the held-out images, which may be watched during training; the test images never are. */
    Optional<INDArray> heldOutOf(ImageData loaded) {
        return heldOut < 2 ? Optional.empty() : Optional.of(loaded.test().images());
    }

    /** Returns a description of the images that figures are measured on, for reports. */
    String protocol() {
        if (heldOut == 0) {
            return "trained on all training images, measured once on the test images";
        }
        String which = folder.isEmpty()
                ? String.format(Locale.ROOT, "the last %d training images", heldOut)
                : String.format(
                        Locale.ROOT, "%d training images drawn from every class (%s)", heldOut, Split.HELD_OUT_FILE);
        return "measured on " + which + ", which training did not see; test images not used";
    }
}
