package io.dbn4j.core.array;

import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A folder that only this process uses, from which JNA loads its library.
 *
 * <p>By default JNA unpacks its library into a folder with a predictable name below the temporary folder. Another user
 * who creates that folder first can put a different library there, and this process would load it.
 */
public final class JnaFolder {

    private static final String PROPERTY = "jna.tmpdir";

    private JnaFolder() {}

    /**
     * Makes calls through JNA after loading its library safely; all calls through JNA must go through this method. A
     * folder named by the system property {@code jna.tmpdir} is used unchanged.
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
                // The first call loads the library, once in a process.
                Native.getNativeSize(int.class);
            } finally {
                System.clearProperty(PROPERTY);
                deleteIfEmpty(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder in the temporary folder: " + e.getMessage(), e);
        }
    }

    /**
     * Deletes the folder now if JNA has deleted its library already, otherwise when the process ends: some systems keep
     * a loaded library.
     */
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
