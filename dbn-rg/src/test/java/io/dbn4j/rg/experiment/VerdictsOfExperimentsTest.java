package io.dbn4j.rg.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.lab.run.Preset;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.rg.RgExperiments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A test of each experiment in its smallest form: whatever the outcome, the verdict agrees with the checks. */
class VerdictsOfExperimentsTest {

    /** Settings beyond {@code --quick} under which an experiment ends within a second or two. */
    private static final Map<String, Map<String, String>> SMALLEST = Map.ofEntries(
            Map.entry("objective-zoo", Map.of("iterations", "3", "seeds", "2")),
            Map.entry("bond-rbm-annealing", Map.of("sides", "[3]", "betasPerSite", "2")),
            Map.entry("rg-schemes", Map.of("couplings", "[]", "bondDimensions", "[2]", "boundSteps", "1")),
            Map.entry("z-preserving", Map.of("spins", "3", "hamiltonians", "2")),
            Map.entry("learned-decimation", Map.of("seeds", "2", "iterations", "1")),
            Map.entry("mcrg", Map.of("side", "8", "steps", "1", "samples", "400", "trainingSamples", "100")),
            Map.entry(
                    "layer-mcrg",
                    Map.of(
                            "side",
                            "8",
                            "steps",
                            "1",
                            "samples",
                            "400",
                            "patches",
                            "[2, 4]",
                            "training.configurations",
                            "500",
                            "training.epochs",
                            "10")),
            Map.entry("ising-rbm", Map.of("epochs", "1", "configurations", "500", "testConfigurations", "500")),
            Map.entry(
                    "rbm-flow",
                    Map.of(
                            "mixture",
                            "{\"side\": 4, \"spacing\": 1, \"hottest\": 3}",
                            "configurations",
                            "50",
                            "calibration",
                            "400",
                            "sets",
                            "[\"mixture\"]",
                            "layer.hidden",
                            "8",
                            "layer.epochs",
                            "1",
                            "batch",
                            "20",
                            "chains",
                            "20",
                            "flow.steps",
                            "[1, 3]")),
            Map.entry(
                    "layer-audit",
                    Map.of("side", "3", "hidden", "[4, 3]", "gammas", "[1.0]", "iterations", "1", "draws", "50")),
            Map.entry(
                    "free-energy-sandwich",
                    Map.of(
                            "sides",
                            "[4]",
                            "temperatures",
                            "[3.0]",
                            "rows",
                            "1000",
                            "epochs",
                            "1",
                            "betas",
                            "20",
                            "chains",
                            "50",
                            "burnIn",
                            "5",
                            "parameters",
                            "1")),
            Map.entry(
                    "size-consistency",
                    Map.of("spins", "3", "hidden", "[2]", "rows", "[100]", "iterations", "3", "annealed", "[]")),
            Map.entry("ising-density", Map.of("side", "3", "layer.epochs", "1")));

    @TempDir
    private Path folder;

    static List<String> experiments() {
        return RgExperiments.LIST.presets().stream()
                .filter(preset -> RgExperiment.class.isAssignableFrom(preset.type()))
                .map(Preset::name)
                .toList();
    }

    /** Experiments that compute from closed forms and train no RBM. */
    private static final Set<String> WITHOUT_MODEL = Set.of("rg-schemes", "z-preserving");

    @ParameterizedTest
    @MethodSource("experiments")
    void everyCheckDecidesItsSentences(String experiment) throws Exception {
        Preset preset = RgExperiments.LIST.preset(experiment);
        Map<String, String> settings = new HashMap<>(((RgExperiment) preset.experiment()).quick());
        settings.putAll(Objects.requireNonNull(SMALLEST.get(experiment), "no smallest form of " + experiment));
        Finding finding =
                (Finding) Run.create(RunRequest.of(preset, 5, settings), folder.resolve(experiment), Progress.SILENT)
                        .execute();

        VerdictContract.holdsFor(finding.verdict());
        assertThat(finding.checks().stream().map(Finding.Check::name))
                .as("names of checks")
                .doesNotHaveDuplicates();
        assertThat(Files.readString(folder.resolve(experiment).resolve("report.html")))
                .as("one notation of errors: 6.69 \u00b1 0.21")
                .doesNotContain(" +- ")
                .doesNotContainPattern("[0-9]\\([0-9]*\\.?[0-9]+\\)");
        TablesContract.holdsFor(folder.resolve(experiment));
        try (Stream<Path> files = Files.walk(folder.resolve(experiment))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("saved models")
                    .anyMatch(name -> WITHOUT_MODEL.contains(experiment) || name.matches(".*\\.(npz|zip)"));
        }
    }
}
