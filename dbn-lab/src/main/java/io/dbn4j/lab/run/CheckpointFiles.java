package io.dbn4j.lab.run;

import io.dbn4j.core.Check;
import io.dbn4j.core.json.AtomicFile;
import io.dbn4j.core.json.FileContent;
import io.dbn4j.core.json.RunFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoint files in the folder {@code checkpoints} of a run.
 *
 * <p>Other files may lie beside them: a file with a name that this class does not write is neither read nor deleted.
 */
final class CheckpointFiles {

    /** Digits of any script: under some system languages earlier versions wrote digits other than 0 to 9. */
    private static final Pattern NAME = Pattern.compile("(\\p{Nd}{6,9})-([a-z0-9-]+)\\.(zip|json)");

    private final RunFile folder;

    /** A checkpoint: its number, its part and its file. */
    record Saved(int number, String part, RunFile file) {

        boolean isSnapshot() {
            return file.name().endsWith(".zip");
        }

        Path path() {
            return file.folder().resolve(file.name());
        }
    }

    CheckpointFiles(Path folder) {
        this.folder = RunFile.of(folder);
    }

    /**
     * Returns all checkpoints, the newest first.
     *
     * @throws IllegalArgumentException if the folder is a link
     */
    List<Saved> list() {
        List<Saved> files = new ArrayList<>();
        for (String name : folder.names()) {
            Saved saved = saved(name);
            if (saved != null) {
                files.add(saved);
            }
        }
        files.sort(Comparator.comparingInt(Saved::number).reversed());
        return files;
    }

    private @Nullable Saved saved(String name) {
        Matcher parts = NAME.matcher(name);
        return parts.matches() ? new Saved(Integer.parseInt(parts.group(1)), parts.group(2), file(name)) : null;
    }

    private RunFile file(String name) {
        return new RunFile(folder.folder(), folder.name() + "/" + name);
    }

    /** Writes a checkpoint whole or not at all. */
    void write(int number, String part, String ending, FileContent content) {
        Check.require(part.matches("[a-z0-9-]+"), "part must match [a-z0-9-]+, was %s", part);
        file(String.format(Locale.ROOT, "%06d-%s.%s", number, part, ending)).write(content);
    }

    /** Deletes unfinished files of a process that was killed. */
    void deleteHalves() {
        for (String name : folder.names()) {
            String whole = AtomicFile.becomes(name).orElse(name.replaceFirst("^\\.(.*)\\.tmp$", "$1"));
            if (!whole.equals(name) && NAME.matcher(whole).matches()) {
                file(name).delete();
            }
        }
    }

    /** Deletes all checkpoints, and the folder if nothing else is in it. */
    void deleteAll() {
        deleteHalves();
        list().forEach(saved -> saved.file.delete());
        folder.deleteEmptyFolder();
    }

    /** Copies the snapshots of parts, but not the results of parts that are computed in one go. */
    void copySnapshots(CheckpointFiles into) {
        for (Saved saved : list()) {
            if (saved.isSnapshot()) {
                into.file(String.valueOf(saved.path().getFileName()))
                        .write(copy -> Files.copy(saved.file.path(), copy, StandardCopyOption.REPLACE_EXISTING));
            }
        }
    }
}
