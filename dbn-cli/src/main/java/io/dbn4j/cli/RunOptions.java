package io.dbn4j.cli;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The options of commands that run an experiment, and the steps of such a command. */
public class RunOptions {

    /** Name of the folder that holds run folders by default. */
    public static final String RUNS = "runs";

    /** Options that are allowed with {@code --resume}. */
    private static final Set<String> WITH_RESUME =
            Set.of("--resume", "--checkpoint", "--json", "--quiet", "--stacktrace");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change one setting, such as layers[0].epochs=20. Lists count from 0: layers[0] is layer 1."
                    + " The command settings lists the keys. Can be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            converter = NamedFolder.class,
            description = "Folder for this run. Default: a new folder in " + RUNS + ".")
    private @Nullable Path out;

    @Mixin
    private SeedOption seed;

    @Option(
            names = "--checkpoint",
            paramLabel = "MINUTES",
            converter = WholeNumber.Positive.class,
            description = "Minutes between two checkpoints inside an epoch. Default: 5.")
    private @Nullable Integer checkpoint;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            converter = NamedFolder.Text.class,
            description = "Resume a stopped run from its last checkpoint; the result is the same as without the stop."
                    + " Settings, seed and threads come from the run.")
    private @Nullable String resume;

    @Mixin
    private Output output;

    private final ExperimentList experiments;

    /** Creates the options for a list of experiments. */
    public RunOptions(ExperimentList experiments) {
        this.experiments = experiments;
    }

    /**
     * Returns the run that {@code --resume} names, as it was named.
     *
     * @throws ParameterException if {@code --resume} is given together with an option whose value the run has recorded
     */
    public final Optional<String> resumed(CommandLine command) {
        if (resume != null) {
            refuseOthers(command);
        }
        return Optional.ofNullable(resume);
    }

    /** Returns the folder for the run, if one is given. */
    public final Optional<Path> folder() {
        return Optional.ofNullable(out);
    }

    /** Returns the output options of the command. */
    public final Output output() {
        return output;
    }

    /** Returns the experiments that a run can be of. */
    public final ExperimentList experiments() {
        return experiments;
    }

    /**
     * Refuses {@code --checkpoint} for a command whose runs cannot resume.
     *
     * @throws ParameterException if it is given
     */
    public final void refuseCheckpoints(String reason, CommandLine command) {
        if (checkpoint != null) {
            throw new ParameterException(command, "--checkpoint has no effect here: " + reason);
        }
    }

    /** Tells whether {@code --set} is given. */
    public final boolean changesSettings() {
        return !settings.isEmpty();
    }

    /** Returns the replacements of other options and of {@code --set}; the replacements of {@code --set} win. */
    public final Map<String, String> overrides(Map<String, String> shorthands) {
        return RunRequest.overrides(shorthands, settings);
    }

    /**
     * Returns the request for a run with some settings replaced.
     *
     * @param name name of the preset or the file
     * @param overrides replacements of settings
     */
    public final RunRequest request(String name, Experiment experiment, Map<String, String> overrides) {
        return new RunRequest(
                name, Json.with(experiment, overrides), seed.seed().value(), overrides);
    }

    /**
     * Starts a new run.
     *
     * @param folder folder of the run; if empty, a new one below {@link #RUNS}
     */
    public final Run create(RunRequest request, Optional<Path> folder) {
        Progress progress = output.progress();
        return folder.isPresent()
                ? Run.create(request, folder.get(), experiments, progress)
                : Run.createBelow(Path.of(RUNS), request, experiments, progress);
    }

    /** Resumes a run with its recorded number of threads. */
    public final Run resume(Path folder) {
        Check.require(Files.isDirectory(folder), "%s is not a folder", folder);
        RunRecord.read(folder).threads().configure();
        return Run.resume(folder, experiments, output.progress());
    }

    /** Tells whether an option is allowed with {@code --resume} because the run does not record it. */
    protected boolean goesWithResume(String option) {
        return WITH_RESUME.contains(option);
    }

    private void refuseOthers(CommandLine command) {
        ParseResult given = command.getParseResult();
        Stream<String> options = given.matchedOptions().stream().map(option -> option.longestName());
        Stream<String> words = given.matchedPositionals().stream().map(word -> word.paramLabel());
        Stream.concat(options, words)
                .filter(name -> !goesWithResume(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new ParameterException(
                            command, "--resume takes all settings from the run; leave out %s".formatted(name));
                });
    }

    /**
     * Executes a run to its end and prints where the folder and the report are.
     *
     * @param computation executes the run
     * @param again the command that resumes the run, up to {@code --resume}
     */
    public final Result execute(Run run, Supplier<Result> computation, String again, CommandLine command) {
        Progress progress = run.progress();
        if (checkpoint != null) {
            run.checkpoints().every(Duration.ofMinutes(checkpoint));
        }
        progress.note("run folder: " + run.folder());
        Result result = InterruptNotice.during(
                computation, "resume with %s --resume %s".formatted(again, run.folder()), progress, command.getErr());
        Path report = run.folder().resolve("report.html");
        if (Files.exists(report)) {
            progress.note("report: " + report);
        }
        return result;
    }
}
