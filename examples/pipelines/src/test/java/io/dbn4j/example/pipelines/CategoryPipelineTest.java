package io.dbn4j.example.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.DiagonalGaussian;
import io.dbn4j.core.units.Gaussian;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;

class CategoryPipelineTest {

    @TempDir
    Path folder;

    /** Columns that hang together by the class; seeds are fixed. */
    private File table(String name, int rows, long seed) throws IOException {
        Random random = new Random(seed);
        List<String> jobs = List.of("clerk", "smith", "nurse", "pilot");
        List<String> colors = List.of("red", "green", "blue");
        List<String> lines = new ArrayList<>(List.of("age,job,hours,color,score,class"));
        for (int row = 0; row < rows; row++) {
            int label = random.nextInt(3);
            lines.add(String.format(
                    Locale.ROOT,
                    "%.1f,%s,%.1f,%s,%.2f,%s",
                    20 + 15 * label + 6 * random.nextGaussian(),
                    jobs.get(random.nextDouble() < 0.7 ? label : random.nextInt(4)),
                    40 - 4 * label + 5 * random.nextGaussian(),
                    colors.get(random.nextDouble() < 0.6 ? (label + 1) % 3 : random.nextInt(3)),
                    100 * random.nextGaussian() + (label == 1 ? 150 : -50),
                    List.of("yes", "no", "maybe").get(label)));
        }
        return Files.write(folder.resolve(name), lines).toFile();
    }

    static List<CategoryPipeline> pipelines() {
        return List.of(
                new CategoryPipeline(new Bernoulli(), new NormalizerMinMaxScaler(0, 1)),
                new CategoryPipeline(new Gaussian(), new NormalizerStandardize()),
                new CategoryPipeline(new DiagonalGaussian(), new NormalizerStandardize()));
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void aTableWithCategoriesIsLearnedAndSavedWithItsScaler(CategoryPipeline pipeline) throws Exception {
        File test = table("test.csv", 500, 2);
        DeepBeliefNetwork network = pipeline.train(table("train.csv", 2000, 1));
        File file = folder.resolve("model.zip").toFile();

        pipeline.save(network, file);

        assertThat(network.evaluate(pipeline.scaled(test)).accuracy()).isGreaterThan(0.93);
        DataSetIterator rows = CategoryPipeline.rows(test);
        rows.setPreProcessor(ModelSerializer.restoreNormalizerFromFile(file));
        INDArray some = rows.next().getFeatures();
        double[] expected = Elements.of(network.output(some));
        assertThat(Elements.of(DeepBeliefNetwork.restore(file).output(some))).isEqualTo(expected);
        assertThat(Elements.of(MultiLayerNetwork.load(file, true).output(some))).isEqualTo(expected);
    }

    @Test
    void rowsThatNobodyScaledAreRefused() throws Exception {
        File train = table("train.csv", 100, 1);
        CategoryPipeline pipeline = pipelines().get(0);
        DeepBeliefNetwork network = pipeline.train(train);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.pretrain(CategoryPipeline.rows(train), 1))
                .withMessageContaining("must be a number in [0.0, 1.0] for bernoulli units, was")
                .withMessageContaining("scale the data, which run from -");
    }
}
