package io.dbn4j.mnist.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.ColumnSums;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.data.Idx;
import io.dbn4j.core.data.ImageData;
import io.dbn4j.core.data.ImageSet;
import io.dbn4j.core.random.Seed;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MnistTest {

    /** Exact: the bytes of the training images add up to 1 567 298 545. */
    private static final double MEAN = 1_567_298_545.0 / 255 / 47_040_000;

    private ImageData mnist;

    @BeforeAll
    void load() {
        mnist = Mnist.load();
    }

    @Test
    void countsAndSizesAreThePublishedOnes() {
        assertThat(mnist.description())
                .isEqualTo("MNIST: 60000 training and 10000 test images of 28 x 28 pixels in 10 classes");
        assertThat(mnist.train().images().shape()).containsExactly(60_000, 784);
        assertThat(mnist.test().images().shape()).containsExactly(10_000, 784);
        assertThat(mnist.train().labelMap()).isEmpty();
        assertThat(mnist.sha256()).hasSize(4);
    }

    @Test
    void classesHaveThePublishedFrequencies() {
        assertThat(frequencies(mnist.train()))
                .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
        assertThat(frequencies(mnist.test())).containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
    }

    @Test
    void grayValuesHaveTheMeanOfTheBytes() {
        assertThat(Arrays.stream(ColumnSums.means(mnist.train().images()))
                        .average()
                        .orElseThrow())
                .isEqualTo(MEAN, within(1e-6));
        assertThat(mnist.train().images().minNumber().doubleValue()).isEqualTo(0);
        assertThat(mnist.train().images().maxNumber().doubleValue()).isEqualTo(1);
    }

    @Test
    void sixtySevenPixelsNeverChange() {
        assertThat(constantPixels(mnist.train().images())).isEqualTo(67);
    }

    @Test
    void hundredAndEightPixelsNeverChangeAfterThresholding() {
        INDArray states = mnist.train().images().ulike();
        Binarization.THRESHOLD.apply(mnist.train().images(), states, new Seed(1).stream("unused"));

        assertThat(constantPixels(states)).isEqualTo(108);
    }

    @Test
    void filesWithAnotherDigestAreRefused() {
        Idx other = new Idx("t10k-labels-idx1-ubyte.gz", new int[] {1}, new byte[] {7}, "5f3c");

        assertThatThrownBy(() -> Mnist.verified(other))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("t10k-labels-idx1-ubyte.gz: sha-256 is 5f3c, expected "
                        + "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");
    }

    private static int[] frequencies(ImageSet set) {
        int[] frequencies = new int[set.classes().size()];
        Arrays.stream(set.labels()).forEach(label -> frequencies[label]++);
        return frequencies;
    }

    private static int constantPixels(INDArray images) {
        return images.max(0)
                .eq(images.min(0))
                .castTo(DataType.INT32)
                .sumNumber()
                .intValue();
    }
}
