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
 * A file below a run folder that somebody else may have made, and the one way to it.
 *
 * <p>No link is followed below the folder, so nothing outside it is read, written or deleted; the folder itself may be
 * reached through a link, for whoever asks has named it. Only plain files are opened: a pipe may wait for ever, a device
 * may have no end. Messages name the file and the rule, and quote nothing of its content.
 *
 * @param folder that nothing leads out of
 * @param name of the file, or of a folder of files, relative to the folder
 */
public record RunFile(Path folder, String name) {

    public RunFile {
        Path relative = folder.getFileSystem().getPath(name);
        boolean leads = relative.isAbsolute() || !relative.equals(relative.normalize()) || relative.startsWith("..");
        Check.require(!name.isEmpty() && !leads, "%s must be the name of a file below the run", Check.shown(name));
    }

    /** The file, or the folder of files, in the folder where it is. */
    public static RunFile of(Path file) {
        Path folder = file.getParent();
        return new RunFile(folder == null ? Path.of("") : folder, String.valueOf(file.getFileName()));
    }

    /** Tells whether it is a plain file that no link leads to. */
    public boolean exists() {
        try {
            path();
            return true;
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return false;
        }
    }

    /**
     * The place of the file, for a reader that needs one.
     *
     * @throws IllegalArgumentException if it is anything but a plain file, or a link leads to it
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
     * Opens the file.
     *
     * @param most bytes that it may have; reading further throws IllegalArgumentException
     * @throws IllegalArgumentException as {@link #path}, and if the file is larger
     */
    public InputStream open(long most) {
        return opened(most).in();
    }

    /**
     * An open file.
     *
     * @param in its content, to be closed
     * @param size bytes that it had when it was opened
     */
    public record Opened(InputStream in, long size) {}

    /** Opens the file and asks that same file, whatever has its name by then, for its size; see {@link #open}. */
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

    /** The content of the file, see {@link #open}. */
    public byte[] bytes(long most) {
        try (InputStream in = open(most)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + place() + ": " + e.getMessage(), e);
        }
    }

    /** The text of the file in UTF-8, see {@link #open}. */
    public String text(long most) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(most)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(place() + " must be a text in UTF-8, was none", e);
        }
    }

    /**
     * Names of the plain files in this folder of the run, in order; none if it does not exist.
     *
     * @throws IllegalArgumentException if it is a link or no folder
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

    /** Names of the plain files in a folder, in order. */
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
     * Writes the file whole or not at all, in the place of whatever has its name; folders between are made.
     *
     * @throws IllegalArgumentException if a link leads to it
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

    /** Opens the file to read it and to write into it where it is; it is made if it is missing. */
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

    /** Deletes the file, or the link of its name and not what it leads to, if there is one. */
    public void delete() {
        Path file = inRealFolders();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file + ": " + e.getMessage(), e);
        }
    }

    /** Deletes this folder of the run, unless something is in it. */
    public void deleteEmptyFolder() {
        Path place = inRealFolders();
        BasicFileAttributes found = attributes(place);
        if (found != null) {
            requireFolder(place, found);
            try {
                Files.delete(place);
            } catch (DirectoryNotEmptyException e) {
                return; // What somebody else put there stays.
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + place + ": " + e.getMessage(), e);
            }
        }
    }

    /**
     * Requires that nothing leads out of a folder in which a run is to write.
     *
     * @throws IllegalArgumentException naming the first link in it
     */
    public static void requireNoLinks(Path folder) {
        try (var files = Files.list(folder)) {
            files.filter(Files::isSymbolicLink).sorted().findFirst().ifPresent(link -> {
                throw new IllegalArgumentException(link + " is a link: nothing may lead out of the folder of a run");
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    private Path place() {
        return folder.resolve(name);
    }

    /** The place, after all folders on the way to it were found to be none but folders. */
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

    /** What is there itself, be it a link; null if nothing is. */
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

    /** Ends with an error where the file should have ended long ago. */
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
