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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableClassifierTest {

    private static final int ROWS = 40;

    @TempDir
    Path folder;

    /** A number, a text and a 0 or 1, of which the first two tell the class. */
    @BeforeEach
    void writeTable() throws IOException {
        Files.writeString(
                folder.resolve("table.csv"),
                IntStream.range(0, ROWS)
                        .mapToObj(row -> (row % 2 * 5 + row % 3) + "," + (row % 2 == 0 ? "red" : "blue") + ","
                                + row / 2 % 2 + "," + row % 2)
                        .collect(Collectors.joining("\n", "x,color,flag,y\n", "\n")));
    }

    private Path run(String name, Progress progress, String... settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("data.rows", folder.resolve("table.csv").toString());
        all.put("layers[0].hidden", "3");
        all.put("layers[0].epochs", "2");
        all.put("batch", "10");
        all.put("fineTuning.epochs", "3");
        all.put("fineTuning.batch", "10");
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            all.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        Run run = Run.create(
                RunRequest.of(LabExperiments.TABLE_CLASSIFIER, 5, all),
                folder.resolve(name),
                LabExperiments.LIST,
                progress);
        run.checkpoints().every(Duration.ZERO);
        run.execute();
        return folder.resolve(name);
    }

    @Test
    void oneMeasuredRowIsRefusedBeforeTheTraining() {
        assertThatThrownBy(() -> run("one", Progress.SILENT, "data.heldOut=1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("table.csv: at least 2 rows must be measured, was 1");
    }

    @Test
    void stoppedInAnyPartItEndsWithTheSameBits() {
        PowerCut never = new PowerCut(0);
        Path whole = run("whole", never);

        // Every second call: updates and ends of pretraining, of the choice of the number of epochs, of fine-tuning.
        for (int call = 1; call < never.calls(); call += 2) {
            PowerCut cut = new PowerCut(call);
            String name = "stopped-" + call;
            assertThatThrownBy(() -> run(name, cut)).hasMessage("power cut");

            Run.resume(folder.resolve(name), LabExperiments.LIST, Progress.SILENT)
                    .execute();

            assertThat(FolderComparison.of(whole, folder.resolve(name))).isEmpty();
        }
    }

    @Test
    void weightsOfTheClassesChangeTheModelOnlyIfClassesDiffer() throws IOException {
        Path equal = run("equal", Progress.SILENT, "data.heldOut=10");
        Path balanced = run("balanced", Progress.SILENT, "data.heldOut=10", "weights=balanced");
        String rows = Files.readString(folder.resolve("table.csv"));
        Files.writeString(folder.resolve("table.csv"), rows + "1,red,0,0\n".repeat(20));
        Path rare = run("rare", Progress.SILENT, "data.heldOut=10");
        Path raised = run("raised", Progress.SILENT, "data.heldOut=10", "weights=balanced");

        // Classes of equal size have the weight 1, and masks of ones change at most the rounding of the loss.
        assertThat(FolderComparison.of(equal, balanced))
                .noneMatch(difference -> difference.place().contains("accuracy"));
        assertThat(FolderComparison.of(rare, raised)).isNotEmpty();
    }
}
