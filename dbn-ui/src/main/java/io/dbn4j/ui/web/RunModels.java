package io.dbn4j.ui.web;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the models that were used last; a browser asks for the same model repeatedly.
 *
 * @param <M> type of a model that is read from a run folder
 */
final class RunModels<M> {

    private static final int KEPT = 3;

    private final Function<Path, M> reader;
    private final Map<Path, Read<M>> models = new LinkedHashMap<>(8, 0.75f, true);

    private record Read<M>(String version, M model) {}

    RunModels(Function<Path, M> reader) {
        this.reader = reader;
    }

    /** Returns the model of a run, read again if its file has changed; one reader at a time, to limit memory. */
    synchronized M of(Path run) {
        String version = RunModel.version(run);
        @Nullable Read<M> before = models.get(run);
        if (before != null && before.version.equals(version)) {
            return before.model;
        }
        M model = reader.apply(run);
        models.put(run, new Read<>(version, model));
        if (models.size() > KEPT) {
            models.remove(models.keySet().iterator().next());
        }
        return model;
    }
}
