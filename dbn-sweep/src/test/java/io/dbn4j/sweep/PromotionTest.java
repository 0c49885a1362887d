package io.dbn4j.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.lab.experiment.LabExperiments;
import io.dbn4j.lab.run.Difference;
import io.dbn4j.lab.run.FolderComparison;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRecord;
import io.dbn4j.lab.run.RunRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of runs that continue from the checkpoint of a shorter run. */
class PromotionTest {

    @TempDir
    private Path folder;

    private SweepOutcome halved(boolean decay) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int row = 0; row < 60; row++) {
            rows.append(String.format(Locale.ROOT, "%d,%d,%d,%d\n", row % 2, row % 2, row / 2 % 2, row / 2 % 2));
        }
        Path data = Files.writeString(folder.resolve("rows.csv"), rows);
        Path file = Files.writeString(folder.resolve("sweep.json"), """
                {"experiment": "rbm-training",
                 "settings": {"data": "%s", "batch": 10, "layers[0].hidden": 3, "layers[0].momentum": 0.5, "layers[0].decay": %s},
                 "axes": {"layers[0].learningRate": {"type": "logarithmic", "from": 0.01, "to": 0.5}},
                 "search": {"type": "successive-halving", "trials": 3, "epochs": "layers[0].epochs", "from": 1, "to": 4, "factor": 2},
                 "score": {"type": "log-likelihood", "states": "sampled"}, "seeds": 1}
                """.formatted(data, decay));
        RunRequest request = new RunRequest("sweep", ExperimentSweep.read(file), 5, Map.of());
        return (SweepOutcome) Run.create(request, folder.resolve("sweep"), LabExperiments.LIST, Progress.SILENT)
                .execute();
    }

    /** Compares the longest run of a sweep with a run that was as long from the beginning. */
    private List<Difference> differences(SweepOutcome outcome) {
        Path promoted = folder.resolve(String.format(
                Locale.ROOT, "sweep/trials/%04d-s5-e4", outcome.trials().get(0).trial()));
        Path whole = folder.resolve("whole");
        Run.create(RunRecord.read(promoted).request(LabExperiments.LIST), whole, Progress.SILENT)
                .execute();
        return FolderComparison.of(promoted, whole);
    }

    @Test
    void aPromotedRunHasTheBitsOfARunThatWasThatLongFromTheBeginning() throws Exception {
        SweepOutcome outcome = halved(false);

        assertThat(outcome.trials().get(0).epochs()).isEqualTo(4);
        assertThat(outcome.epochs()).isEqualTo(3 + 1 + 2);
        assertThat(differences(outcome)).isEmpty();
        assertThat(folder.resolve("sweep/trials/0001-s5-e1/checkpoints")).doesNotExist();
    }

    /** The learning rate falls to zero within a run, so a continued run differs; the comparison must detect it. */
    @Test
    void aRateThatDependsOnTheLengthMakesThemDiffer() throws Exception {
        assertThat(differences(halved(true))).isNotEmpty();
    }
}
