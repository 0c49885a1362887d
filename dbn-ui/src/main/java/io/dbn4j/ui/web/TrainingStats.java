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

/** Records every training of a run for DL4J's pages, each in a {@link StatsFile} of the run folder. */
public final class TrainingStats implements TrainingListeners {

    private static final String FOLDER = "training";
    private static final String ENDING = ".stats";
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9.-]*";

    /** Shortest time of a training that is recorded; experiments train hundreds of tiny models. */
    private static final Duration START = Duration.ofMillis(500);

    private final Path folder;
    private final Duration start;

    /** @param run folder of the run; nothing is written until a training has taken half a second */
    public TrainingStats(Path run) {
        this(run, START);
    }

    TrainingStats(Path run, Duration start) {
        this.folder = run.resolve(FOLDER);
        this.start = start;
    }

    /**
     * Returns a listener with a new file; a resumed training writes a second file, because it starts at a checkpoint.
     */
    @Override
    public TrainingListener listener(String training) {
        Check.require(training.matches(NAME), "training must match %s, was %s", NAME, training);
        Path file = folder.resolve(training + ENDING);
        for (int again = 2; Files.exists(file); again++) {
            file = folder.resolve(training + "-" + again + ENDING);
        }
        return new SpacedStatsListener(new StatsFile(file), training, start);
    }

    /** Returns the names of the recorded trainings of a run; none if their folder is missing or a link. */
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
     * Returns the file of a training.
     *
     * @throws NoSuchElementException if the run has no training of this name, or its file is a link
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
