package io.dbn4j.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dbn4j.lab.experiment.LabExperiments;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningRateRangeTest {

    @TempDir
    private Path folder;

    private LearningRateRange.Outcome ramp(double from, double to) throws IOException {
        return ramp(from, to, 50);
    }

    private LearningRateRange.Outcome ramp(double from, double to, int looks) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int row = 0; row < 200; row++) {
            rows.append(String.format(Locale.ROOT, "%d,%d,%d,%d\n", row % 2, row % 2, row / 2 % 2, row / 2 % 2));
        }
        Path data = Files.writeString(folder.resolve("rows.csv"), rows);
        LearningRateRange range = new LearningRateRange(
                "rbm-training",
                Map.of("data", data.toString(), "batch", 10, "layers[0].hidden", 4),
                from,
                to,
                20,
                looks);
        return (LearningRateRange.Outcome) Run.create(
                        new RunRequest("ramp", range, 1, Map.of()),
                        folder.resolve("ramp"),
                        LabExperiments.LIST,
                        Progress.SILENT)
                .execute();
    }

    /** The test goes from a rate without effect to one at which every training falls apart. */
    @Test
    void trainingFallsApartSomewhereOnTheWayAndATenthOfThatIsProposed() throws Exception {
        LearningRateRange.Outcome outcome = ramp(1e-4, 1e4);

        assertThat(outcome.fallsApart()).isBetween(0.1, 1e4);
        assertThat(outcome.proposed()).isEqualTo(0.1 * outcome.fallsApart());
        assertThat(outcome.thousandth()).isBetween(1e-4, outcome.fallsApart());
        assertThat(outcome.looks()).isSortedAccordingTo((a, b) -> Double.compare(a.learningRate(), b.learningRate()));
        assertThat(folder.resolve("ramp/report.html")).exists();
        assertThat(folder.resolve("ramp/looks.csv")).exists();
    }

    @Test
    void aTrainingThatFallsApartBeforeTheFirstLookProposesARateAllTheSame() throws Exception {
        LearningRateRange.Outcome outcome = ramp(1e39, 1e40, 10);

        assertThat(outcome.looks()).isEmpty();
        assertThat(outcome.proposed()).isEqualTo(0.1 * outcome.fallsApart()).isBetween(1e38, 1e39);
    }

    @Test
    void aRampThatEndsTooSoonSaysSo() throws Exception {
        LearningRateRange.Outcome outcome = ramp(1e-6, 1e-3);

        assertThat(outcome.fallsApart()).isNaN();
        assertThat(outcome.verdict()).isEqualTo("training did not fall apart up to 0.001; choose a larger \"to\"");
    }

    @Test
    void anExperimentThatTrainsNoRbmIsRefused() {
        LearningRateRange range = new LearningRateRange("bowl", Map.of(), 1e-3, 1, 1, 10);
        ExperimentList list = Bowl.LIST;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> range.requireInputs(list))
                .withMessage("experiment must train an RBM on data, bowl does not");
    }
}
