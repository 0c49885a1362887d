package io.dbn4j.lab.run;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.NativeThreads;
import io.dbn4j.core.json.Json;
import io.dbn4j.lab.run.RunRecord.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A run repeated with its recorded configuration, seed and threads, compared with the original.
 *
 * @param recorded the folder of the original run
 * @param replayed the folder of the new run
 * @param differences places with different values, times excluded; empty if all bits are equal
 * @param circumstances changes of code, machine or threads, which may explain differences but are not differences
 *     themselves
 */
public record Replay(Path recorded, Path replayed, List<Difference> differences, List<String> circumstances) {

    private static final int SHOWN = 10;

    /**
     * Repeats a recorded run in a new folder.
     *
     * @param recorded folder of a run that is done
     * @param into folder for the new run, created if missing
     * @param experiments the list in which the type of the recorded experiment is registered
     * @throws IllegalArgumentException if the run is not done, its records are damaged or {@code into} holds a run
     */
    public static Replay of(Path recorded, Path into, ExperimentList experiments, Progress progress) {
        RunRecord before = RunRecord.read(recorded);
        Check.require(
                before.status() == Status.DONE,
                "%s cannot be replayed: its status is %s, must be done",
                recorded,
                Json.tree(before.status()).textValue());
        NativeThreads threads = NativeThreads.current();
        before.threads().configure();
        try {
            Run run = Run.create(before.request(experiments), into, experiments, progress);
            run.execute();
            return new Replay(recorded, into, FolderComparison.of(recorded, into), circumstances(before, run.record()));
        } finally {
            threads.configure();
        }
    }

    /** Tells whether every result, metric and array has the same bits. */
    public boolean isEqual() {
        return differences.isEmpty();
    }

    /** Returns {@code replayed: equal}, or the first differences, one a line. */
    public String summary() {
        if (isEqual()) {
            return "replayed: equal";
        }
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "replayed: %d differences", differences.size()));
        differences.stream().limit(SHOWN).map(Difference::toString).forEach(lines::add);
        if (differences.size() > SHOWN) {
            lines.add(String.format(Locale.ROOT, "and %d more", differences.size() - SHOWN));
        }
        lines.addAll(circumstances);
        return String.join("\n", lines);
    }

    private static List<String> circumstances(RunRecord before, RunRecord after) {
        Map<String, Object> old = circumstances(before);
        Map<String, Object> now = circumstances(after);
        return old.keySet().stream()
                .filter(name -> !String.valueOf(old.get(name)).equals(String.valueOf(now.get(name))))
                .map(name -> "%s was %s, is %s".formatted(name, old.get(name), now.get(name)))
                .toList();
    }

    private static Map<String, Object> circumstances(RunRecord record) {
        Map<String, Object> all = new LinkedHashMap<>(Json.toMap(record.machine()));
        all.put("threads", record.threads().ops());
        all.put("BLAS threads", record.threads().blas());
        all.put("code", record.code());
        return all;
    }
}
