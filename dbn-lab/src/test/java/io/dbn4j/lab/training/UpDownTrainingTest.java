package io.dbn4j.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.data.Npy;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.objective.Persistent;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.stack.Dbn;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.lab.experiment.PowerCut;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.FolderComparison;
import io.dbn4j.lab.run.Preset;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class UpDownTrainingTest {

    private static final int ROWS = 40;
    private static final int UPDATES = 4;
    private static final int EPOCHS = 3;
    private static final ExperimentList LIST =
            ExperimentList.of(new Preset("up-down-alone", "Trains a small network as a whole", UpDownAlone.class));

    @TempDir
    Path folder;

    /** Trains a randomly drawn network by the up-down algorithm with persistent chains. */
    @JsonTypeName("up-down-alone")
    record UpDownAlone(int epochs, double learningRate) implements Experiment {

        record Trained(int epochs) implements Result {

            @Override
            public String headline() {
                return "trained";
            }
        }

        @Override
        public Result run(Run run) {
            Seed seed = new Seed(4);
            Rbm bottom = Rbm.random(new Bernoulli(), new Bernoulli(), 6, 4, 0.1, DataType.FLOAT, seed.stream("bottom"));
            Rbm top = Rbm.random(new Bernoulli(), new Bernoulli(), 6, 5, 0.1, DataType.FLOAT, seed.stream("top"));
            Dbn dbn = new Dbn(List.of(bottom, top)).untied();
            INDArray rows = SmallRbms.data(SmallRbms.bernoulli(6, 4), ROWS).castTo(DataType.FLOAT);
            INDArray labels = Nd4j.zeros(DataType.FLOAT, ROWS, 2);
            for (int row = 0; row < ROWS; row++) {
                labels.putScalar(row, row % 2, 1);
            }
            new UpDownTraining(epochs, learningRate, new Persistent(5, new Gibbs(), 1))
                    .train(
                            run,
                            dbn,
                            rows,
                            labels,
                            ROWS / UPDATES,
                            Binarization.BERNOULLI,
                            epoch -> run.metrics()
                                    .add(
                                            "epoch",
                                            epoch,
                                            epoch,
                                            dbn.top().weights().getDouble(0, 0)));
            save(run, "top.npy", dbn.top().weights());
            save(run, "recognition.npy", dbn.recognition().get(0).weights());
            return new Trained(epochs);
        }

        private static void save(Run run, String name, INDArray array) {
            run.save(name, file -> {
                try (var out = Files.newOutputStream(file)) {
                    Npy.write(array, out);
                }
            });
        }
    }

    private Path run(String name, double rate, Progress progress) {
        Path place = folder.resolve(name);
        Run run = Run.create(
                new RunRequest("up-down-alone", new UpDownAlone(EPOCHS, rate), 7, Map.of()), place, progress);
        run.checkpoints().every(Duration.ZERO);
        run.execute();
        return place;
    }

    @Test
    void stoppedAtAnyUpdateItEndsWithTheSameBits() {
        PowerCut.assertThatEveryStopKeepsTheBits(
                folder, EPOCHS * UPDATES, LIST, (name, progress) -> run(name, 0.1, progress));
    }

    @Test
    void theComparisonSeesAnotherLearningRate() {
        Path whole = run("whole", 0.1, Progress.SILENT);

        assertThat(FolderComparison.of(whole, run("other", 0.11, Progress.SILENT)))
                .isNotEmpty();
    }

    @Test
    void divergenceSaysWhereAndWhatToDoAndIsNotSaved() throws IOException {
        assertThatThrownBy(() -> run("diverging", 3e38, Progress.SILENT))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageMatching("up-down training diverged in epoch [1-3], update [1-4]: .* holds .*;"
                        + " lower its learning rate");

        try (var files = Files.list(folder.resolve("diverging/checkpoints"))) {
            assertThat(files.toList())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Snapshot.read(file).arrays().values())
                            .allMatch(array -> Arrays.stream(Elements.of(array)).allMatch(Double::isFinite)));
        }
    }
}
