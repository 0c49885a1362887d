package io.dbn4j.lab.experiment;

import static io.dbn4j.lab.experiment.SmallTraining.copy;
import static io.dbn4j.lab.experiment.SmallTraining.differences;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** If several processes start in one folder, exactly one runs. */
class TwoProcessesTest {

    private static final int EPOCHS = 20;

    @TempDir
    Path root;

    @Test
    void oneOfTwoProcessesMakesTheRun() throws Exception {
        Path whole = new SmallTraining(root, EPOCHS).whole("whole");
        race(2, "create", root.resolve("run"), "already holds a run; choose another folder");
        assertThat(differences(whole, root.resolve("run"))).isEmpty();
    }

    @Tag("slow")
    @Test
    void oneOfThreeProcessesRunsInTenRoundsOfEachKind() throws Exception {
        SmallTraining training = new SmallTraining(root, EPOCHS);
        Path whole = training.whole("whole");
        Path stopped = training.stopped("stopped", 3 * EPOCHS + 7);
        for (int round = 1; round <= 10; round++) {
            Path created = root.resolve("created-" + round);
            race(3, "create", created, "already holds a run; choose another folder");
            assertThat(differences(whole, created)).isEmpty();
            Path resumed = copy(stopped, root.resolve("resumed-" + round));
            race(
                    3,
                    "resume",
                    resumed,
                    "cannot be resumed: (it is still running, process \\d+|another process holds its lock|it is done)");
            assertThat(differences(whole, resumed)).isEmpty();
        }
    }

    private void race(int processes, String what, Path folder, String refusal) throws Exception {
        Path go = root.resolve("go-" + folder.getFileName());
        List<TrainingProcess> racing = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            racing.add(TrainingProcess.start(what, root, EPOCHS, folder, go));
        }
        Thread.sleep(1000);
        Files.createFile(go);
        List<String> ends = new ArrayList<>();
        for (TrainingProcess one : racing) {
            ends.add(one.end());
        }
        assertThat(ends).filteredOn(end -> end.equals("0 ")).hasSize(1);
        assertThat(ends)
                .filteredOn(end -> !end.equals("0 "))
                .hasSize(processes - 1)
                .allSatisfy(end -> assertThat(end).matches("1 dbn: .*" + refusal));
    }
}
