package io.dbn4j.spark.trial;

import io.dbn4j.core.Check;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A conversion of the files of a folder to the bytes of a zip archive and back. */
final class FolderBytes {

    private FolderBytes() {}

    /** Packs all files below a folder; no bytes if it does not exist. */
    static byte[] of(Path folder) {
        if (!Files.isDirectory(folder)) {
            return new byte[0];
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Path file : files(folder)) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder + ": " + e.getMessage(), e);
        }
        return bytes.toByteArray();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file ->
                            !String.valueOf(file.getFileName()).startsWith(".")) // Skips the lock and unfinished files.
                    .sorted()
                    .toList();
        }
    }

    /** Writes the files below a folder, which is created. */
    static void write(byte[] zipped, Path into) {
        Path folder = into.toAbsolutePath().normalize();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(zipped))) {
            Files.createDirectories(folder);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                Check.require(file.startsWith(folder), "%s is not below %s", entry.getName(), folder);
                Files.createDirectories(file.resolveSibling("."));
                Files.copy(zip, file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder + ": " + e.getMessage(), e);
        }
    }
}
