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
 * An experiment that is being executed, and the folder of its results.
 *
 * <pre>
 *   run.json        configuration and machine ({@link RunRecord}), written first; the outcome is added at the end
 *   metrics.jsonl   measurements during the run ({@link MetricLog})
 *   result.json     the {@link Result}, exactly what --json prints
 *   report.html     the {@linkplain #page page}, and a CSV file for each table on it
 *   plots/*.csv     the measurements, one file per series
 *   checkpoints/    states from which a stopped run resumes ({@link Checkpoints})
 * </pre>
 *
 * <p>Each file except the metrics is written whole or not at all. The experiment adds files through {@link #save}.
 */
public final class Run {

    /** The file in a run folder that holds the result. */
    public static final String RESULT = "result.json";

    /** Entry of {@code streams} once the seed of the run has been handed out; no stream has an empty name. */
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
     * Starts a run whose experiment can run other experiments.
     *
     * @param folder created if missing
     * @param experiments the experiments that it can run
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
     * Resumes a run that was stopped or killed. Call {@link NativeThreads#configure} on its recorded threads first: the
     * result then has the bits of a run that was never stopped.
     *
     * @throws IllegalArgumentException if the run is done or still alive, or if its records are damaged or contain a
     *     link; nothing is changed in these cases
     */
    public static Run resume(Path folder, ExperimentList experiments, Progress progress) {
        RunFolder place = new RunFolder(folder);
        RunLock lock = place.lockStopped(progress);
        return lock.during(() -> {
            RunRecord before = place.stopped();
            RunRecord record = before.resumedHere();
            if (!record.code().equals(before.code())) {
                progress.warn("the program has changed since the run began (code was %s, is %s): results may differ"
                        .formatted(before.code(), record.code()));
            }
            Run run = new Run(before.request(experiments), folder, experiments, progress, record, lock);
            run.checkpoints.rewind(progress);
            place.deleteHalves();
            run.write();
            return run;
        });
    }

    /**
     * Starts a run from the end of a shorter run of the same experiment, which must have {@linkplain Checkpoints#keep
     * kept} its checkpoints. Training continues; values that are measured once are measured again.
     */
    public static Run createFrom(
            Path shorter, RunRequest request, Path folder, ExperimentList experiments, Progress progress) {
        return create(request, folder, experiments, progress, Optional.of(shorter));
    }

    /**
     * Runs the experiment to its end and writes the result.
     *
     * @throws CancellationException after {@link #cancel}
     * @throws RuntimeException the exception of the experiment, after it was recorded
     */
    public Result execute() {
        return execute(request.experiment()::run);
    }

    /**
     * Runs a computation in place of {@link Experiment#run} and writes its result.
     *
     * @param computation returns the same result as the experiment itself
     * @throws CancellationException after {@link #cancel}
     * @throws RuntimeException the exception of the computation, after it was recorded
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

    /** Computes the result; starts again from the previous checkpoint, as a resumed run does, if one is damaged. */
    private Result computed(Function<Run, ? extends Result> computation) {
        while (true) {
            try {
                return computation.apply(this);
            } catch (DamagedCheckpointException e) {
                if (!checkpoints.goBack(progress, e)) {
                    throw e;
                }
                streams.clear();
                page = Optional.empty();
            }
        }
    }

    /** Asks a run in another thread to save a checkpoint and to end with a CancellationException. */
    public void cancel() {
        checkpoints.cancel();
    }

    /**
     * Records a run in another thread as failed at once, and asks it to stop. If it continues nevertheless, its record
     * no longer changes.
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
     * @throws IllegalStateException if the stream is already open: a second one would return the same numbers
     */
    public Nd4jRandomSource random(String name) {
        if (!streams.add(name)) {
            throw new IllegalStateException("random stream \"%s\" can be opened only once; share it".formatted(name));
        }
        return new Seed(request.seed()).stream(name);
    }

    /**
     * Derives the seed of one part of the run, for code that opens its own streams, such as a training.
     *
     * @throws IllegalStateException if a seed or a stream of this name was requested before
     */
    public Seed seed(String name) {
        return new Seed(random(name).bits());
    }

    /**
     * Returns the seed of the run itself, for a run with a single training.
     *
     * @throws IllegalStateException if it was requested before: two trainings would draw the same numbers
     */
    public Seed seed() {
        if (!streams.add(OWN_SEED)) {
            throw new IllegalStateException(
                    "the seed of the run is already given out; use seed(name) for another part");
        }
        return new Seed(request.seed());
    }

    /**
     * Records the hash of loaded data.
     *
     * @throws IllegalArgumentException if a resumed run loaded different data of this name before it was stopped
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
     * @param content writes the content to the path that it is given
     */
    public void save(String name, FileContent content) {
        new RunFile(folder, name).write(content);
    }

    /**
     * Sets the page of this run.
     *
     * @param writer writes the page, after {@code result.json}
     * @throws IllegalArgumentException if the run already has a page
     */
    public void page(Consumer<Run> writer) {
        Check.require(page.isEmpty(), "a run has one page; it was set twice");
        page = Optional.of(writer);
    }

    /**
     * Attaches an object of a type that this package does not know, for the experiment. It must not change the result.
     */
    public <T> void attach(Class<T> type, T what) {
        attached.put(type, what);
    }

    /** Returns the object that was attached under this type, if any. */
    public <T> Optional<T> attached(Class<T> type) {
        return Optional.ofNullable(type.cast(attached.get(type)));
    }

    /** Returns the log of measurements. */
    public MetricLog metrics() {
        return metrics;
    }

    /** Returns the checkpoints of this run. */
    public Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Returns the experiments that this run can run. */
    public ExperimentList experiments() {
        return experiments;
    }

    /** Returns the display of progress. */
    public Progress progress() {
        return progress;
    }

    /** Returns the run folder. */
    public Path folder() {
        return folder;
    }

    /** Returns the current provenance. */
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
