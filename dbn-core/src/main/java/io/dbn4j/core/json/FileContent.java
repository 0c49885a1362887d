package io.dbn4j.core.json;

import java.io.IOException;
import java.nio.file.Path;

/** Something that can write itself into a file. */
@FunctionalInterface
public interface FileContent {

    /** Writes the file, which is new and empty. */
    void writeTo(Path file) throws IOException;
}
