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
 * A setting with one seed, in a folder of its own.
 *
 * @param number of its trial
 * @param request what is run
 * @param folder where; created
 * @param shorter folder of a run that it goes on from
 * @param keep whether a longer one is to go on from it
 */
public record TrialRun(int number, RunRequest request, Path folder, Optional<Path> shorter, boolean keep) {

    /**
     * Ready to be executed: new, or where it was when it was stopped; empty if it is done. Deletes the run of another request that
     * is there, such as a setting that was proposed before a failed trial was tried again with success.
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

    /** Whether the folder holds this run, and whole. */
    public boolean isDone(ExperimentList experiments) {
        return isDone(record(experiments));
    }

    private static boolean isDone(Optional<RunRecord> record) {
        return record.isPresent() && record.get().status() == RunRecord.Status.DONE;
    }

    /** Of the run in the folder, if it is of just this request. */
    private Optional<RunRecord> record(ExperimentList experiments) {
        Check.require(
                !Files.isSymbolicLink(folder), "%s is a link: nothing may lead out of the folder of a sweep", folder);
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
