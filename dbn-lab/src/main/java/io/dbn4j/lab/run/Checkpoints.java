package io.dbn4j.lab.run;

import io.dbn4j.core.data.TooLargeException;
import io.dbn4j.core.json.DamagedCheckpointException;
import io.dbn4j.core.json.FileContent;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.lab.run.CheckpointFiles.Saved;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Saved states from which a stopped run resumes, in the folder {@code checkpoints} of the run.
 *
 * <pre>
 *   000007-fine-tuning.zip     {@link Snapshot} of a part; the highest number is the newest
 *   000004-likelihood.json     result of a part that is computed in one go
 * </pre>
 *
 * <p>An experiment is a sequence of parts. A resumed experiment runs again from its beginning, restores the state of
 * each part from here and computes only the missing rest. The measurements of {@code metrics.jsonl} after the newest
 * checkpoint are cut off and made again, so an experiment must measure inside its parts. Each file is written whole or
 * not at all.
 */
public final class Checkpoints {

    /** Number of checkpoints that are kept of an unfinished part; of a finished part one is kept. */
    private static final int AGES = 3;

    /** Time between two checkpoints inside an epoch, unless {@link #every} sets another. */
    public static final Duration INTERVAL = Duration.ofMinutes(5);

    /** Shortest time between two checkpoints at ends of epochs: saving may take longer than a short epoch. */
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    /** Time for which an interrupted process waits for its last checkpoint. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String METRICS = "metrics";

    private final Path folder;
    private final CheckpointFiles files;
    private final MetricLog metrics;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Duration interval = INTERVAL;
    private long savedAt = System.nanoTime();
    private int next = 1;
    private boolean kept;
    private Runnable afterSaving = () -> {};
    private @Nullable Saved read;
    private volatile Stop stop = Stop.NO;

    /** A request to stop the computation. */
    private enum Stop {
        NO,
        CANCEL,
        EXIT
    }

    /** A result, and the length of the measurements in bytes when it was computed. */
    record Value(long metrics, Object value) {}

    Checkpoints(Path folder, MetricLog metrics) {
        this.folder = folder;
        this.files = new CheckpointFiles(folder);
        this.metrics = metrics;
    }

    /**
     * Goes back to the newest checkpoint or, if some are damaged, to the last before the first damaged one. Deletes
     * later checkpoints and later measurements. A checkpoint is also damaged if measurements before it are missing or
     * unsound.
     *
     * @throws IllegalArgumentException if the folder or the measurements are a link, or a checkpoint is too large for
     *     the memory; then no checkpoint is deleted
     * @throws UncheckedIOException if a checkpoint cannot be read, which may be temporary; then no checkpoint is
     *     deleted
     */
    void rewind(Progress progress) {
        LongPredicate sound = metrics.sound();
        List<Saved> saved = files.list();
        files.deleteHalves();
        Collections.reverse(saved);
        long position = 0;
        next = 1;
        for (int i = 0; i < saved.size(); i++) {
            try {
                long follows = position(saved.get(i));
                Snapshot.require(
                        sound.test(follows), "%d bytes of measurements before it are missing or damaged", follows);
                position = follows;
                next = saved.get(i).number() + 1;
            } catch (DamagedCheckpointException e) {
                leaveOut(saved.get(i), e, progress);
                saved.subList(i, saved.size()).forEach(later -> later.file().delete());
                break;
            }
        }
        metrics.truncate(position);
    }

    private static void leaveOut(Saved saved, DamagedCheckpointException damage, Progress progress) {
        String reason = String.valueOf(damage.getMessage()).replace(saved.path() + ": ", "");
        progress.warn("%s is damaged and is ignored: %s".formatted(saved.path(), reason));
    }

    private static long position(Saved saved) {
        return undamaged(() -> saved.isSnapshot()
                ? Snapshot.read(saved.file().path()).get(METRICS, 1)[0]
                : Json.read(Json.tree(saved.file()).path(METRICS), Long.class));
    }

