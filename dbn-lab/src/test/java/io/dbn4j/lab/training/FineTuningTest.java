package io.dbn4j.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.data.Npy;
import io.dbn4j.lab.experiment.PowerCut;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.FolderComparison;
import io.dbn4j.lab.run.Preset;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FineTuningTest {

    private static final int IMAGES = 40;
    private static final int UPDATES = 4;
    private static final int EPOCHS = 3;
    private static final ExperimentList LIST =
            ExperimentList.of(new Preset("fine-tuning-alone", "Fine-tunes a small network", FineTuningAlone.class));

    @TempDir
    Path folder;

    /** Fine-tunes a randomly drawn network with dropout. */
    @JsonTypeName("fine-tuning-alone")
    record FineTuningAlone(FineTuning tuning) implements Experiment {

        record Tuned(int epochs) implements Result {

            @Override
            public String headline() {
                return "tuned";
            }
        }

        @Override
        public Result run(Run run) {
            LabeledRows train = rows();
            MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                    .seed(4)
                    .updater(tuning.updater(IMAGES))
                    .list()
                    .layer(new DenseLayer.Builder()
                            .nIn(4)
                            .nOut(5)
                            .activation(Activation.SIGMOID)
                            .dropOut(0.8)
                            .build())
                    .layer(new OutputLayer.Builder()
                            .nIn(5)
                            .nOut(2)
                            .activation(Activation.SOFTMAX)
                            .build())
                    .build());
            network.init();
            tuning.train(run, "tuning", network, train, run.random("tuning"));
            run.save("parameters.npy", file -> {
                try (var out = Files.newOutputStream(file)) {
                    Npy.write(network.params(), out);
                }
            });
            return new Tuned(tuning.epochs());
        }

        private static LabeledRows rows() {
            INDArray images = Nd4j.zeros(DataType.FLOAT, IMAGES, 4);
            int[] labels = new int[IMAGES];
            for (int image = 0; image < IMAGES; image++) {
                images.putScalar(image, image % 4, 1);
                labels[image] = image % 4 / 2;
            }
            return new LabeledRows(images, labels, List.of("top", "bottom"));
        }
    }

    private Path run(String name, double rate, Progress progress) {
        Path place = folder.resolve(name);
        FineTuningAlone experiment = new FineTuningAlone(new FineTuning(EPOCHS, IMAGES / UPDATES, rate, 0, 0));
        Run run = Run.create(new RunRequest("fine-tuning-alone", experiment, 7, Map.of()), place, progress);
        run.checkpoints().every(Duration.ZERO);
        run.execute();
        return place;
    }

    @Test
    void stoppedAtAnyUpdateItEndsWithTheSameBits() {
        PowerCut.assertThatEveryStopKeepsTheBits(
                folder, EPOCHS * UPDATES, LIST, (name, progress) -> run(name, 0.01, progress));
    }

    @Test
    void theComparisonSeesAnotherLearningRate() {
        Path whole = run("whole", 0.01, Progress.SILENT);

        assertThat(FolderComparison.of(whole, run("other", 0.011, Progress.SILENT)))
                .isNotEmpty();
    }
}
