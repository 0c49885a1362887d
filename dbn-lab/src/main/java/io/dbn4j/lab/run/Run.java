package io.dbn4j.lab.run;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.NativeThreads;
import io.dbn4j.core.json.DamagedCheckpointException;
import io.dbn4j.core.json.FileContent;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.json.RunFile;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.lab.run.RunRecord.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An experiment on its way, and the folder that it leaves behind.
 *
 * <pre>
 *   run.json        written first: what runs, on what ({@link RunRecord}); at the end how it ended
 *   metrics.jsonl   measurements while it runs ({@link MetricLog})
 *   result.json     the {@link Result}, exactly what --json prints
 *   report.html     the {@linkplain #page page}, and a CSV file for each table on it
 *   plots/*.csv     the measurements, one file per series
 *   checkpoints/    while it runs: states to go on from ({@link Checkpoints})
 * </pre>
 *
 * <p>All but the metrics are written whole or not at all. The experiment adds what it likes through {@link #save}.
 */
public final class Run {

    /** The file in a run folder that holds the result. */
    public static final String RESULT = "result.json";

    /** Marks the seed of the run as given out; no stream has an empty name. */
    private static final String OWN_SEED = "";

    private final RunRequest request;
    private final Path folder;
    private final ExperimentList experiments;
    private final Progress progress;
    private final MetricLog metrics;
    private final Checkpoints checkpoints;
    private final RunLock lock;
    private final Set<String> streams = ConcurrentHashMap.newKeySet();
    private final Map<Class<?>, Object> attached = new HashMap<>();
    private Optional<Consumer<Run>> page = Optional.empty();
    private RunRecord record;

    private Run(
            RunRequest request,
            Path folder,
            ExperimentList experiments,
            Progress progress,
            RunRecord record,
            RunLock lock) {
        this.request = request;
        this.folder = folder;
        this.experiments = experiments;
        this.progress = progress;
        this.record = record;
        this.lock = lock;
        this.metrics = new MetricLog(folder.resolve(MetricLog.FILE));
        this.checkpoints = new Checkpoints(folder.resolve(RunFolder.CHECKPOINTS), metrics);
    }

    /**
     * Starts a run in a given folder and writes {@code run.json}.
     *
     * @param folder created if missing
     * @throws IllegalArgumentException if the folder already holds a run
     */
    public static Run create(RunRequest request, Path folder, Progress progress) {
        return create(request, folder, ExperimentList.of(), progress);
    }

    /**
     * Starts a run that may run others.
     *
     * @param folder created if missing
     * @param experiments that it can run
     * @throws IllegalArgumentException if the folder already holds a run
     */
    public static Run create(RunRequest request, Path folder, ExperimentList experiments, Progress progress) {
        return create(request, folder, experiments, progress, Optional.empty());
    }

    private static Run create(
            RunRequest request, Path folder, ExperimentList experiments, Progress progress, Optional<Path> shorter) {
        request.experiment().requireInputs(experiments);
        RunFolder place = new RunFolder(folder);
        RunLock lock = place.lockNew(progress);
        return lock.during(() -> {
            place.requireNew();
            Run run = new Run(request, folder, experiments, progress, RunRecord.start(request), lock);
            shorter.ifPresent(before -> {
                place.copyFrom(before);
                run.checkpoints.rewind(progress);
            });
            run.write();
            return run;
        });
    }

    /** Starts a run in a new folder {@code <time>-<name>-s<seed>} below {@code root}. */
    public static Run createBelow(Path root, RunRequest request, ExperimentList experiments, Progress progress) {
        request.experiment().requireInputs(experiments);
        return create(request, RunFolder.below(root, request), experiments, progress);
    }

    /**
     * Goes on with a run that was stopped, however it was. Call {@link NativeThreads#configure} on its recorded threads
     * before: the result then has the bits of a run that was never stopped.
     *
     * @throws IllegalArgumentException if the run is done or still alive, its records are damaged or a link is among them; then
     *     nothing is changed
     */
    public static Run resume(Path folder, ExperimentList experiments, Progress progress) {
        RunFolder place = new RunFolder(folder);
        RunLock lock = place.lockStopped(progress);
        return lock.during(() -> {
            RunRecord before = place.stopped();
            RunRecord record = before.resumedHere();
            if (!record.code().equals(before.code())) {
                progress.warn("code was %s, is %s: results may differ".formatted(before.code(), record.code()));
            }
            Run run = new Run(before.request(experiments), folder, experiments, progress, record, lock);
            run.checkpoints.rewind(progress);
            place.deleteHalves();
            run.write();
            return run;
        });
    }

    /**
     * Starts a run where a shorter one of the same experiment has ended, if that one {@linkplain Checkpoints#keep kept} its
     * checkpoints. What was trained goes on, what was measured once is measured again.
     *
     * @param shorter folder of that run
     */
    public static Run createFrom(
            Path shorter, RunRequest request, Path folder, ExperimentList experiments, Progress progress) {
        return create(request, folder, experiments, progress, Optional.of(shorter));
    }

    /**
     * Runs the experiment to its end and writes the result.
     *
     * @throws CancellationException after {@link #cancel}
     * @throws RuntimeException what the experiment threw, after it was recorded
     */
    public Result execute() {
        return execute(request.experiment()::run);
    }

    /**
     * Runs the experiment to its end, where the caller has a say in how, and writes the result.
     *
     * @param computation of the result, as the experiment itself would have it
     * @throws CancellationException after {@link #cancel}
     * @throws RuntimeException what the computation threw, after it was recorded
     */
    public Result execute(Function<Run, ? extends Result> computation) {
        ExitHook hook = new ExitHook(this::stopForExit);
        try (metrics) {
            Result result = computed(computation);
            save(RESULT, file -> Files.writeString(file, Json.write(result)));
            page.ifPresent(writer -> writer.accept(this));
            metrics.export(folder.resolve("plots"));
            end(Status.DONE, "", result.headline());
            checkpoints.runIsDone();
            return result;
        } catch (CancellationException e) {
            end(Status.INTERRUPTED, "", "");
            throw e;
        } catch (RuntimeException | Error e) {
            end(Status.FAILED, String.valueOf(e.getMessage()), "");
            throw e;
        } finally {
            lock.close();
            progress.end();
            hook.close();
        }
    }

    /** Again from the checkpoint before, as a resumed run would be, where one turns out to be damaged. */
    private Result computed(Function<Run, ? extends Result> computation) {
        while (true) {
            try {
                return computation.apply(this);
            } catch (DamagedCheckpointException e) {
                if (!checkpoints.goBack(progress, e)) {
                    throw e;
                }
                streams.clear();
            }
        }
    }

    /** Asks a run that executes in another thread to save a checkpoint and to end with a CancellationException. */
    public void cancel() {
        checkpoints.cancel();
    }

    /**
     * Ends a run that executes in another thread as failed, at once, and asks it to stop. If it does not listen, what it
     * does later changes its record no more.
     */
    public void giveUp(String reason) {
        end(Status.FAILED, reason, "");
        cancel();
    }

    private void stopForExit() {
        checkpoints.stopForExit();
        end(Status.INTERRUPTED, "", "");
    }

    /**
     * Opens the random stream of this name.
     *
     * @throws IllegalStateException the second time: the stream would give the same numbers again
     */
    public Nd4jRandomSource random(String name) {
        if (!streams.add(name)) {
            throw new IllegalStateException("random stream \"%s\" is already open; pass it on".formatted(name));
        }
        return new Seed(request.seed()).stream(name);
    }

    /**
     * Derives the seed of one part of the run, for code that opens streams of its own, such as a training.
     *
     * @throws IllegalStateException the second time, and if a stream of this name is open
     */
    public Seed seed(String name) {
        return new Seed(random(name).bits());
    }

    /**
     * Hands out the seed of the run itself, to the only training of a run.
     *
     * @throws IllegalStateException the second time: two trainings would draw the same numbers
     */
    public Seed seed() {
        if (!streams.add(OWN_SEED)) {
            throw new IllegalStateException(
                    "the seed of the run is already given out; use seed(name) for another part");
        }
        return new Seed(request.seed());
    }

    /**
     * Records that data were loaded.
     *
     * @throws IllegalArgumentException if a resumed run had loaded others of this name
     */
    public synchronized void data(String source, String sha256) {
        String before = record.data().getOrDefault(source, sha256);
        Check.require(
                before.equals(sha256),
                "%s has changed since the run began: its SHA-256 was %s, is %s",
                source,
                before,
                sha256);
        record = record.withData(source, sha256);
        write();
    }

    /**
     * Writes a file of the run folder whole or not at all.
     *
     * @param name such as {@code model.zip}
     * @param content writes the file that it is given
     */
    public void save(String name, FileContent content) {
        new RunFile(folder, name).write(content);
    }

    /**
     * Sets the page of this run.
     *
     * @param writer writes it, after {@code result.json}
     * @throws IllegalArgumentException if the run has a page
     */
    public void page(Consumer<Run> writer) {
        Check.require(page.isEmpty(), "a run has one page; it was set twice");
        page = Optional.of(writer);
    }

    /** Hands something that this package does not know to the experiment, by its type. It must not change the result. */
    public <T> void attach(Class<T> type, T what) {
        attached.put(type, what);
    }

    /** What was attached under this type, if anything was. */
    public <T> Optional<T> attached(Class<T> type) {
        return Optional.ofNullable(type.cast(attached.get(type)));
    }

    /** Where measurements go. */
    public MetricLog metrics() {
        return metrics;
    }

    /** The states to go on from. */
    public Checkpoints checkpoints() {
        return checkpoints;
    }

    /** The experiments that this one can run. */
    public ExperimentList experiments() {
        return experiments;
    }

    /** Where progress is shown. */
    public Progress progress() {
        return progress;
    }

    /** The run folder. */
    public Path folder() {
        return folder;
    }

    /** The provenance as it is now. */
    public synchronized RunRecord record() {
        return record;
    }

    private synchronized void end(Status status, String message, String headline) {
        if (record.status() == Status.RUNNING) {
            record = record.ended(status, message, headline);
            write();
        }
    }

    private void write() {
        save(RunRecord.FILE, file -> Files.writeString(file, Json.write(record)));
    }
}
