package io.dbn4j.ui.web;

import io.dbn4j.core.Check;
import io.dbn4j.core.json.RunFile;
import io.dbn4j.lab.training.TrainingListeners;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import org.deeplearning4j.optimize.api.TrainingListener;

/** Keeps what DL4J's pages show of every training of a run, each in a {@link StatsFile} of its folder. */
public final class TrainingStats implements TrainingListeners {

    private static final String FOLDER = "training";
    private static final String ENDING = ".stats";
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9.-]*";

    /** What trains for a shorter time is not worth a page: experiments train hundreds of such models. */
    private static final Duration START = Duration.ofMillis(500);

    private final Path folder;
    private final Duration start;

    /** @param run folder of the run; nothing is written before a training has gone on for a moment */
    public TrainingStats(Path run) {
        this(run, START);
    }

    TrainingStats(Path run, Duration start) {
        this.folder = run.resolve(FOLDER);
        this.start = start;
    }

    /** One that is gone on with is another training: it begins at a checkpoint, in the middle of what was said before. */
    @Override
    public TrainingListener listener(String training) {
        Check.require(training.matches(NAME), "training must match %s, was %s", NAME, training);
        Path file = folder.resolve(training + ENDING);
        for (int again = 2; Files.exists(file); again++) {
            file = folder.resolve(training + "-" + again + ENDING);
        }
        return new SpacedStatsListener(new StatsFile(file), training, start);
    }

    /** The names of the trainings that were kept in a run folder; none if their folder is no folder of the run. */
    static List<String> of(Path run) {
        try {
            return new RunFile(run, FOLDER)
                    .names().stream()
                            .filter(name -> name.endsWith(ENDING))
                            .map(name -> name.substring(0, name.length() - ENDING.length()))
                            .filter(name -> name.matches(NAME))
                            .sorted()
                            .toList();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    /**
     * The file of a training.
     *
     * @throws NoSuchElementException if the run has none of this name, or it leads out of the run folder
     */
    static Path file(Path run, String training) {
        if (training.matches(NAME)) {
            RunFile file = new RunFile(run, FOLDER + "/" + training + ENDING);
            if (file.exists()) {
                return file.path();
            }
        }
        throw new NoSuchElementException("the run has no training " + Check.shown(training));
    }
}
