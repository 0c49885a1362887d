package io.dbn4j.lab.run;

import io.dbn4j.core.Check;
import io.dbn4j.lab.run.RunRecord.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The runs below a folder.
 *
 * @param runs in the order in which they were started
 * @param unreadable folders that hold no readable {@code run.json}
 */
public record RunList(List<Entry> runs, List<Unreadable> unreadable) {

    /** The result of reading one folder. */
    private sealed interface Found permits Entry, Unreadable {}

    /** A run and its folder. */
    public record Entry(Path folder, RunRecord record) implements Found {

        /** Returns the state of the run; a run whose process ended without recording its end counts as interrupted. */
        public Status status() {
            boolean gone =
                    record.status() == Status.RUNNING && !RunLock.isHeld(folder).orElseGet(record::isAlive);
            return gone ? Status.INTERRUPTED : record.status();
        }
    }

    /** A folder without a readable run, with the reason in one line. */
    public record Unreadable(Path folder, String reason) implements Found {}

    /**
     * Lists the runs in a folder; hidden folders and plain files are skipped. A folder that does not exist has no runs.
     */
    public static RunList of(Path root) {
        return of(root, RunRecord::read);
    }

    /** Lists the runs in a folder with another reader of records, such as a cache. Several threads call the reader. */
    public static RunList of(Path root, Function<Path, RunRecord> reader) {
        List<Entry> runs = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        // Reading a thousand records takes one processor a second.
        for (Found found : folders(root).parallelStream()
                .map(folder -> found(root, folder, reader))
                .toList()) {
            if (found instanceof Entry run) {
                runs.add(run);
            } else if (found instanceof Unreadable none) {
                unreadable.add(none);
            }
        }
        runs.sort(Comparator.comparing(entry -> entry.record().started()));
        return new RunList(runs, unreadable);
    }

    private static Found found(Path root, Path folder, Function<Path, RunRecord> reader) {
        try {
            Check.require(isInside(folder, root), "%s leads out of %s", folder, root);
            return new Entry(folder, reader.apply(folder));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return new Unreadable(folder, String.valueOf(e.getMessage()));
        }
    }

    /** Tells whether a subfolder of {@code root} stays inside it: a link may lead out of it. */
    public static boolean isInside(Path folder, Path root) {
        try {
            return !Files.isSymbolicLink(folder) || folder.toRealPath().startsWith(root.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Path> folders(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (var files = Files.list(root)) {
            return files.filter(Files::isDirectory)
                    .filter(folder -> !folder.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + root + ": " + e.getMessage(), e);
        }
    }
}
