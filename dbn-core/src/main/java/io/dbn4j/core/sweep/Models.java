package io.dbn4j.core.sweep;

import io.dbn4j.core.run.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The files with models in the folder of a run. */
final class Models {

    private Models() {}

    /** Copies them into the folder of another run and gives their names. */
    static List<String> copy(Path from, Run into) {
        List<String> names = new ArrayList<>();
        try (var files = Files.list(from)) {
            for (Path file : files.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(".zip") || name.endsWith(".npz")) {
                    into.save(name, copy -> Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING));
                    names.add(name);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + from + ": " + e.getMessage(), e);
        }
        return names;
    }
}
