package io.dbn4j.core.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are there whole or not at all. */
public final class AtomicFile {

    private AtomicFile() {}

    /** Writes a text. */
    public static void write(Path file, String text) {
        write(file, temporary -> Files.writeString(temporary, text));
    }

    /**
     * Lets {@code content} write a temporary file, which then takes the place of {@code file} at once.
     *
     * @throws UncheckedIOException naming the file, if it cannot be written; what was there before stays
     */
    public static void write(Path file, FileContent content) {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            try {
                content.writeTo(temporary);
                try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            // In the message of a FileSystemException stands the temporary file.
            String reason = e instanceof FileSystemException system && system.getReason() != null
                    ? system.getReason()
                    : String.valueOf(e.getMessage());
            throw new UncheckedIOException("cannot write " + file + ": " + reason, e);
        }
    }
}
