package io.dbn4j.ui.web;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.UnitType;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Creates run folders in no time. */
final class SmallRuns {

    private SmallRuns() {}

    /** An experiment that records given measurements. */
    @JsonTypeName("small")
    record Small(int measurements, List<UnitType> units, List<Integer> hidden) implements Experiment {

        @Override
        public Result run(Run run) {
            for (int i = 1; i <= measurements; i++) {
                run.metrics().add("layer1.freeEnergy", 10L * i, i, Estimate.normal(-i, 0.5, "nats", 100, 100));
            }
            return new Found(Estimate.exact(measurements, "nats"));
        }
    }

    /** The result of the experiment. */
    record Found(Estimate last) implements Result {

        @Override
        public String headline() {
            return "the last is " + last.value();
        }
    }

    /** Creates a completed run. */
    static Path done(Path folder, int measurements) {
        start(folder, measurements).execute();
        return folder;
    }

    /** Creates a running run. */
    static Run start(Path folder, int measurements, Integer... hidden) {
        Small small = new Small(measurements, List.of(new Bernoulli()), List.of(hidden));
        RunRequest request = new RunRequest("small", small, 1, Map.of());
        return Run.create(request, folder, Progress.SILENT);
    }

    /** Copies a run several times. */
    static void copies(Path run, Path root, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Path copy = Files.createDirectories(root.resolve("copy-" + i));
            Files.copy(run.resolve("run.json"), copy.resolve("run.json"));
        }
    }
}
