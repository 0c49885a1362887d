package io.dbn4j.sweep;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.json.Json;
import io.dbn4j.lab.data.FileSource;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A search for the best settings of an experiment.
 *
 * <p>A <em>trial</em> is one setting, run once with each seed. The seeds are the same for all trials, so that two
 * trials differ only in the setting. Trials are ranked by the mean of their scores. The folder of a sweep holds the
 * folders of its runs; a sweep that was stopped or killed continues with the unfinished runs.
 *
 * @param experiment name of a preset, or a file of an experiment
 * @param settings settings that are changed for all trials, by path
 * @param axes settings that are searched, by path as after {@code --set}
 * @param search method by which settings are chosen
 * @param score number by which settings are compared
 * @param atMost upper limits for the mean of numbers of a run, such as {@code layer1.freeEnergyGap}; trials above a
 *     limit are listed but never the best
 * @param seeds number of runs of each trial
 * @param confirmations number of runs of the best setting with seeds that had no part in the choice: its score in the
 *     search is the best of many and therefore too good on average
 * @param workers number of runs at the same time; changes no score
 * @param runMinutes time after which a run is stopped and its trial fails
 * @param minutes time after which no further run is started; 0 for no limit
 */
@JsonTypeName("sweep")
public record ExperimentSweep(
        String experiment,
        Map<String, Object> settings,
        Map<String, Axis> axes,
        Search search,
        Score score,
        Map<String, Double> atMost,
        int seeds,
        int confirmations,
        int workers,
        double runMinutes,
        double minutes)
        implements Experiment {

    /** Default values of properties that a file may omit. */
    private static final Map<String, Object> DEFAULTS = Map.of(
            "type", "sweep",
            "settings", Map.of(),
            "atMost", Map.of(),
            "seeds", 3,
            "confirmations", 0,
            "workers", 1,
            "runMinutes", 60,
            "minutes", 0);

    private static final List<String> REQUIRED = List.of("experiment", "axes", "search", "score");

    public ExperimentSweep {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        axes = Collections.unmodifiableMap(new LinkedHashMap<>(axes));
        atMost = Collections.unmodifiableMap(new LinkedHashMap<>(atMost));
        Check.atLeast(1, axes.size(), "number of axes");
        Check.atLeast(1, seeds, "seeds");
        Check.atLeast(0, confirmations, "confirmations");
        Check.atLeast(1, workers, "workers");
        Check.positive(runMinutes, "runMinutes");
        Check.inRange(0, Double.MAX_VALUE, minutes, "minutes");
    }

    /**
     * Reads a sweep from a file, which may omit properties that have a default. Data named in its settings are searched
     * beside the file if the working folder does not have them.
     *
     * @throws IllegalArgumentException if the content does not fit, naming the file and the place
     */
    public static ExperimentSweep read(Path file) {
        Map<String, Object> tree = new LinkedHashMap<>(DEFAULTS);
        Map<?, ?> given = Json.read(file, Map.class);
        given.forEach((name, value) -> tree.put(String.valueOf(name), value));
        for (String name : REQUIRED) {
            Check.require(
                    tree.containsKey(name),
                    "%s: missing property \"%s\"; required: %s",
                    file,
                    name,
                    String.join(", ", REQUIRED));
        }
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        tree.computeIfPresent("settings", (name, settings) -> beside(folder, "", settings));
        try {
            return Json.fromMap(tree, ExperimentSweep.class);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** Resolves the paths in the settings {@code data} and {@code folder}. */
    private static Object beside(Path folder, String path, Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> all = new LinkedHashMap<>();
            map.forEach((name, below) ->
                    all.put(String.valueOf(name), below == null ? below : beside(folder, String.valueOf(name), below)));
            return all;
        }
        return value instanceof String text && path.matches("(.*\\.)?(data|folder)")
                ? FileSource.beside(folder, text)
                : value;
    }

    @Override
    public void requireInputs(ExperimentList experiments) {
        requireInputs(experiments, "axes");
    }

    /**
     * Requires an experiment that can run and has all settings that are searched.
     *
     * @param place name of the property that holds the paths of these settings, for the message
     */
    void requireInputs(ExperimentList experiments, String place) {
        Experiment base = base(experiments);
        base.requireInputs(experiments);
        axes.forEach((path, axis) -> Settings.require(base, path, axis.ends(), place));
        search.require(base);
    }

    /** Returns the experiment with the settings of all trials. */
    Experiment base(ExperimentList experiments) {
        Experiment base = Settings.applied(experiments, experiment, settings);
        Check.require(!(base instanceof ExperimentSweep), "experiment must not be a sweep itself, was %s", experiment);
        return base;
    }

    /** Returns all overrides of a trial. */
    Map<String, String> overrides(Map<String, String> values) {
        Map<String, String> all = new LinkedHashMap<>();
        settings.forEach((path, value) -> all.put(path, Settings.text(value)));
        return RunRequest.overrides(all, values);
    }

    @Override
    public SweepOutcome run(Run run) {
        return run(run, new LocalTrials(run.checkpoints().interval()));
    }

    /**
     * Runs the search, with the runs of the trials executed elsewhere.
     *
     * @param run run of this sweep; modified
     */
    public SweepOutcome run(Run run, TrialExecutor executor) {
        return new SweepCourse(this, run, executor).outcome();
    }
}
