package io.dbn4j.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.lab.run.FolderComparison;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AveragedTrainingTest {

    private static final int ROWS = 90;

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void writeRows() throws IOException {
        data = Files.writeString(folder.resolve("rows.csv"), "0,0,1,1\n1,1,0,0\n1,0,1,0\n".repeat(ROWS / 3));
    }

    /** Requests replicas with 9 updates an epoch, averaged after updates 4, 8 and 9: 15 rounds in 5 epochs. */
    private RunRequest request(int partitions, long seed) {
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("training.data", data.toString());
        overrides.put("training.layers[0].hidden", "3");
        overrides.put("training.layers[0].epochs", "5");
        overrides.put("training.layers[0].momentum", "0.5");
        overrides.put("training.batch", "10");
        overrides.put("averaging.partitions", String.valueOf(partitions));
        overrides.put("averaging.every", "4");
        return RunRequest.of(LabExperiments.LIST.preset("averaged-training"), seed, overrides);
    }

    private Run start(String name, RunRequest request, Progress progress) {
        return Run.create(request, folder.resolve(name), progress);
    }

    /** Fails after a number of rounds, like a machine that loses power. */
    private static final class PowerCut implements Progress {

        private final int after;
        private int rounds;

        PowerCut(int after) {
            this.after = after;
        }

        @Override
        public void at(long done) {
            rounds++;
            if (rounds == after) {
                throw new IllegalStateException("power cut");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 15})
    void aRunThatFailsAfterAnyRoundEndsWithTheSameBits(int rounds) {
        start("whole", request(2, 7), Progress.SILENT).execute();
        Run stopped = start("stopped", request(2, 7), new PowerCut(rounds));
        stopped.checkpoints().every(Duration.ZERO);
        assertThatThrownBy(stopped::execute).hasMessage("power cut");

        Run.resume(folder.resolve("stopped"), LabExperiments.LIST, Progress.SILENT)
                .execute();

        assertThat(FolderComparison.of(folder.resolve("whole"), folder.resolve("stopped")))
                .isEmpty();
    }

    @Test
    void oneReplicaIsOrdinaryTraining() {
        RbmTraining.Outcome one = (RbmTraining.Outcome)
                start("one", request(1, 7), Progress.SILENT).execute();
        AveragedTraining averaged = (AveragedTraining) request(1, 7).experiment();
        RunRequest ordinary = new RunRequest("rbm-training", averaged.training(), 7, Map.of());

        RbmTraining.Outcome same = (RbmTraining.Outcome)
                start("ordinary", ordinary, Progress.SILENT).execute();

        assertThat(one.logLikelihood()).isEqualTo(same.logLikelihood());
        RbmTraining.Outcome other = (RbmTraining.Outcome)
                start("other", request(1, 8), Progress.SILENT).execute();
        assertThat(other.logLikelihood()).isNotEqualTo(same.logLikelihood());
    }
}