    /**
     * Turns the error of a file that violates its format into a {@link DamagedCheckpointException}; errors of reading
     * pass unchanged.
     */
    private static <T> T undamaged(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (TooLargeException | DamagedCheckpointException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new DamagedCheckpointException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Deletes the checkpoint that was read last, because its content does not fit its part, and all later ones.
     *
     * @return whether a checkpoint had been read
     */
    boolean goBack(Progress progress, DamagedCheckpointException damage) {
        Saved damaged = read;
        if (damaged == null) {
            return false;
        }
        leaveOut(damaged, damage, progress);
        files.list().stream()
                .filter(saved -> saved.number() >= damaged.number())
                .forEach(saved -> saved.file().delete());
        read = null;
        rewind(progress);
        return true;
    }

    /**
     * Sets the time between two checkpoints inside an epoch, by default {@link #INTERVAL}. Zero saves at every update.
     */
    public void every(Duration time) {
        interval = time;
    }

    /** Returns the time between two checkpoints inside an epoch. */
    public Duration interval() {
        return interval;
    }

    /** Sets an action that follows each checkpoint, such as copying the run folder to a safe place. */
    public void afterSaving(Runnable action) {
        afterSaving = action;
    }

    /**
     * Keeps the last checkpoints when the run is done, so that a longer run can start from them ({@link
     * Run#createFrom}).
     */
    public void keep() {
        kept = true;
    }

    /**
     * Returns the file of the newest snapshot in a run folder; empty if there is none.
     *
     * @throws IllegalArgumentException if the file or the folder of checkpoints is a link
     * @throws UncheckedIOException if the file has just been deleted
     */
    public static Optional<Path> newestSnapshot(Path run) {
        return new CheckpointFiles(run.resolve(RunFolder.CHECKPOINTS))
                .list().stream()
                        .filter(Saved::isSnapshot)
                        .findFirst()
                        .map(saved -> saved.file().path());
    }

    /** Copies the snapshots of parts, but not the results of parts that are computed in one go. */
    static void copySnapshots(Path from, Path into) {
        new CheckpointFiles(from).copySnapshots(new CheckpointFiles(into));
    }

    /**
     * Returns the last saved state of a part; empty if there is none.
     *
     * @throws DamagedCheckpointException if the checkpoint is damaged
     * @throws UncheckedIOException if the checkpoint cannot be read
     */
    public Optional<Snapshot> last(String part) {
        return newest(part)
                .map(saved -> undamaged(() -> Snapshot.read(saved.file().path())));
    }

    /**
     * Saves the state of a part if a checkpoint is due or the run is asked to stop.
     *
     * @param part name of the part: letters, digits, hyphens
     * @param epochEnds whether an epoch has just ended: then a checkpoint is due after 5 seconds even if the interval
     *     is longer
     * @param now supplies the state
     * @throws CancellationException if {@link Run#cancel} was called; after saving
     */
    public void offer(String part, boolean epochEnds, Supplier<Snapshot> now) {
        Duration since = Duration.ofNanos(System.nanoTime() - savedAt);
        Duration due = epochEnds && SHORTEST.compareTo(interval) < 0 ? SHORTEST : interval;
        if (stop != Stop.NO || since.compareTo(due) >= 0) {
            save(part, now.get(), AGES);
            leaveIfStopped();
        }
    }

    /** Saves the final state of a part and deletes its earlier checkpoints. */
    public void done(String part, Snapshot end) {
        save(part, end, 1);
        leaveIfStopped();
    }

    /**
     * Returns the result of a part that is computed in one go. It is computed once, even if the run takes several
     * processes.
     *
     * @param type a type whose JSON preserves every bit
     * @throws DamagedCheckpointException if the saved result has another type
     */
    public <T> T once(String part, Class<T> type, Supplier<T> computation) {
        Optional<Saved> before = newest(part);
        if (before.isPresent()) {
            return undamaged(() -> Json.read(Json.tree(before.get().file()).path("value"), type));
        }
        T value = computation.get();
        write(part, "json", file -> Files.writeString(file, Json.write(new Value(metrics.forced(), value))), 1);
        leaveIfStopped();
        return value;
    }

    private void save(String part, Snapshot snapshot, int ages) {
        Snapshot whole = snapshot.and(METRICS, metrics.forced());
        write(part, "zip", whole::write, ages);
        savedAt = System.nanoTime();
    }

    private void write(String part, String ending, FileContent content, int ages) {
        files.write(next, part, ending, content);
        next++;
        files.list().stream()
                .filter(saved -> saved.part().equals(part))
                .skip(ages)
                .forEach(saved -> saved.file().delete());
        afterSaving.run();
    }

    /** Asks the computation to save its state and to end with a CancellationException. */
    void cancel() {
        stop = Stop.CANCEL;
    }

    /** Asks the computation to save its state, and waits for that at most {@code PATIENCE}. */
    void stopForExit() {
        stop = Stop.EXIT;
        try {
            if (!stopped.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return; // The current part cannot save now; the last checkpoint stays the newest.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void leaveIfStopped() {
        if (stop == Stop.EXIT) {
            stopped.countDown();
            sleepUntilExit();
        }
        if (stop == Stop.CANCEL) {
            throw new CancellationException("canceled; the last checkpoint is in " + folder);
        }
    }

    private static void sleepUntilExit() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Deletes all checkpoints, unless they are to be kept. */
    void runIsDone() {
        if (!kept) {
            delete();
        }
    }

    /** Deletes the checkpoints that the run in a folder has kept. */
    public static void deleteOf(Path run) {
        new Checkpoints(run.resolve(RunFolder.CHECKPOINTS), new MetricLog(run.resolve(MetricLog.FILE))).delete();
    }

    /** Deletes all checkpoints, but no other files in their folder. */
    void delete() {
        files.deleteAll();
    }

    private Optional<Saved> newest(String part) {
        Optional<Saved> newest =
                files.list().stream().filter(saved -> saved.part().equals(part)).findFirst();
        newest.ifPresent(saved -> read = saved);
        return newest;
    }
}
