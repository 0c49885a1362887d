package io.dbn4j.ui.command;

import io.dbn4j.core.Check;
import io.dbn4j.core.json.Json;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRecord;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.lab.terminal.InterruptNotice;
import io.dbn4j.lab.training.TrainingListeners;
import io.dbn4j.sweep.ExperimentSweep;
import io.dbn4j.sweep.LCurve;
import io.dbn4j.ui.web.Address;
import io.dbn4j.ui.web.RunFolders;
import io.dbn4j.ui.web.TrainingStats;
import io.dbn4j.ui.web.WebServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The options of commands that run an experiment, and the running. */
final class RunOptions {

    /** The folder that holds run folders unless another is named. */
    static final String RUNS = "runs";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change one setting, for example layers[0].epochs=20. Can be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            converter = NamedFolder.class,
            description = "Folder for this run. Default: a new one in " + RUNS + ".")
    private @Nullable Path out;

    @Mixin
    private Reproducibility reproducibility;

    @Option(
            names = "--checkpoint",
            paramLabel = "MINUTES",
            converter = WholeNumber.Positive.class,
            description = "Time between two checkpoints inside an epoch. Default: 5.")
    private @Nullable Integer checkpoint;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            converter = NamedFolder.class,
            description = "Go on with a run that was stopped, from its last checkpoint, as if nothing had happened."
                    + " Settings, seed and threads are those of the run.")
    private @Nullable Path resume;

    @Option(
            names = "--ui",
            description =
                    "Show the run in the browser while it computes; the address is printed. ./dbn ui shows it later.")
    private boolean ui;

    /** What can be said beside {@code --resume}. */
    private static final Set<String> WITH_RESUME =
            Set.of("--resume", "--checkpoint", "--ui", "--json", "--quiet", "--stacktrace");

    @Mixin
    private Output output;

    private final ExperimentList experiments;

    RunOptions(ExperimentList experiments) {
        this.experiments = experiments;
    }

    /**
     * Runs an experiment to its end and prints the result.
     *
     * @param name of the preset or the file
     * @param shorthands replacements that other options stand for; {@code --set} wins over them
     */
    void run(String name, Experiment experiment, Map<String, String> shorthands, CommandLine command) {
        Run run = created(name, experiment, shorthands, out);
        Result result = shown(command, () -> execute(run, command));
        output.print(result, command.getOut());
    }

    /** Runs one or many; all are shown at one address, if that was asked for. */
    <T> T shown(CommandLine command, Supplier<T> all) {
        return shown(out == null ? Path.of(RUNS) : out, command, all);
    }

    /** Runs an experiment to its end, in a folder that has its name below the one that is asked for. */
    Result oneOfMany(String name, Experiment experiment, Map<String, String> shorthands, CommandLine command) {
        return execute(created(name, experiment, shorthands, out == null ? null : out.resolve(name)), command);
    }

    /** Prints what was found: as JSON if that was asked for, else these lines. */
    void print(Object findings, List<String> lines, CommandLine command) {
        if (output.json()) {
            output.print(findings, command.getOut());
        } else {
            lines.forEach(command.getOut()::println);
        }
    }

    /** Says something to somebody who waits, unless {@code --quiet} is given. */
    void note(String line) {
        output.progress().note(line);
    }

    /** Whether there is a {@code --set}. */
    boolean changesSettings() {
        return !settings.isEmpty();
    }

    private Run created(String name, Experiment experiment, Map<String, String> shorthands, @Nullable Path folder) {
        Map<String, String> overrides = RunRequest.overrides(shorthands, settings);
        RunRequest request = new RunRequest(
                name, Json.with(experiment, overrides), reproducibility.seed().value(), overrides);
        reproducibility.configureThreads(experiment instanceof ExperimentSweep || experiment instanceof LCurve);
        Progress progress = output.progress();
        return folder == null
                ? Run.createBelow(Path.of(RUNS), request, experiments, progress)
                : Run.create(request, folder, experiments, progress);
    }

    /** Whether a run is to be gone on with, instead of a new one. */
    boolean resumes() {
        return resume != null;
    }

    /** Goes on with a run and prints the result. */
    void resume(ExperimentList experiments, CommandLine command) {
        Path folder = Objects.requireNonNull(resume);
        refuseOthers(command);
        Check.require(Files.isDirectory(folder), "%s is not a folder", folder);
        RunRecord.read(folder).threads().configure();
        Run run = Run.resume(folder, experiments, output.progress());
        output.print(shown(folder, command, () -> execute(run, command)), command.getOut());
    }

    /** Everything else is in the run. */
    private static void refuseOthers(CommandLine command) {
        ParseResult given = command.getParseResult();
        Stream<String> options = given.matchedOptions().stream().map(option -> option.longestName());
        Stream<String> words = given.matchedPositionals().stream().map(word -> word.paramLabel());
        Stream.concat(options, words)
                .filter(name -> !WITH_RESUME.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new ParameterException(
                            command, "--resume takes all settings from the run, so %s cannot be given".formatted(name));
                });
    }

    /** Does something, with pages for the runs in a folder if they were asked for. */
    private <T> T shown(Path folder, CommandLine command, Supplier<T> body) {
        if (!ui) {
            return body.get();
        }
        try (WebServer pages = WebServer.start(Address.local(), new RunFolders(List.of(folder)))) {
            command.getErr().println("dbn: in the browser: " + pages.url());
            command.getErr().flush();
            return body.get();
        }
    }

    private Result execute(Run run, CommandLine command) {
        Progress progress = run.progress();
        if (ui) {
            run.attach(TrainingListeners.class, new TrainingStats(run.folder()));
        }
        if (checkpoint != null) {
            run.checkpoints().every(Duration.ofMinutes(checkpoint));
        }
        progress.note("run folder: " + run.folder());
        Result result = InterruptNotice.during(
                run::execute, "go on with ./dbn run --resume " + run.folder(), progress, command.getErr());
        Path report = run.folder().resolve("report.html");
        if (Files.exists(report)) {
            progress.note("report: " + report);
        }
        return result;
    }
}
