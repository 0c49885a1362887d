package io.dbn4j.ui.command;

import io.dbn4j.cli.Presets;
import io.dbn4j.core.json.Json;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.RunRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The experiment whose settings a command searches. */
final class SearchedExperiment {

    @Parameters(
            arity = "0..1",
            paramLabel = "PRESET|FILE.json",
            completionCandidates = Presets.class,
            description = "Experiment: name of a preset, or a settings file.")
    private @Nullable String source;

    @Option(
            names = "--setting",
            paramLabel = "KEY=VALUE",
            description = "Change one setting of the experiment, in all runs. Can be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    private final ExperimentList experiments;

    SearchedExperiment(ExperimentList experiments) {
        this.experiments = experiments;
    }

    /** Returns the name of the preset or the file. */
    String source(CommandSpec command) {
        if (source == null) {
            throw new ParameterException(command.commandLine(), "missing argument PRESET|FILE.json");
        }
        new Presets(experiments).experiment(source, command);
        return source;
    }

    /** Returns the name of the experiment, for the name of the run. */
    String name(CommandSpec command) {
        return RunRequest.nameOf(Path.of(source(command)));
    }

    Map<String, Object> settings() {
        Map<String, Object> values = new LinkedHashMap<>();
        settings.forEach((path, text) -> values.put(path, value(text)));
        return values;
    }

    /** Returns the value of a JSON text, or the text itself if it is not JSON. */
    private static Object value(String text) {
        try {
            return Json.read(text, Object.class);
        } catch (IllegalArgumentException notJson) {
            return text;
        }
    }
}
