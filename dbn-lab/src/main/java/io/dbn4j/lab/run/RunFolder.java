package io.dbn4j.lab.run;

import io.dbn4j.core.Check;
import io.dbn4j.core.json.AtomicFile;
import io.dbn4j.core.json.RunFile;
import io.dbn4j.lab.run.RunRecord.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The folder of a run before the run is opened: it creates a new folder, or checks one whose run is to be resumed. */
record RunFolder(Path path) {

    static final String CHECKPOINTS = "checkpoints";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private static final String HOLDS = " already holds a run; choose another folder";

    /**
     * Creates a folder {@code <time>-<name>-s<seed>}; a number is appended if another run of the same second has the
     * name.
     */
    static Path below(Path root, RunRequest request) {
        String time = LocalDateTime.now(ZoneId.systemDefault()).format(TIME);
        String name = String.format(Locale.ROOT, "%s-%s-s%d", time, request.name(), request.seed());
        try {
            Files.createDirectories(root);
            Path folder = root.resolve(name);
            for (int copy = 2; !isMade(folder); copy++) {
                folder = root.resolve(name + "-" + copy);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a folder below " + root + ": " + e.getMessage(), e);
        }
    }

    private static boolean isMade(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Creates the folder if it is missing, and takes its lock for a new run. */
    RunLock lockNew(Progress progress) {
        Check.require(!path.toString().isEmpty(), "the folder of a run must have a name, was empty");
        Check.require(isFree(RunRecord.FILE), "%s" + HOLDS, path);
        try {
            Files.createDirectories(path);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(path + " is not a folder", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + path + ": " + e.getMessage(), e);
        }
        return RunLock.take(path, progress).orElseThrow(() -> new IllegalArgumentException(path + HOLDS));
    }

    /** Refuses a folder with measurements or checkpoints, which would be taken for those of the new run. */
    void requireNew() {
        for (String name : List.of(RunRecord.FILE, MetricLog.FILE, CHECKPOINTS)) {
            Check.require(isFree(name), "%s" + HOLDS, path);
        }
        RunFile.requireNoLinks(path);
    }

    private boolean isFree(String name) {
        return !Files.exists(path.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** Takes the lock of a run that is to be resumed. */
    RunLock lockStopped(Progress progress) {
        RunRecord record = RunRecord.read(path);
        requireNotDone(record);
        boolean alive = new RunList.Entry(path, record).status() == Status.RUNNING;
        Check.require(!alive, "%s cannot be resumed: it is still running, process %d", path, record.process());
        return RunLock.take(path, progress)
                .orElseThrow(() ->
                        new IllegalArgumentException(path + " cannot be resumed: another process holds its lock"));
    }

    /** Returns the record of a stopped run, after checking that it can be resumed. */
    RunRecord stopped() {
        RunRecord record = RunRecord.read(path);
        requireNotDone(record);
        RunFile.requireNoLinks(path);
        return record;
    }

    private void requireNotDone(RunRecord record) {
        Check.require(record.status() != Status.DONE, "%s cannot be resumed: it is done", path);
    }

    /** Deletes unfinished files of a process that was killed. */
    void deleteHalves() {
        RunFile.names(path).stream()
                .filter(name -> AtomicFile.becomes(name).isPresent())
                .forEach(name -> new RunFile(path, name).delete());
    }

    /** Copies the measurements and the checkpoints of another run. */
    void copyFrom(Path shorter) {
        RunFile log = new RunFile(shorter, MetricLog.FILE);
        if (log.exists()) {
            new RunFile(path, MetricLog.FILE)
                    .write(copy -> Files.copy(log.path(), copy, StandardCopyOption.REPLACE_EXISTING));
        }
        Checkpoints.copySnapshots(shorter.resolve(CHECKPOINTS), path.resolve(CHECKPOINTS));
    }
}
