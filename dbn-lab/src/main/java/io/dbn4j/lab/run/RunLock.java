package io.dbn4j.lab.run;

import io.dbn4j.core.json.RunFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lock that keeps a second process out of a run: a file lock on the empty file {@code .lock} in the run folder. The
 * operating system releases it when the process ends. It works across machines only if the file system locks across
 * machines.
 *
 * <p>On POSIX systems a process loses a lock when it closes the file anywhere: nothing else may open this file.
 */
final class RunLock implements AutoCloseable {

    /** Name of the file that is locked in a run folder; hidden files are not copied with a run. */
    static final String FILE = ".lock";

    /** Number of attempts to take the lock; a process that checks whether the run is alive holds it for a moment. */
    private static final int TRIES = 25;

    private static final int PAUSE_MILLIS = 20;

    /** Locks of this process, by file. */
    private static final Map<Object, RunLock> HELD = new HashMap<>();

    private final Object key;
    private final @Nullable FileChannel channel;

    private RunLock(Object key, @Nullable FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /**
     * Takes the lock of a run folder.
     *
     * @param folder exists
     * @param progress receives a warning if the file system has no locks; then other processes are not kept away
     * @return the lock; empty if another holder has it
     */
    static Optional<RunLock> take(Path folder, Progress progress) {
        try {
            for (int tries = 1; tries < TRIES; tries++) {
                Optional<RunLock> lock = tryTake(folder, progress);
                if (lock.isPresent() || isOurs(folder)) {
                    return lock;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            return tryTake(folder, progress);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<RunLock> tryTake(Path folder, Progress progress) {
        RunFile file = new RunFile(folder, FILE);
        synchronized (HELD) {
            if (isOurs(folder)) {
                return Optional.empty();
            }
            FileChannel opened = null;
            boolean taken = false;
            try {
                opened = file.inPlace();
                FileLock lock = opened.tryLock();
                taken = lock != null;
                return taken ? Optional.of(held(file, opened)) : Optional.empty();
            } catch (OverlappingFileLockException e) {
                return Optional.empty();
            } catch (IOException e) {
                progress.warn("%s cannot be locked (%s): do not start this run in a second process"
                        .formatted(folder, e.getMessage()));
                return Optional.of(new RunLock(new Object(), null));
            } finally {
                if (opened != null && !taken) {
                    close(opened);
                }
            }
        }
    }

    private static RunLock held(RunFile file, FileChannel channel) throws IOException {
        RunLock lock = new RunLock(key(file), channel);
        HELD.put(lock.key, lock);
        return lock;
    }

    private static boolean isOurs(Path folder) {
        RunFile file = new RunFile(folder, FILE);
        synchronized (HELD) {
            try {
                return file.exists() && HELD.containsKey(key(file));
            } catch (IOException e) {
                return false;
            }
        }
    }

    /** Tells whether any process holds the lock of a run folder; empty if unknown, as for runs of earlier versions. */
    static Optional<Boolean> isHeld(Path folder) {
        RunFile file = new RunFile(folder, FILE);
        synchronized (HELD) {
            if (!file.exists()) {
                return Optional.empty();
            }
            if (isOurs(folder)) {
                return Optional.of(true);
            }
            try (FileChannel channel =
                            FileChannel.open(file.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                    FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
                return Optional.of(lock == null);
            } catch (OverlappingFileLockException e) {
                return Optional.of(true);
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }

    /** Opens something under this lock; releases the lock if that fails. */
    <T> T during(Supplier<T> opened) {
        try {
            return opened.get();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Identifies the file by its number where the system has one, because its name may be reused. */
    private static Object key(RunFile file) throws IOException {
        Path path = file.path();
        Object number = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return Objects.requireNonNullElse(number, path.toRealPath());
    }

    @Override
    public void close() {
        synchronized (HELD) {
            if (channel != null && HELD.remove(key, this)) {
                close(channel);
            }
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unlock: " + e.getMessage(), e);
        }
    }
}
