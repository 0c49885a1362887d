package io.dbn4j.spark.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.dbn4j.lab.run.FolderComparison;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.spark.cluster.Cluster;
import io.dbn4j.sweep.ExperimentSweep;
import io.dbn4j.sweep.LocalTrials;
import io.dbn4j.sweep.SweepOutcome;
import io.dbn4j.sweep.Trial;
import io.dbn4j.sweep.TrialExecutor;
import io.dbn4j.sweep.TrialRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of sweeps on Spark in this process. */
class SparkTrialsTest {

    private static final String HALVING = "{'type': 'successive-halving', 'trials': 4, 'epochs': 'layer.epochs',"
            + " 'from': 1, 'to': 2, 'factor': 2}";

    private static Cluster cluster;
    private static SparkTrials spark;

    @TempDir
    private Path folder;

    @BeforeAll
    static void connect() {
        cluster = Cluster.connect("local[2]", Map.of());
        spark = new SparkTrials(cluster.context());
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {Sweeps.RANDOM, HALVING})
    void scoresAreThoseOfOneWorkerAndOfTwoInThisProcess(String search) throws Exception {
        ExperimentSweep sweep = Sweeps.rates(folder, search, 1);

        SweepOutcome one = Sweeps.outcome(sweep, 1, folder.resolve("one"));
        SweepOutcome two = Sweeps.outcome(sweep, 2, folder.resolve("two"));
        SweepOutcome there = Sweeps.outcome(sweep, 2, folder.resolve("there"), spark);

        assertThat(two.trials()).isEqualTo(one.trials()).hasSizeGreaterThan(2);
        assertThat(there.trials()).isEqualTo(one.trials());
        assertThat(there.epochs()).isEqualTo(one.epochs());
        assertThat(folder.resolve("there/trials.csv")).hasSameTextualContentAs(folder.resolve("one/trials.csv"));
    }

    /** A broken executor, which runs another seed, must be detected. */
    @Test
    void anotherSeedHasOtherScores() throws Exception {
        ExperimentSweep sweep = Sweeps.rates(folder, Sweeps.RANDOM, 1);
        TrialExecutor broken = (run, experiments, limit) -> {
            RunRequest asked = run.request();
            RunRequest other = new RunRequest(asked.name(), asked.experiment(), asked.seed() + 1, asked.overrides());
            return spark.failure(
                    new TrialRun(run.number(), other, run.folder(), run.shorter(), run.keep()), experiments, limit);
        };

        SweepOutcome here = Sweeps.outcome(sweep, 2, folder.resolve("here"));

        assertThat(Sweeps.outcome(sweep, 2, folder.resolve("there"), broken).trials())
                .isNotEqualTo(here.trials());
    }

    @Test
    void theFolderOfARunIsTheOneThatARunHereLeaves() throws Exception {
        ExperimentSweep sweep = Sweeps.rates(folder, Sweeps.RANDOM, 1);
        Sweeps.outcome(sweep, 1, folder.resolve("here"));
        Sweeps.outcome(sweep, 2, folder.resolve("there"), spark);

        Path run = Path.of("trials", "0002-s8");

        assertThat(FolderComparison.of(
                        folder.resolve("here").resolve(run),
                        folder.resolve("there").resolve(run)))
                .isEmpty();
        try (var left = Files.list(folder.resolve("there/trials"))) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .allMatch(name -> name.matches("000[123]-s[78]"));
        }
    }

    @Test
    void aSweepThatStoppedHereGoesOnThereAndDoesNothingTwice() throws Exception {
        ExperimentSweep sweep = Sweeps.rates(folder, Sweeps.RANDOM, 1);
        SweepOutcome whole = Sweeps.outcome(sweep, 1, folder.resolve("sweep"));
        Path record = folder.resolve("sweep/run.json");
        Files.writeString(record, Files.readString(record).replace("\"done\"", "\"interrupted\""));
        String kept = Files.readString(folder.resolve("sweep/trials/0001-s7/run.json"));
        Files.delete(folder.resolve("sweep/trials/0003-s8/run.json"));

        SweepOutcome resumed = Sweeps.resumed(folder.resolve("sweep"), spark);

        assertThat(resumed.trials()).isEqualTo(whole.trials());
        assertThat(folder.resolve("sweep/trials/0001-s7/run.json")).hasContent(kept);
        assertThat(folder.resolve("sweep/trials/0003-s8/run.json")).exists();
    }

    @Test
    void trialsThatFailAreMarkedAndTheSweepGoesOn() throws Exception {
        ExperimentSweep diverges =
                Sweeps.sweep(folder, "{'type': 'grid', 'points': 2}", choice("layer.learningRate", "0.01, 1e10"), 1);
        ExperimentSweep cold =
                Sweeps.sweep(folder, "{'type': 'grid', 'points': 2}", choice("temperature", "2.2, 0.01"), 1);

        SweepOutcome divergence = Sweeps.outcome(diverges, 2, folder.resolve("diverges"), spark);
        SweepOutcome nan = Sweeps.outcome(cold, 2, folder.resolve("cold"), spark);

        assertThat(divergence.trials().stream().map(Trial::isRanked)).containsExactly(true, false);
        assertThat(divergence.trials().get(1).failure())
                .isEqualTo(Sweeps.outcome(diverges, 1, folder.resolve("here"))
                        .trials()
                        .get(1)
                        .failure())
                .contains("diverged in epoch 1");
        assertThat(nan.trials().stream().map(Trial::failure)).containsExactly("", "seed 7: divergence is NaN");
    }

    private static String choice(String path, String values) {
        return "{'%s': {'type': 'choice', 'values': [%s]}}".formatted(path, values);
    }

    @Test
    void ifSparkIsGoneTheSweepStopsAndSaysSo() throws Exception {
        ExperimentSweep sweep = Sweeps.rates(folder, Sweeps.RANDOM, 1);
        TrialExecutor gone = (run, experiments, limit) -> {
            throw new IllegalStateException("Spark has stopped: the master said so");
        };

        assertThatIllegalStateException()
                .isThrownBy(() -> Sweeps.outcome(sweep, 2, folder.resolve("sweep"), gone))
                .withMessage("Spark has stopped: the master said so");
        assertThat(Sweeps.resumed(folder.resolve("sweep"), new LocalTrials()).trials())
                .hasSize(3);
    }

    @Test
    void filesOutsideTheFolderAreRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("../outside"));
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FolderBytes.write(bytes.toByteArray(), folder.resolve("inside")))
                .withMessageContaining("../outside is not below");
    }
}
