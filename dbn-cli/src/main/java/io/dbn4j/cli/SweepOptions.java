package io.dbn4j.cli;

import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.sweep.ExperimentSweep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options for the sweep of a command: its name or file, and changes of its settings. */
public final class SweepOptions {

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE.json|PRESET",
            completionCandidates = Presets.class,
            description = "Sweep file, or name of a preset.")
    private @Nullable String source;

    @Option(
            names = "--workers",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description =
                    "Number of runs at the same time; does not change scores. Default: as in the file, else 1; on a"
                            + " cluster the number of its slots.")
    private @Nullable Integer workers;

    @Option(
            names = "--trials",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Number of settings to try, each with all seeds. Default: as in the file.")
    private @Nullable Integer trials;

    @Option(
            names = "--time",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "Start no run after this time, such as 30m or 2h. Default: no limit.")
    private @Nullable Duration time;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private final Presets presets;

    /** Creates the options; they offer the sweeps of a list of experiments. */
    public SweepOptions(ExperimentList experiments) {
        presets = new Presets(experiments).of(ExperimentSweep.class);
    }

    /** Lists the presets in the help of the command. */
    @Spec(Spec.Target.MIXEE)
    void describe(CommandSpec mixee) {
        presets.addTo(mixee);
    }

    /** Returns the name of the run. */
    public String name() {
        return RunRequest.nameOf(Path.of(source()));
    }

    /**
     * Reads the sweep from its file or preset.
     *
     * @throws ParameterException if no sweep is named, or no preset has this name
     */
    public ExperimentSweep sweep() {
        String named = source();
        return named.endsWith(".json")
                ? ExperimentSweep.read(Path.of(named))
                : (ExperimentSweep) presets.named(named, command).experiment();
    }

    private String source() {
        if (source == null) {
            throw new ParameterException(command.commandLine(), "missing argument FILE.json|PRESET");
        }
        return source;
    }

    /** Returns the replacements of settings that the options specify. */
    public Map<String, String> overrides(ExperimentSweep sweep) {
        Map<String, String> overrides = new LinkedHashMap<>();
        if (workers != null) {
            overrides.put("workers", String.valueOf(workers));
        }
        if (trials != null) {
            if (sweep.search().trials() == 0) {
                throw new ParameterException(
                        command.commandLine(),
                        "--trials cannot be given for a grid search; change its points in the sweep file");
            }
            overrides.put("search.trials", String.valueOf(trials));
        }
        if (time != null) {
            overrides.put("minutes", String.valueOf(time.toMillis() / 60_000.0));
        }
        return overrides;
    }
}
