package io.dbn4j.spark;

import io.dbn4j.core.json.Json;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.lab.terminal.InterruptNotice;
import io.dbn4j.lab.terminal.ResultTable;
import io.dbn4j.lab.terminal.TerminalProgress;
import io.dbn4j.spark.cluster.ClusterExperiments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options of commands that run an experiment: a part of those of {@code ./dbn run}, with the same names. */
final class RunOptions {

    private static final Path RUNS = Path.of("runs");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change one setting, for example seeds=5. Can be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for this run, on this machine. Default: a new one in runs.")
    private @Nullable Path out;

    @Option(names = "--seed", paramLabel = "SEED", description = "Seed of all random numbers. Default: 42.")
    private long seed = 42;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = "Go on with a run that was stopped. Settings and seed are those of the run.")
    private @Nullable String resume;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    Optional<String> resumed() {
        return Optional.ofNullable(resume);
    }

    Progress progress() {
        return quiet ? Progress.warningsOn(System.err) : TerminalProgress.onStandardError();
    }

    /** Replacements that other options stand for, and {@code --set}, which wins over them. */
    Map<String, String> overrides(Map<String, String> shorthands) {
        return RunRequest.overrides(shorthands, settings);
    }

    /** A new run with these replacements. */
    Run start(String name, Experiment experiment, Map<String, String> overrides, Progress progress) {
        RunRequest request = new RunRequest(name, Json.with(experiment, overrides), seed, overrides);
        return out == null
                ? Run.createBelow(RUNS, request, ClusterExperiments.ALL, progress)
                : Run.create(request, out, ClusterExperiments.ALL, progress);
    }

    /**
     * Executes a run and prints its result.
     *
     * @param again the command that goes on with it, up to the folder
     */
    void execute(Run run, Function<Run, ? extends Result> computation, String again, CommandLine command) {
        Progress progress = run.progress();
        progress.note("run folder: " + run.folder());
        Result result = InterruptNotice.during(
                () -> run.execute(computation),
                "go on with %s --resume %s".formatted(again, run.folder()),
                progress,
                command.getErr());
        if (Files.exists(run.folder().resolve("report.html"))) {
            progress.note("report: " + run.folder().resolve("report.html"));
        }
        command.getOut().println(json ? Json.write(result).strip() : ResultTable.of(result));
        command.getOut().flush();
    }
}
