package io.dbn4j.sweep;

import io.dbn4j.core.Check;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRecord;
import io.dbn4j.lab.run.RunRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.io.FileUtils;

/**
 * A run of one setting with one seed, in its own folder.
 *
 * @param number number of the trial
 * @param request experiment, seed and overrides of the run
 * @param folder folder of the run; created
 * @param shorter folder of the run from which this run continues
 * @param keep whether a longer run will continue from this run
 */
public record TrialRun(int number, RunRequest request, Path folder, Optional<Path> shorter, boolean keep) {

    /**
     * Returns the run, new or resumed; empty if it is done. Deletes the run of another request in the folder, such as a
     * setting that was proposed before a failed trial succeeded in a second attempt.
     */
    public Optional<Run> open(ExperimentList experiments) {
        Optional<RunRecord> record = record(experiments);
        if (isDone(record)) {
            return Optional.empty();
        }
        if (record.isPresent()) {
            return Optional.of(kept(Run.resume(folder, experiments, Progress.SILENT)));
        }
        try {
            FileUtils.deleteDirectory(folder.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder + ": " + e.getMessage(), e);
        }
        return Optional.of(kept(
                shorter.isPresent()
                        ? Run.createFrom(shorter.get(), request, folder, experiments, Progress.SILENT)
                        : Run.create(request, folder, experiments, Progress.SILENT)));
    }

    /** Tells whether the folder holds this run and the run is done. */
    public boolean isDone(ExperimentList experiments) {
        return isDone(record(experiments));
    }

    private static boolean isDone(Optional<RunRecord> record) {
        return record.isPresent() && record.get().status() == RunRecord.Status.DONE;
    }

    /** Returns the record of the run in the folder, if it belongs to this request. */
    private Optional<RunRecord> record(ExperimentList experiments) {
        Check.require(
                !Files.isSymbolicLink(folder),
                "%s must not be a link: the folder of a sweep must hold its runs itself",
                folder);
        return Files.exists(folder.resolve(RunRecord.FILE))
                ? Optional.of(RunRecord.read(folder))
                        .filter(record -> record.request(experiments).equals(request))
                : Optional.empty();
    }

    private Run kept(Run run) {
        if (keep) {
            run.checkpoints().keep();
        }
        return run;
    }
}
