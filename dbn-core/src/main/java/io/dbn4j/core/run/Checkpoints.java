package io.dbn4j.core.run;

import io.dbn4j.core.Check;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The states from which a run goes on after it was stopped, in the folder {@code checkpoints} of the run.
 *
 * <pre>
 *   000007-fine-tuning.zip     {@link Snapshot} of a part; the highest number is the newest
 *   000004-likelihood.json     result of a part that is computed in one go
 * </pre>
 *
 * <p>An experiment is a sequence of parts. A resumed experiment runs again from its beginning, finds the state of each
 * part here and does only what is missing; the measurements of {@code metrics.jsonl} after the newest checkpoint are cut
 * off and made again, so it must make them inside its parts. Each file is there whole or not at all.
 */
public final class Checkpoints {

    /** Checkpoints of one part that are kept; of a part that is done, one. */
    private static final int AGES = 3;

    /** Epochs may be shorter than it takes to save them. */
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    private static final Pattern NAME = Pattern.compile("(\\d{6,9})-([a-z0-9-]+)\\.(zip|json)");
    private static final String METRICS = "metrics";

    private final Path folder;
    private final MetricLog metrics;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Duration interval = Duration.ofMinutes(5);
    private long savedAt = System.nanoTime();
    private int next = 1;
    private boolean kept;
    private Runnable afterSaving = () -> {};
    private volatile Stop stop = Stop.NO;

    /** How the computation is asked to stop. */
    private enum Stop {
        NO,
        CANCEL,
        EXIT
    }

    /** A result and where the measurements were when it was there. */
    record Value(long metrics, Object value) {}

    /** A file of this folder. */
    private record Saved(int number, String part, Path file) {

        static @Nullable Saved of(Path file) {
            Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
            return name.matches() ? new Saved(Integer.parseInt(name.group(1)), name.group(2), file) : null;
        }
    }

    Checkpoints(Path folder, MetricLog metrics) {
        this.folder = folder;
        this.metrics = metrics;
    }

    /** Goes back to the newest checkpoint before which all can be read; later ones and later measurements are deleted. */
    void rewind(Progress progress) {
        if (Files.isDirectory(folder)) {
            deleteFiles(file -> Saved.of(file) == null); // halves of files, from a process that was killed
        }
        long position = 0;
        List<Saved> saved = files();
        Collections.reverse(saved);
        for (int i = 0; i < saved.size(); i++) {
            try {
                position = position(saved.get(i).file);
                next = saved.get(i).number + 1;
            } catch (IOException | RuntimeException e) {
                progress.note("%s is damaged and left out: %s".formatted(saved.get(i).file, e.getMessage()));
                saved.subList(i, saved.size()).forEach(later -> delete(later.file));
                break;
            }
        }
        metrics.truncate(position);
    }

    private static long position(Path file) throws IOException {
        return file.toString().endsWith(".zip")
                ? Snapshot.read(file).get(METRICS)[0]
                : Json.tree(file).path(METRICS).longValue();
    }

    /** Sets the time between two checkpoints inside an epoch; 5 minutes otherwise. Zero saves at every update. */
    public void every(Duration time) {
        interval = time;
    }

    /** Does something after each checkpoint, such as copying the folder of the run to a safe place. */
    public void afterSaving(Runnable action) {
        afterSaving = action;
    }

    /** Keeps the last checkpoints when the run is done, for a longer run to go on from ({@link Run#createFrom}). */
    public void keep() {
        kept = true;
    }

    /** Copies the states of parts, but not the results of those that are computed in one go. */
    static void copySnapshots(Path from, Path into) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        Files.createDirectories(into);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith(".zip")) {
                    Files.copy(file, into.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** Where a part was when it was last saved; empty if it was not. */
    public Optional<Snapshot> last(String part) {
        return newest(part).map(saved -> {
            try {
                return Snapshot.read(saved.file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + saved.file + ": " + e.getMessage(), e);
            }
        });
    }

    /**
     * Saves a part if it is time to, or if the run is asked to stop.
     *
     * @param part letters, digits, hyphens
     * @param epochEnds whether an epoch has just ended, after which a checkpoint is always due
     * @param now the state
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

    /** Saves the end of a part; its earlier checkpoints go. */
    public void done(String part, Snapshot end) {
        save(part, end, 1);
        leaveIfStopped();
    }

    /**
     * The result of a part that is computed in one go: once, whatever the number of processes that the run takes.
     *
     * @param type a type that its JSON gives back to the last bit
     */
    public <T> T once(String part, Class<T> type, Supplier<T> computation) {
        Optional<Saved> before = newest(part);
        if (before.isPresent()) {
            return Json.read(Json.tree(before.get().file).path("value"), type);
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
        Check.require(part.matches("[a-z0-9-]+"), "part must match [a-z0-9-]+, was %s", part);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + folder + ": " + e.getMessage(), e);
        }
        AtomicFile.write(folder.resolve(String.format(Locale.ROOT, "%06d-%s.%s", next, part, ending)), content);
        next++;
        files().stream().filter(saved -> saved.part.equals(part)).skip(ages).forEach(saved -> delete(saved.file));
        afterSaving.run();
    }

    /** Asks the computation to save where it is and to end with a CancellationException. */
    void cancel() {
        stop = Stop.CANCEL;
    }

    /** Asks the computation to save where it is, and waits for that as long as {@code patience} lasts. */
    void stopForExit(Duration patience) {
        stop = Stop.EXIT;
        try {
            if (!stopped.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return; // Not in a part that can save now: the last checkpoint stays the newest.
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
            throw new CancellationException("cancelled; the last checkpoint is in " + folder);
        }
    }

    private static void sleepUntilExit() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Deletes all, unless they are to be kept. */
    void runIsDone() {
        if (!kept) {
            delete();
        }
    }

    /** Deletes all. */
    void delete() {
        if (Files.isDirectory(folder)) {
            deleteFiles(file -> true);
            delete(folder);
        }
    }

    private void deleteFiles(Predicate<Path> which) {
        try (var all = Files.list(folder)) {
            all.filter(which).toList().forEach(Checkpoints::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    private Optional<Saved> newest(String part) {
        return files().stream().filter(saved -> saved.part.equals(part)).findFirst();
    }

    /** From the newest. */
    private List<Saved> files() {
        List<Saved> files = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        try (var all = Files.list(folder)) {
            for (Path file : all.toList()) {
                Saved saved = Saved.of(file);
                if (saved != null) {
                    files.add(saved);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder + ": " + e.getMessage(), e);
        }
        files.sort(Comparator.comparingInt(Saved::number).reversed());
        return files;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file + ": " + e.getMessage(), e);
        }
    }
}
