package io.dbn4j.ui.web;

import io.dbn4j.core.Check;
import io.dbn4j.core.json.RunFile;
import io.dbn4j.lab.run.RunList;
import io.dbn4j.lab.run.RunList.Entry;
import io.dbn4j.lab.run.RunList.Unreadable;
import io.dbn4j.lab.run.RunRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The run folders below some root folders, and their names in the pages.
 *
 * <p>The name {@code 0/20260102-030405-mnist-s42} means a folder in the first root; nothing else has a name.
 */
public final class RunFolders {

    /** Levels of folders that are searched: a root, and groups of runs in it such as a sweep. */
    private static final int DEPTH = 2;

    private final List<Path> roots;
    private final Map<Path, Remembered> records = new ConcurrentHashMap<>();

    /** A record, with the time and size of the file that it was read from. */
    private record Remembered(FileTime modified, long size, RunRecord record) {}

    /** A run and its name in the pages. */
    record IdentifiedRun(String id, Entry run) {}

    /** The runs below the roots, and the folders that cannot be read as runs. */
    record Found(List<IdentifiedRun> runs, List<Unreadable> unreadable) {}

    /**
     * Creates the list for some root folders.
     *
     * @param roots run folders, or folders that hold run folders; a root that does not exist has no runs
     */
    public RunFolders(List<Path> roots) {
        Check.require(!roots.isEmpty(), "roots must name at least one folder, were none");
        this.roots = List.copyOf(roots);
    }

    /** Returns the roots as they were given. */
    List<String> roots() {
        return roots.stream().map(Path::toString).toList();
    }

    /** Finds all runs, in the order of the roots and then of their start, and the folders that are not runs. */
    Found list() {
        List<IdentifiedRun> runs = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (int i = 0; i < roots.size(); i++) {
            Path root = roots.get(i);
            if (hasRecord(root)) {
                addOne(root, i + "/", runs, unreadable);
            } else {
                addAll(root, i + "/", DEPTH, runs, unreadable);
            }
        }
        return new Found(runs, unreadable);
    }

    private void addOne(Path folder, String id, List<IdentifiedRun> runs, List<Unreadable> unreadable) {
        try {
            runs.add(new IdentifiedRun(id, new Entry(folder, record(folder))));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            unreadable.add(new Unreadable(folder, String.valueOf(e.getMessage())));
        }
    }

    private void addAll(Path root, String prefix, int depth, List<IdentifiedRun> runs, List<Unreadable> unreadable) {
        RunList list = RunList.of(root, this::record);
        list.runs()
                .forEach(run -> runs.add(new IdentifiedRun(prefix + run.folder().getFileName(), run)));
        for (Unreadable folder : list.unreadable()) {
            if (depth > 1 && RunList.isInside(folder.folder(), root) && holdsRuns(folder.folder())) {
                String name = folder.folder().getFileName() + "/";
                addAll(folder.folder(), prefix + name, depth - 1, runs, unreadable);
            } else {
                unreadable.add(folder);
            }
        }
    }

    private static boolean holdsRuns(Path folder) {
        if (hasRecord(folder)) {
            return false; // The folder is a damaged run.
        }
        try (var inside = Files.list(folder)) {
            return inside.anyMatch(child -> RunList.isInside(child, folder) && hasRecord(child));
        } catch (IOException e) {
            return false;
        }
    }

    /** Tells whether a folder has an entry with the name of a record, even if it is a link. */
    private static boolean hasRecord(Path folder) {
        return Files.exists(folder.resolve(RunRecord.FILE), LinkOption.NOFOLLOW_LINKS);
    }

    private RunRecord record(Path folder) {
        Path file = folder.resolve(RunRecord.FILE);
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Remembered before = records.get(file);
            if (before != null && before.modified.equals(now.lastModifiedTime()) && before.size == now.size()) {
                return before.record;
            }
            RunRecord record = RunRecord.read(folder);
            records.put(file, new Remembered(now.lastModifiedTime(), now.size(), record));
            return record;
        } catch (IOException e) {
            throw new UncheckedIOException("no such file: " + file, e);
        }
    }

    /**
     * Returns the folder of a run.
     *
     * @throws NoSuchElementException if no run has this name
     */
    Path folder(String id) {
        int slash = id.indexOf('/');
        if (slash > 0 && slash < 6 && id.substring(0, slash).matches("[0-9]+")) {
            int root = Integer.parseInt(id.substring(0, slash));
            if (root < roots.size()) {
                return inside(roots.get(root), id.substring(slash + 1));
            }
        }
        throw unknown(id);
    }

    /** Resolves a name below a root; refuses links and dots that lead out of the root. */
    private static Path inside(Path root, String name) {
        try {
            Path top = root.toRealPath();
            Path folder = top.resolve(name).toRealPath();
            if (folder.startsWith(top) && new RunFile(folder, RunRecord.FILE).exists()) {
                return folder;
            }
        } catch (IOException | InvalidPathException e) {
            throw unknown(name, e);
        }
        throw unknown(name);
    }

    /** Reads the present state of a run. */
    Entry run(String id) {
        Path folder = folder(id);
        return new Entry(folder, record(folder));
    }

    /** Returns the path of a run, starting with its root as it was given: short enough for a command line. */
    String shown(String id) {
        int slash = id.indexOf('/');
        return roots.get(Integer.parseInt(id.substring(0, slash)))
                .resolve(id.substring(slash + 1))
                .toString();
    }

    private static NoSuchElementException unknown(String id) {
        return unknown(id, null);
    }

    private static NoSuchElementException unknown(String id, @Nullable Exception cause) {
        return new NoSuchElementException("there is no run " + Check.shown(id), cause);
    }
}
