package io.dbn4j.mnist.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.ImageData;
import io.dbn4j.core.data.ImageSet;
import io.dbn4j.core.dl4j.DeepBeliefNetwork;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.mnist.data.Mnist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The examples do what they say, with training digits that they have not seen; seeds are fixed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesTest {

    private static final int SIDE = 28;
    private static final int BLOCK = 4;

    private ImageSet train;
    private ImageSet test;
    private DeepBeliefNetwork rbm;

    @BeforeAll
    void pretrainAnRbm() {
        ImageData mnist = Mnist.load();
        train = mnist.train();
        test = train.slice(50_000, 52_000);
        rbm = FewLabels.pretrained(train.head(10_000).images());
    }

    @Test
    void aCsvPipelineReadsDigits(@TempDir Path folder) throws Exception {
        Path trainFile = writeCsv(folder.resolve("train.csv"), train.head(2000));
        Path testFile = writeCsv(folder.resolve("test.csv"), test);

        double accuracy = new CsvPipeline(SIDE / BLOCK * SIDE / BLOCK, 10)
                .run(trainFile.toFile(), testFile.toFile())
                .accuracy();

        assertThat(accuracy).isGreaterThan(0.8);
    }

    @Test
    void aFrozenRbmHelpsWhereLabelsAreFew() {
        double[] before = Elements.of(rbm.params());
        ImageSet labelled = train.head(300);

        double features = FewLabels.accuracy(FewLabels.transferred(rbm, labelled), test);
        double pixels = FewLabels.accuracy(FewLabels.onPixels(labelled), test);

        assertThat(Elements.of(rbm.params())).isEqualTo(before);
        assertThat(features).isGreaterThan(pixels + 0.02);
    }

    @Test
    void nearestNeighboursByRbmFeaturesAreBetterOnesThanByPixels() {
        ImageSet known = train.head(2000);
        Rbm model = ((RbmLayerRuntime) rbm.getLayer(0)).rbm();

        double pixels = NearestNeighbours.error(known.images(), known.labels(), test.images(), test.labels());
        double features = NearestNeighbours.error(
                model.hiddenGivenVisible(known.images()),
                known.labels(),
                model.hiddenGivenVisible(test.images()),
                test.labels());

        assertThat(features).isLessThan(pixels);
    }

    @Test
    void theNearestNeighbourOfATrainingImageIsItself() {
        ImageSet known = train.head(100);

        assertThat(NearestNeighbours.error(known.images(), known.labels(), known.images(), known.labels()))
                .isZero();
    }

    /** Digits of 7 x 7 pixels, each the sum of sixteen, and their classes. */
    private static Path writeCsv(Path file, ImageSet digits) throws IOException {
        List<String> lines = new ArrayList<>();
        double[] pixels = Elements.of(digits.images());
        for (int digit = 0; digit < digits.size(); digit++) {
            StringBuilder line = new StringBuilder();
            for (int block = 0; block < SIDE * SIDE / BLOCK / BLOCK; block++) {
                int corner = block / (SIDE / BLOCK) * BLOCK * SIDE + block % (SIDE / BLOCK) * BLOCK;
                line.append(sum(pixels, digit * SIDE * SIDE + corner)).append(',');
            }
            lines.add(line.append(digits.labels()[digit]).toString());
        }
        return Files.write(file, lines);
    }

    private static long sum(double[] pixels, int corner) {
        double sum = 0;
        for (int pixel = 0; pixel < BLOCK * BLOCK; pixel++) {
            sum += 255 * pixels[corner + pixel / BLOCK * SIDE + pixel % BLOCK];
        }
        return Math.round(sum);
    }
}
