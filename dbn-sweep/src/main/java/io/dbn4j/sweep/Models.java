package io.dbn4j.sweep;

import io.dbn4j.core.json.RunFile;
import io.dbn4j.lab.run.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The model files in the folder of a run. */
final class Models {

    private Models() {}

    /** Copies the model files into the folder of another run and returns their names. */
    static List<String> copy(Path from, Run into) {
        List<String> names = new ArrayList<>();
        for (String name : RunFile.names(from)) {
            if (name.endsWith(".zip") || name.endsWith(".npz")) {
                Path file = new RunFile(from, name).path();
                into.save(name, copy -> Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING));
                names.add(name);
            }
        }
        return names;
    }
}
