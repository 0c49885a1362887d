package io.dbn4j.mnist.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.ImageData;
import io.dbn4j.core.data.ImageSet;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.mnist.data.Mnist;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.LocalOptimizationRunner;
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
    void anIdxPipelineReadsDigits(@TempDir Path folder) throws Exception {
        double accuracy = IdxPipeline.run(writeIdx(folder, "train", train.head(3000)), writeIdx(folder, "test", test))
                .accuracy();

        assertThat(accuracy).isGreaterThan(0.8);
    }

    /** Independent units with the means of the digits score about -206 nats. */
    @Test
    void aSearchByArbiterFindsTheLearningRateThatLearns() {
        LocalOptimizationRunner search = ArbiterSearch.run();

        assertThat(search.numCandidatesFailed()).isZero();
        assertThat(search.bestScore()).isGreaterThan(-206);
        double worst = search.getCandidateStatus().stream()
                .mapToDouble(CandidateInfo::getScore)
                .min()
                .orElseThrow();
        assertThat(search.bestScore()).isGreaterThan(worst + 5);
    }

    @Test
    void aFrozenRbmHelpsWhereLabelsAreFew() {
        double[] before = Elements.of(rbm.params());
        ImageSet labeled = train.head(300);

        double features = FewLabels.accuracy(FewLabels.transferred(rbm, labeled), test);
        double pixels = FewLabels.accuracy(FewLabels.onPixels(labeled), test);

        assertThat(Elements.of(rbm.params())).isEqualTo(before);
        assertThat(features).isGreaterThan(pixels + 0.02);
    }

    @Test
    void nearestNeighborsByRbmFeaturesAreBetterOnesThanByPixels() {
        ImageSet known = train.head(2000);
        Rbm model = ((RbmLayerRuntime) rbm.getLayer(0)).rbm();

        double pixels = NearestNeighbors.error(known.images(), known.labels(), test.images(), test.labels());
        double features = NearestNeighbors.error(
                model.hiddenGivenVisible(known.images()),
                known.labels(),
                model.hiddenGivenVisible(test.images()),
                test.labels());

        assertThat(features).isLessThan(pixels);
    }

    @Test
    void theNearestNeighborOfATrainingImageIsItself() {
        ImageSet known = train.head(100);

        assertThat(NearestNeighbors.error(known.images(), known.labels(), known.images(), known.labels()))
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

    /** Files of images and of labels. */
    private static List<Path> writeIdx(Path folder, String name, ImageSet digits) throws IOException {
        double[] pixels = Elements.of(digits.images());
        int count = digits.size();
        ByteBuffer images = ByteBuffer.allocate(16 + pixels.length);
        images.putInt(0x803).putInt(count).putInt(SIDE).putInt(SIDE);
        for (double pixel : pixels) {
            images.put((byte) Math.round(255 * pixel));
        }
        ByteBuffer labels = ByteBuffer.allocate(8 + count);
        labels.putInt(0x801).putInt(count);
        for (int label : digits.labels()) {
            labels.put((byte) label);
        }
        return List.of(
                Files.write(folder.resolve(name + "-images-idx3-ubyte"), images.array()),
                Files.write(folder.resolve(name + "-labels-idx1-ubyte"), labels.array()));
    }

    private static long sum(double[] pixels, int corner) {
        double sum = 0;
        for (int pixel = 0; pixel < BLOCK * BLOCK; pixel++) {
            sum += 255 * pixels[corner + pixel / BLOCK * SIDE + pixel % BLOCK];
        }
        return Math.round(sum);
    }
}
