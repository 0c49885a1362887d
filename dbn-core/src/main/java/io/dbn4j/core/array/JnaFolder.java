package io.dbn4j.core.array;

import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A folder of this process alone, from which JNA loads its library.
 *
 * <p>Left to itself, JNA unpacks the library into a folder of the temporary folder whose name anybody can guess. Whoever has made
 * that folder before can put another library there, which this process would load.
 */
public final class JnaFolder {

    private static final String PROPERTY = "jna.tmpdir";

    private JnaFolder() {}

    /**
     * Makes calls through JNA after its library was loaded safely; all calls belong in here. A folder that the system property
     * {@code jna.tmpdir} names is used as it is.
     */
    public static <T> T during(Supplier<T> calls) {
        load();
        return calls.get();
    }

    private static synchronized void load() {
        if (System.getProperty(PROPERTY) != null) {
            return;
        }
        try {
            Path folder = Files.createTempDirectory("dbn4j-jna");
            System.setProperty(PROPERTY, folder.toString());
            try {
                // Whatever is asked first loads it, once in a process.
                Native.getNativeSize(int.class);
            } finally {
                System.clearProperty(PROPERTY);
                deleteIfEmpty(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder in the temporary folder: " + e.getMessage(), e);
        }
    }

    /** JNA deletes the library as soon as it is loaded, where the system lets it; elsewhere when the process ends. */
    private static void deleteIfEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            if (files.findAny().isEmpty()) {
                Files.delete(folder);
            } else {
                folder.toFile().deleteOnExit();
            }
        }
    }
}
