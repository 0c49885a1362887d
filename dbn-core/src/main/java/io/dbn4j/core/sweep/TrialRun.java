package io.dbn4j.core.sweep;

import io.dbn4j.core.run.ExperimentList;
import io.dbn4j.core.run.Progress;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.run.RunRecord;
import io.dbn4j.core.run.RunRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A setting with one seed, in a folder of its own.
 *
 * @param number of its trial
 * @param request what is run
 * @param folder where; created
 * @param shorter folder of a run that it goes on from
 * @param keep whether a longer one is to go on from it
 */
public record TrialRun(int number, RunRequest request, Path folder, Optional<Path> shorter, boolean keep) {

    /** Ready to be executed: new, or where it was when it was stopped; empty if it is done. */
    public Optional<Run> open(ExperimentList experiments) {
        if (!Files.exists(folder.resolve("run.json"))) {
            return Optional.of(kept(
                    shorter.isPresent()
                            ? Run.createFrom(shorter.get(), request, folder, experiments, Progress.SILENT)
                            : Run.create(request, folder, experiments, Progress.SILENT)));
        }
        return RunRecord.read(folder).status() == RunRecord.Status.DONE
                ? Optional.empty()
                : Optional.of(kept(Run.resume(folder, experiments, Progress.SILENT)));
    }

    private Run kept(Run run) {
        if (keep) {
            run.checkpoints().keep();
        }
        return run;
    }
}
