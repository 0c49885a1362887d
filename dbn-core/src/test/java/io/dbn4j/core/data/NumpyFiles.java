package io.dbn4j.core.data;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** Files that NumPy wrote: see make.py among them. */
public final class NumpyFiles {

    private NumpyFiles() {}

    public static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(NumpyFiles.class.getResource("/io/dbn4j/core/numpy/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
