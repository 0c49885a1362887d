package io.dbn4j.core.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are there whole or not at all. */
final class AtomicFile {

    private AtomicFile() {}

    static void write(Path file, String text) {
        write(file, temporary -> Files.writeString(temporary, text));
    }

    /** Lets {@code content} write a temporary file, which then takes the place of {@code file} at once. */
    static void write(Path file, FileContent content) {
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
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
