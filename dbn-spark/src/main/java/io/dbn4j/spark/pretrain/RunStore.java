package io.dbn4j.spark.pretrain;

import io.dbn4j.core.Check;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A copy of a run folder in a file system of Hadoop, from which the run goes on when the machine of the driver is lost.
 *
 * @param files the file system
 * @param folder in it
 */
public record RunStore(FileSystem files, Path folder) {

    private static final String CHECKPOINTS = "checkpoints";
    private static final String UNFINISHED = ".part";

    /** All that is needed to go on. Measurements before checkpoints: a checkpoint says how many it follows. */
    private static final List<String> RECORDS = List.of("run.json", "metrics.jsonl");

    /**
     * Opens a folder, which need not exist.
     *
     * @param uri such as {@code hdfs://head/runs/first}, {@code s3a://bucket/first} or {@code file:/shared/first}
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

    /** Whether a place is named as Hadoop does, with a scheme. */
    public static boolean isNamedBy(String place) {
        return place.matches("[a-z][a-z0-9+.-]+:/.*");
    }

    /** Whether a run is here. */
    public boolean holdsRun() {
        try {
            return files.exists(new Path(folder, RECORDS.get(0)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Makes the copy like the run folder. Each file is there whole or not at all. */
    public void put(java.nio.file.Path run) {
        try {
            for (String record : RECORDS) {
                put(run.resolve(record), new Path(folder, record));
            }
            Set<String> now = new HashSet<>();
            for (java.nio.file.Path checkpoint : list(run.resolve(CHECKPOINTS))) {
                String name = String.valueOf(checkpoint.getFileName());
                now.add(name);
                Path copy = new Path(new Path(folder, CHECKPOINTS), name);
                if (!files.exists(copy)) {
                    put(checkpoint, copy);
                }
            }
            for (FileStatus old : checkpoints()) {
                if (!now.contains(old.getPath().getName())) {
                    files.delete(old.getPath(), false);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder + ": " + e.getMessage(), e);
        }
    }

    private void put(java.nio.file.Path from, Path into) throws IOException {
        if (Files.exists(from)) {
            Path unfinished = into.suffix(UNFINISHED);
            files.copyFromLocalFile(false, true, new Path(from.toUri()), unfinished);
            files.delete(into, false);
            files.rename(unfinished, into);
        }
    }

    private static List<java.nio.file.Path> list(java.nio.file.Path checkpoints) throws IOException {
        if (!Files.isDirectory(checkpoints)) {
            return List.of();
        }
        try (var all = Files.list(checkpoints)) {
            return all.sorted().toList();
        }
    }

    private FileStatus[] checkpoints() throws IOException {
        Path all = new Path(folder, CHECKPOINTS);
        return files.exists(all) ? files.listStatus(all) : new FileStatus[0];
    }

    /**
     * Copies the run to this machine.
     *
     * @param run a folder that does not exist
     */
    public void get(java.nio.file.Path run) {
        Check.require(holdsRun(), "%s holds no run", folder);
        Check.require(!Files.exists(run), "%s is already there", run);
        try {
            for (String record : RECORDS) {
                Path from = new Path(folder, record);
                if (files.exists(from)) {
                    get(from, run.resolve(record));
                }
            }
            for (FileStatus checkpoint : checkpoints()) {
                String name = checkpoint.getPath().getName();
                if (!name.endsWith(UNFINISHED)) {
                    get(checkpoint.getPath(), run.resolve(CHECKPOINTS).resolve(name));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + folder + ": " + e.getMessage(), e);
        }
    }

    private void get(Path from, java.nio.file.Path into) throws IOException {
        Files.createDirectories(into.resolveSibling("."));
        try (var in = files.open(from)) {
            Files.copy(in, into);
        }
    }
}
