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
import java.util.Map;
import java.util.Objects;

/**
 * A search for the best settings of an experiment.
 *
 * <p>A <em>trial</em> is one setting, run once with each seed; the seeds are the same for all trials, so that what differs
 * between two trials is the setting. Trials are ranked by the mean of their scores. The folder of a sweep holds the folders of
 * its runs, and a sweep that was stopped or killed goes on with those that are not done.
 *
 * @param experiment name of a preset, or a file of an experiment
 * @param settings what is changed for all trials, by path
 * @param axes what is searched, by path as behind {@code --set}
 * @param search how settings are chosen
 * @param score by which they are compared
 * @param atMost numbers of a run that must not be larger in the mean, such as {@code layer1.freeEnergyGap}; trials above a limit
 *     are listed and never the best
 * @param seeds runs of each trial
 * @param confirmations runs of the best setting with seeds that had no part in the choice: its score in the search is too
 *     good on average, being the best of many
 * @param workers runs at the same time; changes no score
 * @param runMinutes after which a run is stopped and its trial has failed
 * @param minutes after which no run is started; 0 for no limit
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

    /** What a file need not say. */
    private static final Map<String, Object> DEFAULTS = Map.of(
            "type", "sweep",
            "settings", Map.of(),
            "atMost", Map.of(),
            "seeds", 3,
            "confirmations", 0,
            "workers", 1,
            "runMinutes", 60,
            "minutes", 0);

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
     * Reads a sweep from a file, which may leave out what has a default. Data that its settings name and the working folder
     * does not have are those beside the file.
     *
     * @throws IllegalArgumentException naming the file and the place, if it does not fit
     */
    public static ExperimentSweep read(Path file) {
        Map<String, Object> tree = new LinkedHashMap<>(DEFAULTS);
        Map<?, ?> given = Json.read(file, Map.class);
        given.forEach((name, value) -> tree.put(String.valueOf(name), value));
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        tree.computeIfPresent("settings", (name, settings) -> beside(folder, "", settings));
        try {
            return Json.fromMap(tree, ExperimentSweep.class);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** Settings of which {@code data} and {@code folder} are the paths. */
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
        Experiment base = base(experiments);
        base.requireInputs(experiments);
        axes.forEach((path, axis) -> Settings.require(base, path, axis.ends(), "axes"));
        search.require(base);
    }

    /** The experiment with the settings of all trials. */
    Experiment base(ExperimentList experiments) {
        Experiment base = Settings.applied(experiments, experiment, settings);
        Check.require(!(base instanceof ExperimentSweep), "experiment must not be a sweep itself, was %s", experiment);
        return base;
    }

    /** All that a trial changes. */
    Map<String, String> overrides(Map<String, String> values) {
        Map<String, String> all = new LinkedHashMap<>();
        settings.forEach((path, value) -> all.put(path, Settings.text(value)));
        return RunRequest.overrides(all, values);
    }

    @Override
    public SweepOutcome run(Run run) {
        return run(run, new LocalTrials());
    }

    /**
     * Searches, with the runs of the trials executed elsewhere.
     *
     * @param run of this sweep; modified
     */
    public SweepOutcome run(Run run, TrialExecutor executor) {
        return new SweepCourse(this, run, executor).outcome();
    }
}
