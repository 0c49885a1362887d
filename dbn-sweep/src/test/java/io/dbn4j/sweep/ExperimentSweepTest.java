package io.dbn4j.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.json.Json;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunList;
import io.dbn4j.lab.run.RunRecord;
import io.dbn4j.lab.run.RunRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentSweepTest {

    private static final String RANDOM = "{'type': 'random', 'trials': 4}";
    private static final String GENETIC = "{'type': 'genetic', 'trials': 7, 'population': 6}";
    private static final String HALVING =
            "{'type': 'successive-halving', 'trials': 4, 'epochs': 'epochs', 'from': 1, 'to': 4, 'factor': 2}";
    private static final String ALONG_Y = "{\"y\": {\"type\": \"linear\", \"from\": 0, \"to\": 1}}";

    private static final int MANY = 1_000_000;

    @TempDir
    private Path folder;

    @BeforeEach
    void forget() {
        Bowl.allow(MANY);
    }

    /** Reads a sweep over both coordinates of the bowl, with additional properties in its file. */
    private ExperimentSweep sweep(String search, String more) throws IOException {
        String text = """
                {'experiment': 'bowl',
                 'axes': {'x': {'type': 'logarithmic', 'from': 1e-4, 'to': 1}, 'y': {'type': 'linear', 'from': 0, 'to': 1}},
                 'search': %s,
                 'score': {'type': 'divergence'}%s}
                """.formatted(search, more);
        Path file = folder.resolve("sweep.json");
        Files.writeString(file, text.replace('\'', '"'));
        return ExperimentSweep.read(file);
    }

    private Run start(ExperimentSweep sweep, String name, Progress progress) {
        return Run.create(new RunRequest("sweep", sweep, 7, Map.of()), folder.resolve(name), Bowl.LIST, progress);
    }

    private SweepOutcome outcome(ExperimentSweep sweep, String name) {
        return (SweepOutcome) start(sweep, name, Progress.SILENT).execute();
    }

    @Test
    void theRunsOfTheTrialsSaveCheckpointsAsOftenAsTheSweepIsAskedTo() throws Exception {
        Run run = start(sweep(RANDOM, ", 'seeds': 1"), "run", Progress.SILENT);
        run.checkpoints().every(Duration.ofMinutes(2));

        run.execute();

        assertThat(Bowl.INTERVALS).hasSize(4).containsOnly(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {RANDOM, "{'type': 'grid', 'points': 2}", GENETIC, HALVING})
    void scoresAreTheSameWithOneWorkerAndWithTwo(String search) throws Exception {
        SweepOutcome one = outcome(sweep(search, ", 'workers': 1, 'seeds': 2"), "one");
        SweepOutcome two = outcome(sweep(search, ", 'workers': 2, 'seeds': 2"), "two");

        assertThat(two.trials()).isEqualTo(one.trials()).isNotEmpty();
    }

    /** A broken experiment, whose scores depend on the order of runs, must be detected. */
    @Test
    void scoresThatAreNoFunctionsOfTheSettingDiffer() throws Exception {
        String drift =
                Files.readString(sweepFile(RANDOM)).replace("bowl", "drift").replaceAll(", \"y\": [^}]*}", "");
        Files.writeString(folder.resolve("drift.json"), drift);
        ExperimentSweep sweep = ExperimentSweep.read(folder.resolve("drift.json"));

        assertThat(outcome(sweep, "two").trials())
                .isNotEqualTo(outcome(sweep, "one").trials());
    }

    private Path sweepFile(String search) throws IOException {
        sweep(search, "");
        return folder.resolve("sweep.json");
    }

    @Test
    void everyTrialHasTheSameSeedsAndItsMeanWithStandardError() throws Exception {
        SweepOutcome outcome = outcome(sweep(RANDOM, ", 'seeds': 4"), "sweep");

        assertThat(outcome.runs()).isEqualTo(16);
        for (Trial trial : outcome.trials()) {
            assertThat(trial.scores()).hasSize(4);
            double mean = trial.scores().stream().mapToDouble(s -> s).average().orElseThrow();
            assertThat(trial.score().value()).isCloseTo(mean, within(1e-12));
            assertThat(trial.score().standardError()).isPositive();
        }
        assertThat(Bowl.VISITS.stream().map(visit -> visit.replaceAll(".* s(\\d+) .*", "$1")))
                .containsOnly("7", "8", "9", "10");
        assertThat(outcome.trials())
                .isSortedAccordingTo(
                        (a, b) -> Double.compare(a.score().value(), b.score().value()));
    }

    @Test
    void aGridHasBothEndsOfEveryAxis() throws Exception {
        SweepOutcome outcome = outcome(sweep("{'type': 'grid', 'points': 3}", ", 'seeds': 1"), "sweep");

        assertThat(outcome.trials()).hasSize(9);
        assertThat(outcome.trials().stream().map(trial -> trial.values().get("x")))
                .containsOnly("1.0E-4", "0.01", "1.0");
        assertThat(outcome.trials().stream().map(trial -> trial.values().get("y")))
                .containsOnly("0.0", "0.5", "1.0");
        assertThat(outcome.values()).containsEntry("x", "0.01");
    }

    @Test
    void breedingFindsBetterSettingsThanItsFirstGenerationHad() throws Exception {
        double[] down = bred(new Score.Divergence());
        double[] up = bred(new Score.NamedEstimate("divergence", false));

        assertThat(mean(down, 30, 60)).isLessThan(mean(down, 0, 6));
        // The search in the opposite direction must move the other way.
        assertThat(mean(up, 30, 60)).isGreaterThan(mean(up, 0, 6));
    }

    /** Returns the squared distances of the settings from (0.3, 0.3), in the order of the proposals. */
    private static double[] bred(Score score) {
        Settings settings = Settings.of(Map.of("x", new Axis.Linear(0, 1), "y", new Axis.Linear(0, 1)));
        var rounds = new GeneticSearch(60, 9).start(settings, score, new Seed(3).stream("candidates"));
        List<Trial> trials = new ArrayList<>();
        for (var round = rounds.next(trials); !round.isEmpty(); round = rounds.next(trials)) {
            for (Search.Proposal proposal : round) {
                double distance = proposal.values().values().stream()
                        .mapToDouble(value -> Math.pow(Double.parseDouble(value) - 0.3, 2))
                        .sum();
                trials.add(new Trial(
                        proposal.number(),
                        proposal.values(),
                        0,
                        Estimate.exact(distance, ""),
                        List.of(distance),
                        Map.of(),
                        ""));
            }
        }
        return trials.stream().mapToDouble(trial -> trial.score().value()).toArray();
    }

    private static double mean(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).average().orElseThrow();
    }

    @Test
    void halvingKeepsTheBestHalfAndCountsItsEpochs() throws Exception {
        SweepOutcome outcome = outcome(sweep(HALVING, ", 'seeds': 2, 'settings': {'noise': 0}"), "sweep");

        assertThat(outcome.trials().stream().map(Trial::epochs)).containsExactly(4, 2, 1, 1);
        // 4 x 1, then 2 x 1 and 1 x 2 more, for two seeds
        assertThat(outcome.epochs()).isEqualTo(2 * (4 + 2 + 2));
        assertThat(outcome.trials())
                .isSortedAccordingTo(
                        (a, b) -> Double.compare(a.score().value(), b.score().value()));
    }

    @Test
    void failuresAreMarkedWithTheirReasonAndTheSweepGoesOn() throws Exception {
        String trouble = ", 'seeds': 2, 'settings': {'trouble': {'failAbove': 0.8, 'nanAbove': 0.6, 'hangAbove': 2}}";
        ExperimentSweep sweep = Json.with(sweep("{'type': 'grid', 'points': 4}", trouble), "axes", ALONG_Y);

        SweepOutcome outcome = outcome(sweep, "sweep");

        assertThat(outcome.failed()).isEqualTo(2);
        assertThat(outcome.trials().stream().map(Trial::failure))
                .containsExactly("", "", "seed 7: divergence is NaN", "seed 7: y must be small, was 1.0");
        assertThat(outcome.values()).containsEntry("y", "0.3333");
        assertThat(Files.readString(folder.resolve("sweep/trials.csv"))).contains("divergence is NaN");
    }

    @Test
    void aRunThatTakesTooLongIsStoppedAndItsTrialHasFailed() throws Exception {
        ExperimentSweep sweep = Json.with(
                sweep("{'type': 'grid', 'points': 2}", ", 'seeds': 1, 'runMinutes': 0.03"),
                Map.of(
                        "axes",
                        ALONG_Y,
                        "settings",
                        "{\"trouble\": {\"failAbove\": 2, \"nanAbove\": 2, \"hangAbove\": 0.8}}"));

        SweepOutcome outcome = outcome(sweep, "sweep");

        assertThat(outcome.trials().stream().map(Trial::failure))
                .containsExactly("", "seed 7: took longer than 0.03 minutes");
        RunRecord record = RunRecord.read(folder.resolve("sweep/trials/0002-s7"));
        assertThat(record.status()).isEqualTo(RunRecord.Status.FAILED);
        assertThat(record.message()).isEqualTo("took longer than 0.03 minutes");
    }

    @Test
    void ifEveryTrialFailsTheSweepFailsWithAReason() throws Exception {
        ExperimentSweep sweep =
                sweep(RANDOM, ", 'settings': {'trouble': {'failAbove': -1, 'nanAbove': 2, 'hangAbove': 2}}");

        assertThatThrownBy(() -> outcome(sweep, "sweep"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("none of 4 trials has a score; trial 1: failed, seed 7: y must be small");
        assertThat(folder.resolve("sweep/trials.csv")).exists();
    }

    @Test
    void aTrialAboveALimitIsNotTheBest() throws Exception {
        ExperimentSweep free = Json.with(sweep("{'type': 'grid', 'points': 3}", ", 'seeds': 1"), "axes", ALONG_Y);
        ExperimentSweep limited = Json.with(free, "atMost", "{\"freeEnergyGap\": 1}");

        assertThat(outcome(free, "free").values()).containsEntry("y", "0.5");
        SweepOutcome outcome = outcome(limited, "limited");
        assertThat(outcome.values()).containsEntry("y", "0.0");
        assertThat(outcome.failed()).isEqualTo(2);
        assertThat(outcome.trials().get(1).failure()).isEqualTo("freeEnergyGap is above 1.0");
    }

    @Test
    void theBestSettingIsRunAgainWithOtherSeedsAndItsModelIsAtHand() throws Exception {
        SweepOutcome outcome = outcome(sweep(RANDOM, ", 'confirmations': 3"), "sweep");

        assertThat(outcome.best()).containsKeys("search", "confirmed");
        assertThat(RunList.of(folder.resolve("sweep/confirmation")).runs().stream()
                        .map(entry -> entry.record().seed()))
                .containsExactly(10L, 11L, 12L);
        assertThat(outcome.models()).containsExactly("model.zip");
        assertThat(folder.resolve("sweep/model.zip")).exists();
        assertThat(outcome.command()).startsWith("./dbn run bowl --seed ").contains(" --set x=");
        assertThat(Files.readString(folder.resolve("sweep/report.html"))).contains("data-plot=\"parallel\"");
    }

    @Test
    void aStoppedSweepGoesOnWithWhatIsNotDone() throws Exception {
        ExperimentSweep sweep = sweep(RANDOM, "");
        SweepOutcome uninterrupted = outcome(sweep, "whole");
        Bowl.allow(8);
        Run[] stopped = new Run[1];
        stopped[0] = start(sweep, "stopped", new After(done -> {
            if (done == 5) {
                stopped[0].cancel();
            }
        }));
        assertThatThrownBy(stopped[0]::execute).isInstanceOf(CancellationException.class);
        assertThat(Bowl.VISITS).hasSizeBetween(5, 8);
        Bowl.STARTS.release(MANY);
        killed(folder.resolve("stopped/trials/0001-s8"));

        SweepOutcome resumed =
                (SweepOutcome) Run.resume(folder.resolve("stopped"), ListWithSweeps.LIST, Progress.SILENT)
                        .execute();

        assertThat(resumed.trials()).isEqualTo(uninterrupted.trials());
        // Only the killed run is run again.
        assertThat(Bowl.VISITS).hasSize(12 + 1);
        assertThat(new HashSet<>(Bowl.VISITS)).hasSize(12);
    }

    /** Makes a run look as if its process had been killed. */
    private static void killed(Path run) throws IOException {
        Files.delete(run.resolve("result.json"));
        Path record = run.resolve("run.json");
        Files.writeString(
                record,
                Files.readString(record)
                        .replace("\"done\"", "\"running\"")
                        .replaceAll("\"process\": \\d+", "\"process\": 999999999"));
    }

    @Test
    void theFolderOfAnotherSettingIsNotTakenForARun() throws Exception {
        ExperimentSweep sweep = sweep(RANDOM, "");
        Bowl bowl = (Bowl) sweep.base(Bowl.LIST);
        Path place = folder.resolve("trial");
        TrialRun first = trialRun(Json.with(bowl, "x", "0.5"), place);
        first.open(Bowl.LIST).orElseThrow().execute();

        assertThat(first.open(Bowl.LIST)).isEmpty();
        assertThat(trialRun(Json.with(bowl, "x", "0.25"), place).open(Bowl.LIST))
                .isPresent();
        assertThat(RunRecord.read(place).request(Bowl.LIST).experiment()).isEqualTo(Json.with(bowl, "x", "0.25"));
    }

    private static TrialRun trialRun(Bowl bowl, Path place) {
        return new TrialRun(1, new RunRequest("bowl", bowl, 7, Map.of()), place, Optional.empty(), false);
    }

    @Test
    void dataThatTheWorkingFolderDoesNotHaveAreLookedForBesideTheFile() throws Exception {
        Path rows = Files.writeString(folder.resolve("rows.csv"), "1,0\n0,1\n");

        Map<String, Object> settings = sweep(
                        RANDOM,
                        ", 'settings': {'data': 'rows.csv:drop=1', 'shape': 'rows.csv', 'inner': {'data': 'none.csv'}}")
                .settings();

        assertThat(settings)
                .containsEntry("data", rows.toAbsolutePath().normalize() + ":drop=1")
                .containsEntry("shape", "rows.csv")
                .containsEntry("inner", Map.of("data", "none.csv"));
    }

    @Test
    void afterItsTimeASweepStartsNoRun() throws Exception {
        ExperimentSweep sweep = sweep(RANDOM, ", 'minutes': 1e-9");

        assertThatThrownBy(() -> outcome(sweep, "sweep")).hasMessage("none of 0 trials has a score; time was up");
        assertThat(Bowl.VISITS).isEmpty();
    }

    @Test
    void anUnknownAxisIsRefusedWithTheKnownOnes() throws Exception {
        ExperimentSweep sweep =
                Json.with(sweep(RANDOM, ""), "axes", "{\"z\": {\"type\": \"linear\", \"from\": 0, \"to\": 1}}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> outcome(sweep, "sweep"))
                .withMessage(
                        "axes: the experiment has no setting \"z\"; it has: x, y, shape, epochs, noise, trouble.failAbove,"
                                + " trouble.nanAbove, trouble.hangAbove");
        assertThat(folder.resolve("sweep")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'x': {'type': 'linear', 'from': 1, 'to': 1}} | axes.x: range is empty: to must be finite and larger than from (1.0), was 1.0",
                "{'x': {'type': 'logarithmic', 'from': 0, 'to': 1}} | axes.x: from must be positive and finite, was 0.0",
                "{'x': {'type': 'linear', 'from': -1, 'to': 1}} | axes: x must be positive and finite, was -1.0",
                "{'epochs': {'type': 'linear', 'from': 1, 'to': 9}} | axes: epochs: must be a whole number, was 1.0; axes of whole numbers are integer and logarithmic-integer",
                "{'shape': {'type': 'choice', 'values': []}} | axes.shape: values must have at least 2 entries, had 0; a single value belongs into settings",
                "{'x': {'type': 'cubic'}} | axes.x.type: unknown name \"cubic\"; allowed: choice, integer, linear, logarithmic, logarithmic-integer",
                "{} | number of axes must be at least 1, was 0"
            })
    void axesThatCannotBeAreRefused(String axesAndMessage) throws Exception {
        String[] parts = axesAndMessage.split(" \\| ", -1);
        ExperimentSweep valid = sweep(RANDOM, "");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> outcome(Json.with(valid, "axes", parts[0].replace('\'', '"')), "sweep"))
                .withMessage(parts[1]);
    }

    @Test
    void aScoreThatNoRunHasStopsTheSweepAtOnce() throws Exception {
        Bowl.allow(1);
        ExperimentSweep sweep = Json.with(
                sweep(RANDOM, ""), "score", "{\"type\": \"estimate\", \"name\": \"beauty\", \"minimize\": false}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> outcome(sweep, "sweep"))
                .withMessage(
                        "the run has no single number named \"beauty\"; it has: layer1.freeEnergyGap, divergence, size");
    }

    @Test
    void choicesMayBeTextsOrWholeObjects() throws Exception {
        ExperimentSweep sweep = Json.with(
                sweep("{'type': 'grid', 'points': 2}", ", 'seeds': 1"),
                "axes",
                "{\"shape\": {\"type\": \"choice\", \"values\": [\"flat\", \"round\"]}, \"trouble\": {\"type\": \"choice\", \"values\":"
                        + " [{\"failAbove\": 0, \"nanAbove\": 1, \"hangAbove\": 2}, {\"failAbove\": 9, \"nanAbove\": 9, \"hangAbove\": 9}]}}");

        SweepOutcome outcome = outcome(sweep, "sweep");

        assertThat(outcome.values())
                .containsEntry("shape", "round")
                .containsValue("{\"failAbove\":9,\"nanAbove\":9,\"hangAbove\":9}");
        assertThat(outcome.failed()).isEqualTo(2);
    }

    @Test
    void aSweepSurvivesJson() throws Exception {
        ExperimentSweep sweep = sweep(HALVING, ", 'atMost': {'freeEnergyGap': 1}, 'settings': {'epochs': 2}");

        assertThat(Json.read(Json.write(sweep), ExperimentSweep.class)).isEqualTo(sweep);
    }

    /** Calls back when a number of runs are done. */
    private record After(IntConsumer whenDone) implements Progress {

        @Override
        public void at(long done) {
            whenDone.accept((int) done);
        }
    }
}
