package io.dbn4j.core.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A writer of files that exist whole or not at all.
 *
 * <p>The content goes to a new file {@code .NAME.RANDOM.tmp} in the same folder first. No existing file or link is
 * opened.
 */
public final class AtomicFile {

    private static final Pattern TEMPORARY = Pattern.compile("\\.(.+)\\.[0-9a-f]{16}\\.tmp", Pattern.DOTALL);

    private static final SecureRandom RANDOM = new SecureRandom();

    private AtomicFile() {}

    /** Writes a text to a file. */
    public static void write(Path file, String text) {
        write(file, temporary -> Files.writeString(temporary, text));
    }

    /**
     * Writes {@code content} to a temporary file, which then atomically replaces {@code file}, or a link of that name.
     *
     * @throws UncheckedIOException naming the file, if it cannot be written; an existing file then stays unchanged
     */
    public static void write(Path file, FileContent content) {
        Path temporary = file.resolveSibling(
                "." + file.getFileName() + "." + HexFormat.of().toHexDigits(RANDOM.nextLong()) + ".tmp");
        try {
            // Fails if anything of this name exists, even a dangling link.
            Files.createFile(temporary);
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
            // The message of a FileSystemException names the temporary file, so only its reason is used.
            String reason = e instanceof FileSystemException system && system.getReason() != null
                    ? system.getReason()
                    : String.valueOf(e.getMessage());
            throw new UncheckedIOException("cannot write " + file + ": " + reason, e);
        }
    }

    /**
     * Returns the name of the file that a temporary file was written for; empty if the given name is not that of a
     * temporary file. A killed process may leave temporary files.
     */
    public static Optional<String> becomes(String name) {
        Matcher temporary = TEMPORARY.matcher(name);
        return temporary.matches() ? Optional.of(temporary.group(1)) : Optional.empty();
    }
}
