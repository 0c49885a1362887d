package io.dbn4j.example.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.ImageSet;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.mnist.data.Mnist;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The pipelines learn digits: they are tested on training digits that they have not seen; seeds are fixed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipelinesTest {

    private static final int SIDE = 28;
    private static final int BLOCK = 4;

    private ImageSet train;
    private ImageSet test;

    @BeforeAll
    void readDigits() {
        train = Mnist.load().train();
        test = train.slice(50_000, 52_000);
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

    @Test
    void theNetworkOfTheReadmeLearnsDigits() {
        ImageSet known = train.head(2000);

        FirstNetwork trained = FirstNetwork.train(known.images(), new ExistingDataSetIterator(known.batches(50)));

        assertThat(trained.logPartition().unit()).isEqualTo("nats");
        assertThat(trained.logPartition().ess()).isGreaterThan(2);
        assertThat(trained.network()
                        .evaluate(new ExistingDataSetIterator(test.batches(1000)))
                        .accuracy())
                .isGreaterThan(0.8);
    }

    @Test
    void stoppedPretrainingGoesOnToTheSameBits() {
        INDArray images = train.head(40).images();
        DeepBeliefNetwork uninterrupted = StopAndResume.network(SIDE * SIDE, 5);
        DeepBeliefNetwork stopped = StopAndResume.network(SIDE * SIDE, 5);
        Watch watch = new Watch();
        watch.stop.set(true);

        new StopAndResume(3, 10).train(uninterrupted, images, new Watch());
        new StopAndResume(3, 10).train(stopped, images, watch);

        assertThat(watch.stoppedAt).isNotEqualTo(Snapshot.NONE);
        assertThat(Elements.of(stopped.params())).isEqualTo(Elements.of(uninterrupted.params()));
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
