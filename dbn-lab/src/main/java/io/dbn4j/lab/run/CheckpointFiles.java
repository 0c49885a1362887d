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
 * The files in the folder {@code checkpoints} of a run that the run wrote itself.
 *
 * <p>Others may lie beside them: what has no name that is written here is neither read nor deleted.
 */
final class CheckpointFiles {

    /** Digits of any script: in some languages of the system earlier versions wrote others than 0 to 9. */
    private static final Pattern NAME = Pattern.compile("(\\p{Nd}{6,9})-([a-z0-9-]+)\\.(zip|json)");

    private final RunFile folder;

    /** A checkpoint. */
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
     * All of them, from the newest.
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

    /** Writes one, whole or not at all. */
    void write(int number, String part, String ending, FileContent content) {
        Check.require(part.matches("[a-z0-9-]+"), "part must match [a-z0-9-]+, was %s", part);
        file(String.format(Locale.ROOT, "%06d-%s.%s", number, part, ending)).write(content);
    }

    /** Deletes halves of files, from a process that was killed. */
    void deleteHalves() {
        for (String name : folder.names()) {
            String whole = AtomicFile.becomes(name).orElse(name.replaceFirst("^\\.(.*)\\.tmp$", "$1"));
            if (!whole.equals(name) && NAME.matcher(whole).matches()) {
                file(name).delete();
            }
        }
    }

    /** Deletes all of them, and the folder if nothing else is in it. */
    void deleteAll() {
        deleteHalves();
        list().forEach(saved -> saved.file.delete());
        folder.deleteEmptyFolder();
    }

    /** Copies the states of parts, but not the results of those that are computed in one go. */
    void copySnapshots(CheckpointFiles into) {
        for (Saved saved : list()) {
            if (saved.isSnapshot()) {
                into.file(String.valueOf(saved.path().getFileName()))
                        .write(copy -> Files.copy(saved.file.path(), copy, StandardCopyOption.REPLACE_EXISTING));
            }
        }
    }
}
