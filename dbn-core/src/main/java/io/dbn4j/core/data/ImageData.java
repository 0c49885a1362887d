package io.dbn4j.core.data;

import io.dbn4j.core.Check;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A training set and its test set, with the source of both.
 *
 * @param description one line for reports
 * @param sha256 hash of every file after decompression, in hexadecimal, by the name of the file
 */
public record ImageData(ImageSet train, ImageSet test, String description, Map<String, String> sha256) {

    public ImageData {
        Check.require(
                train.rows() == test.rows() && train.columns() == test.columns(),
                "test images must be %d x %d like the training images, was %d x %d",
                train.rows(),
                train.columns(),
                test.rows(),
                test.columns());
        sha256 = Collections.unmodifiableMap(new LinkedHashMap<>(sha256));
    }

    /**
     * Joins the four files of a data set. The training labels, in numerical order, become the classes 0, 1 ...
     *
     * @param name name of the data set
     * @throws IllegalArgumentException if the files do not belong together
     */
    public static ImageData of(String name, Idx trainImages, Idx trainLabels, Idx testImages, Idx testLabels) {
        List<String> classes = ImageSet.classes(trainLabels);
        ImageSet train = ImageSet.of(trainImages, trainLabels, classes);
        ImageSet test = ImageSet.of(testImages, testLabels, classes);
        String description = String.format(
                Locale.ROOT,
                "%s: %d training and %d test images of %d x %d pixels in %d classes",
                name,
                train.size(),
                test.size(),
                train.rows(),
                train.columns(),
                classes.size());
        Map<String, String> sha256 = new LinkedHashMap<>();
        for (Idx file : List.of(trainImages, trainLabels, testImages, testLabels)) {
            sha256.put(file.name(), file.sha256());
        }
        return new ImageData(train, test, description, sha256);
    }
}
