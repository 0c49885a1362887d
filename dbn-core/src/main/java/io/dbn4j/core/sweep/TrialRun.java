package io.dbn4j.core.sweep;

import io.dbn4j.core.run.ExperimentList;
import io.dbn4j.core.run.Progress;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.run.RunRecord;
import io.dbn4j.core.run.RunRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.io.FileUtils;

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
        if (!holdsThis(experiments)) {
            return Optional.of(kept(
                    shorter.isPresent()
                            ? Run.createFrom(shorter.get(), request, folder, experiments, Progress.SILENT)
                            : Run.create(request, folder, experiments, Progress.SILENT)));
        }
        return RunRecord.read(folder).status() == RunRecord.Status.DONE
                ? Optional.empty()
                : Optional.of(kept(Run.resume(folder, experiments, Progress.SILENT)));
    }

    /**
     * Whether the folder holds a run of just this request. One of another, such as a setting that was proposed before a failed
     * trial was tried again with success, is deleted.
     */
    public boolean holdsThis(ExperimentList experiments) {
        if (!Files.exists(folder.resolve(RunRecord.FILE))) {
            return false;
        }
        boolean same = RunRecord.read(folder).request(experiments).equals(request);
        if (!same) {
            try {
                FileUtils.deleteDirectory(folder.toFile());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + folder + ": " + e.getMessage(), e);
            }
        }
        return same;
    }

    private Run kept(Run run) {
        if (keep) {
            run.checkpoints().keep();
        }
        return run;
    }
}
