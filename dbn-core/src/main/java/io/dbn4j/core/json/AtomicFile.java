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
 * Files that are there whole or not at all.
 *
 * <p>The content is first written to a new file {@code .NAME.RANDOM.tmp} in the same folder. No existing file or link is
 * opened.
 */
public final class AtomicFile {

    private static final Pattern TEMPORARY = Pattern.compile("\\.(.+)\\.[0-9a-f]{16}\\.tmp", Pattern.DOTALL);

    private static final SecureRandom RANDOM = new SecureRandom();

    private AtomicFile() {}

    /** Writes a text. */
    public static void write(Path file, String text) {
        write(file, temporary -> Files.writeString(temporary, text));
    }

    /**
     * Lets {@code content} write a temporary file, which then takes the place of {@code file}, or of a link of its name, at
     * once.
     *
     * @throws UncheckedIOException naming the file, if it cannot be written; what was there before stays
     */
    public static void write(Path file, FileContent content) {
        Path temporary = file.resolveSibling(
                "." + file.getFileName() + "." + HexFormat.of().toHexDigits(RANDOM.nextLong()) + ".tmp");
        try {
            // Fails on anything that is there, a link that leads nowhere included.
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
            // In the message of a FileSystemException stands the temporary file.
            String reason = e instanceof FileSystemException system && system.getReason() != null
                    ? system.getReason()
                    : String.valueOf(e.getMessage());
            throw new UncheckedIOException("cannot write " + file + ": " + reason, e);
        }
    }

    /**
     * The file that a temporary one was to become, whose name a process that was killed may have left; empty if the name is
     * none of a temporary file.
     */
    public static Optional<String> becomes(String name) {
        Matcher temporary = TEMPORARY.matcher(name);
        return temporary.matches() ? Optional.of(temporary.group(1)) : Optional.empty();
    }
}
