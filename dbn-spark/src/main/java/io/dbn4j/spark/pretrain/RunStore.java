package io.dbn4j.spark.pretrain;

import io.dbn4j.core.Check;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * A copy of a run folder in a file system of Hadoop, from which the run is resumed when the machine of the driver is
 * lost.
 *
 * @param files the file system
 * @param folder folder of the copy
 */
public record RunStore(FileSystem files, Path folder) {

    private static final String RECORD = "run.json";
    private static final String CHECKPOINTS = "checkpoints";
    private static final String UNFINISHED = ".part";

    /**
     * Opens a folder, which need not exist.
     *
     * @param uri URI such as {@code hdfs://head/runs/first}, {@code s3a://bucket/first} or {@code file:/shared/first}
     * @throws IllegalArgumentException if there is no such file system
     */
    public static RunStore open(String uri, Configuration configuration) {
        try {
            Path folder = new Path(uri);
            return new RunStore(folder.getFileSystem(configuration), folder);
        } catch (IOException e) {
            throw new IllegalArgumentException("%s cannot be used: %s".formatted(uri, e.getMessage()), e);
        }
    }

    /** Tells whether a place has a scheme, as Hadoop's names have. */
    public static boolean isNamedBy(String place) {
        return place.matches("[a-z][a-z0-9+.-]+:/.*");
    }

    /** Tells whether the folder holds a run. */
    public boolean holdsRun() {
        try {
            return files.exists(new Path(folder, RECORD));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Updates the copy from the run folder; the only subfolder that is copied is that of the checkpoints. */
    public void put(java.nio.file.Path run) {
        try {
            // Copy measurements before checkpoints, because a checkpoint refers to the measurements before it.
            for (java.nio.file.Path file : list(run)) {
                put(file, new Path(folder, name(file)));
            }
            Set<String> now = new HashSet<>();
            for (java.nio.file.Path checkpoint : list(run.resolve(CHECKPOINTS))) {
                now.add(name(checkpoint));
                Path copy = new Path(new Path(folder, CHECKPOINTS), name(checkpoint));
                if (!files.exists(copy)) {
                    put(checkpoint, copy);
                }
            }
            for (Path old : list(new Path(folder, CHECKPOINTS))) {
                if (!now.contains(old.getName())) {
                    files.delete(old, false);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder + ": " + e.getMessage(), e);
        }
    }

    private static String name(java.nio.file.Path file) {
        return String.valueOf(file.getFileName());
    }

    /** Copies a file; it appears whole or not at all. */
    private void put(java.nio.file.Path from, Path into) throws IOException {
        Path unfinished = into.suffix(UNFINISHED);
        files.copyFromLocalFile(false, true, new Path(from.toUri()), unfinished);
        replace(unfinished, into);
    }

    /** Replaces a file atomically if the file system can, because a driver may be lost between any two steps. */
    private void replace(Path unfinished, Path into) throws IOException {
        FileContext context;
        try {
            context = FileContext.getFileContext(files.getUri(), files.getConf());
        } catch (UnsupportedFileSystemException e) {
            files.delete(into, false);
            if (!files.rename(unfinished, into)) {
                throw new IOException(unfinished + " could not be renamed to " + into.getName());
            }
            return;
        }
        context.rename(files.makeQualified(unfinished), files.makeQualified(into), Options.Rename.OVERWRITE);
    }

    private static List<java.nio.file.Path> list(java.nio.file.Path local) throws IOException {
        if (!Files.isDirectory(local)) {
            return List.of();
        }
        try (var all = Files.list(local)) {
            return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !name(file).startsWith(".")) // The lock file must not be opened.
                    .sorted()
                    .toList();
        }
    }

    private List<Path> list(Path copied) throws IOException {
        if (!files.exists(copied)) {
            return List.of();
        }
        return Arrays.stream(files.listStatus(copied))
                .filter(FileStatus::isFile)
                .map(FileStatus::getPath)
                .toList();
    }

    /**
     * Copies the run to this machine.
     *
     * @param run a folder that does not exist
     */
    public void get(java.nio.file.Path run) {
        Check.require(holdsRun(), "%s holds no run", folder);
        Check.require(
                !Files.exists(run),
                "cannot copy the run to %s: it exists already; resume that folder or move it away",
                run);
        try {
            for (Path file : list(folder)) {
                get(file, run.resolve(file.getName()));
            }
            for (Path checkpoint : list(new Path(folder, CHECKPOINTS))) {
                get(checkpoint, run.resolve(CHECKPOINTS).resolve(checkpoint.getName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + folder + ": " + e.getMessage(), e);
        }
    }

    private void get(Path from, java.nio.file.Path into) throws IOException {
        if (from.getName().endsWith(UNFINISHED)) {
            return;
        }
        Files.createDirectories(into.resolveSibling("."));
        try (var in = files.open(from)) {
            Files.copy(in, into);
        }
    }
}
