package io.dbn4j.core.json;

import io.dbn4j.core.Check;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file below a run folder from an untrusted source; all access to such files goes through this record.
 *
 * <p>No link is followed below the folder, so nothing outside it is read, written or deleted. The folder itself may be
 * reached through a link, because the caller has named it. Only plain files are opened: a pipe may wait forever, and a
 * device may have no end. Messages name the file and the rule, and do not quote content.
 *
 * @param folder the run folder, which bounds all access
 * @param name name of the file, or of a folder of files, relative to the folder
 */
public record RunFile(Path folder, String name) {

    public RunFile {
        Path relative = folder.getFileSystem().getPath(name);
        boolean leads = relative.isAbsolute() || !relative.equals(relative.normalize()) || relative.startsWith("..");
        Check.require(!name.isEmpty() && !leads, "%s must be the name of a file below the run", Check.shown(name));
    }

    /** Returns the file, or folder of files, relative to its parent folder. */
    public static RunFile of(Path file) {
        Path folder = file.getParent();
        return new RunFile(folder == null ? Path.of("") : folder, String.valueOf(file.getFileName()));
    }

    /** Tells whether the file is a plain file that is reached without links. */
    public boolean exists() {
        try {
            path();
            return true;
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return false;
        }
    }

    /**
     * Returns the path of the file, for a reader that needs a path.
     *
     * @throws IllegalArgumentException if it is not a plain file, or a link leads to it
     * @throws UncheckedIOException if there is no such file
     */
    public Path path() {
        Path file = inRealFolders();
        BasicFileAttributes found = attributes(file);
        if (found == null) {
            throw new UncheckedIOException("no such file: " + file, new NoSuchFileException(file.toString()));
        }
        requireFile(file, found);
        return file;
    }

    /**
     * Opens the file for reading.
     *
     * @param most largest number of bytes allowed; reading further throws IllegalArgumentException
     * @throws IllegalArgumentException in the cases of {@link #path}, and if the file is larger
     */
    public InputStream open(long most) {
        return opened(most).in();
    }

    /**
     * An open file with its size.
     *
     * @param in content, to be closed
     * @param size number of bytes when the file was opened
     */
    public record Opened(InputStream in, long size) {}

    /**
     * Opens the file and reads the size of the open file, even if another file has taken its name; see {@link #open}.
     */
    public Opened opened(long most) {
        Path file = path();
        try {
            var channel = Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            try {
                return new Opened(new Limited(file, most, Channels.newInputStream(channel)), channel.size());
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Reads the content of the file, see {@link #open}. */
    public byte[] bytes(long most) {
        try (InputStream in = open(most)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + place() + ": " + e.getMessage(), e);
        }
    }

    /** Reads the text of the file in UTF-8, see {@link #open}. */
    public String text(long most) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(most)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(place() + " must be text in UTF-8, had other bytes", e);
        }
    }

    /**
     * Lists the names of the plain files in this folder of the run, in order; empty if it does not exist.
     *
     * @throws IllegalArgumentException if it is a link or not a folder
     */
    public List<String> names() {
        Path place = inRealFolders();
        BasicFileAttributes found = attributes(place);
        if (found == null) {
            return List.of();
        }
        requireFolder(place, found);
        return names(place);
    }

    /** Lists the names of the plain files in a folder, in order. */
    public static List<String> names(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Writes the file whole or not at all. An existing file or link of this name is replaced, and missing folders are
     * created.
     *
     * @throws IllegalArgumentException if a folder on the path is a link
     */
    public void write(FileContent content) {
        Path file = inRealFolders();
        try {
            Files.createDirectories(file.resolveSibling("."));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the folder of " + file + ": " + e.getMessage(), e);
        }
        AtomicFile.write(file, content);
    }

    /** Opens the file for reading and for writing in place; creates it if it is missing. */
    public FileChannel inPlace() throws IOException {
        Path file = inRealFolders();
        BasicFileAttributes found = attributes(file);
        if (found != null) {
            requireFile(file, found);
        }
        return FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    }

    /** Deletes the file if it exists; of a link, deletes the link and not its target. */
    public void delete() {
        Path file = inRealFolders();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file + ": " + e.getMessage(), e);
        }
    }

    /** Deletes this folder of the run if it is empty. */
    public void deleteEmptyFolder() {
        Path place = inRealFolders();
        BasicFileAttributes found = attributes(place);
        if (found != null) {
            requireFolder(place, found);
            try {
                Files.delete(place);
            } catch (DirectoryNotEmptyException e) {
                return; // Other programs' files stay.
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + place + ": " + e.getMessage(), e);
            }
        }
    }

    /**
     * Checks that a folder holds no links before a run writes into it.
     *
     * @throws IllegalArgumentException naming the first link in it
     */
    public static void requireNoLinks(Path folder) {
        try (var files = Files.list(folder)) {
            files.filter(Files::isSymbolicLink).sorted().findFirst().ifPresent(link -> {
                throw new IllegalArgumentException(
                        link + " is a link, but the folder of a run must hold none; remove it");
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    private Path place() {
        return folder.resolve(name);
    }

    /** Returns the path after checking that every part of the way to it is a folder and not a link. */
    private Path inRealFolders() {
        Path file = place();
        Path way = folder;
        for (Path step : folder.getFileSystem().getPath(name)) {
            way = way.resolve(step);
            BasicFileAttributes found = way.equals(file) ? null : attributes(way);
            if (found != null) {
                requireFolder(way, found);
            }
        }
        return file;
    }

    private static void requireFile(Path place, BasicFileAttributes found) {
        Check.require(found.isRegularFile(), "%s must be a plain file, was %s", place, kind(found));
    }

    private static void requireFolder(Path place, BasicFileAttributes found) {
        Check.require(found.isDirectory(), "%s must be a folder of the run itself, was %s", place, kind(found));
    }

    /** Returns the attributes of the file or link itself; null if nothing exists. */
    private static @Nullable BasicFileAttributes attributes(Path place) {
        try {
            return Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + place + ": " + e.getMessage(), e);
        }
    }

    private static String kind(BasicFileAttributes found) {
        if (found.isSymbolicLink()) {
            return "a link";
        }
        if (found.isDirectory()) {
            return "a folder";
        }
        return found.isRegularFile() ? "a file" : "a pipe or a device";
    }

    /** A stream that fails if it is longer than allowed. */
    private static final class Limited extends FilterInputStream {

        private final Path file;
        private final long most;
        private long read;

        Limited(Path file, long most, InputStream in) {
            super(in);
            this.file = file;
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int some = super.read(into, from, length);
            count(Math.max(0, some));
            return some;
        }

        @Override
        public long skip(long bytes) throws IOException {
            long skipped = super.skip(bytes);
            count(skipped);
            return skipped;
        }

        private void count(long more) {
            read += more;
            Check.require(read <= most, "%s must have at most %d bytes, has more", file, most);
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
