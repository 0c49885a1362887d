package io.dbn4j.mnist.data;

import io.dbn4j.core.Reference;
import io.dbn4j.core.data.Idx;
import io.dbn4j.core.data.ImageData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The MNIST digits that come with this jar: 60 000 to train on and 10 000 to test on, 28 x 28 pixels, ten classes. */
@Reference(
        authors = "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner",
        title = "Gradient-based learning applied to document recognition",
        venue = "Proceedings of the IEEE",
        year = 1998,
        url = "https://doi.org/10.1109/5.726791")
public final class Mnist {

    private static final String TRAIN_IMAGES = "train-images-idx3-ubyte.gz";
    private static final String TRAIN_LABELS = "train-labels-idx1-ubyte.gz";
    private static final String TEST_IMAGES = "t10k-images-idx3-ubyte.gz";
    private static final String TEST_LABELS = "t10k-labels-idx1-ubyte.gz";

    /** Digests of the decompressed files, because another gzip writes other bytes for the same digits. */
    private static final Map<String, String> SHA256 = Map.of(
            TRAIN_IMAGES, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            TRAIN_LABELS, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            TEST_IMAGES, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            TEST_LABELS, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

    private Mnist() {}

    /**
     * Reads the digits, into about 220 MB outside the Java heap.
     *
     * @throws UncheckedIOException if a file is missing from the jar or is not the published one
     */
    public static ImageData load() {
        return ImageData.of("MNIST", read(TRAIN_IMAGES), read(TRAIN_LABELS), read(TEST_IMAGES), read(TEST_LABELS));
    }

    static Idx trainingImages() {
        return read(TRAIN_IMAGES);
    }

    static Idx testImages() {
        return read(TEST_IMAGES);
    }

    private static Idx read(String name) {
        try (@Nullable InputStream resource = Mnist.class.getResourceAsStream("/io/dbn4j/mnist/" + name)) {
            if (resource == null) {
                throw new IOException("not in the jar");
            }
            byte[] stored = resource.readAllBytes();
            return verified(Idx.read(name, new ByteArrayInputStream(stored), stored.length));
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": cannot be read, " + e.getMessage(), e);
        }
    }

    /** Returns the file if its digest is the published one; fails otherwise. */
    static Idx verified(Idx file) {
        String expected = SHA256.get(file.name());
        if (!file.sha256().equals(expected)) {
            String message = "%s: sha-256 is %s, expected %s".formatted(file.name(), file.sha256(), expected);
            throw new UncheckedIOException(message, new IOException(message));
        }
        return file;
    }
}
