package io.dbn4j.core.json;

import java.io.IOException;
import java.nio.file.Path;

/** A writer of the content of a file. */
@FunctionalInterface
public interface FileContent {

    /** Writes the content to a new, empty file. */
    void writeTo(Path file) throws IOException;
}
