package io.dbn4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class ImageSetTest {

    /** Five images of 2 x 3 pixels; labels 3, 7 and 9. */
    private final ImageSet set = ImageSet.of(
            idx("images", IdxBytes.images(5, 2, 3)),
            idx("labels", IdxBytes.labels(7, 3, 9, 3, 7)),
            List.of("3", "7", "9"));

    @Test
    void labelsBecomeIndicesOfTheClasses() {
        assertThat(set.labels()).containsExactly(1, 0, 2, 0, 1);
        assertThat(set.labelMap()).contains("3 -> 0, 7 -> 1, 9 -> 2");
        assertThat(set.rows()).isEqualTo(2);
        assertThat(set.columns()).isEqualTo(3);
    }

    @Test
    void classesAreTheLabelsThatOccurInNumericalOrder() {
        Idx labels = idx("labels", IdxBytes.labels(200, 10, 9, 10, 255));

        assertThat(ImageSet.classes(labels)).containsExactly("9", "10", "200", "255");
    }

    @Test
    void labelsWithoutGapsNeedNoMap() {
        Idx labels = idx("labels", IdxBytes.labels(2, 0, 1));

        ImageSet plain = ImageSet.of(idx("images", IdxBytes.images(3, 1, 1)), labels, ImageSet.classes(labels));

        assertThat(plain.labels()).containsExactly(2, 0, 1);
        assertThat(plain.labelMap()).isEmpty();
    }

    @Test
    void sliceIsAViewOfTheImages() {
        ImageSet middle = set.slice(1, 3);

        assertThat(middle.labels()).containsExactly(0, 2);
        assertThat(middle.images().ravel().toFloatVector()).isEqualTo(floats(6, 18));
        middle.images().putScalar(0, 0, 0.5f);
        assertThat(set.images().getFloat(1, 0)).isEqualTo(0.5f);
    }

    @Test
    void headAndTailPartTheSet() {
        assertThat(set.head(3).images().ravel().toFloatVector()).isEqualTo(floats(0, 18));
        assertThat(set.tail(2).images().ravel().toFloatVector()).isEqualTo(floats(18, 30));
        assertThat(set.tail(2).labels()).containsExactly(0, 1);
    }

    @Test
    void slicesOutsideTheSetAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.head(6))
                .withMessage("slice must lie in [0, 5), was [0, 6)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.tail(6))
                .withMessage("slice must lie in [0, 5), was [-1, 5)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.slice(2, 2))
                .withMessage("slice must lie in [0, 5), was [2, 2)");
    }

    @Test
    void oneHotMarksTheClass() {
        assertThat(set.oneHot().toFloatMatrix())
                .isDeepEqualTo(new float[][] {{0, 1, 0}, {1, 0, 0}, {0, 0, 1}, {1, 0, 0}, {0, 1, 0}});
    }

    @Test
    void batchesHoldEveryImageOnceInOrder() {
        List<DataSet> batches = set.batches(2);

        assertThat(batches).extracting(DataSet::numExamples).containsExactly(2, 2, 1);
        DataSet all = DataSet.merge(batches);
        assertThat(all.getFeatures()).isEqualTo(set.images());
        assertThat(all.getLabels()).isEqualTo(set.oneHot());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.batches(0))
                .withMessage("batch size must be at least 1, was 0");
    }

    @Test
    void filesThatDoNotBelongTogetherAreRefused() {
        Idx images = idx("images", IdxBytes.images(5, 2, 3));
        Idx labels = idx("labels", IdxBytes.labels(0, 1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageSet.of(images, labels, List.of("0", "1")))
                .withMessage("labels must hold one label per image of images (5), was 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageSet.of(labels, labels, List.of("0", "1")))
                .withMessage("labels must have 3 dimensions, was [2]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageSet.classes(images))
                .withMessage("images must have 1 dimension, was [5, 2, 3]");
    }

    @Test
    void labelsOutsideTheClassesAreRefused() {
        Idx images = idx("images", IdxBytes.images(3, 1, 1));
        Idx labels = idx("labels", IdxBytes.labels(1, 2, 27));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageSet.of(images, labels, List.of("1", "2", "3")))
                .withMessage("labels must hold only labels of the training set [1, 2, 3], was 27 at 2");
    }

    @Test
    void arraysOfOtherShapesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageSet(Nd4j.zeros(2, 5), new int[2], 2, 3, List.of("0")))
                .withMessage("images must have shape [batch, 6], was [2, 5]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageSet(Nd4j.zeros(2, 6), new int[3], 2, 3, List.of("0")))
                .withMessage("labels must have one entry per image (2), had 3");
    }

    private static float[] floats(int from, int to) {
        float[] values = new float[to - from];
        for (int i = 0; i < values.length; i++) {
            values[i] = (from + i) / 255f;
        }
        return values;
    }

    private static Idx idx(String name, byte[] file) {
        return Idx.read(name, new ByteArrayInputStream(file), file.length);
    }
}
