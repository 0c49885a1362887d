package io.dbn4j.lab.experiment;

import io.dbn4j.core.data.Npy;
import io.dbn4j.lab.run.FolderComparison;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Trainings of two small RBMs with persistent chains and momentum, uninterrupted or stopped. */
public final class SmallTraining {

    private static final int ROWS = 60;

    private static final String PERSISTENT = "{\"type\": \"likelihood\", \"negativePhase\": {\"type\": \"persistent\","
            + " \"chains\": 5, \"sampler\": {\"type\": \"gibbs\"}, \"k\": 1}}";

    private final Path root;
    private final int epochs;

    /** Fails at the call of a number, like a machine that loses power. */
    private record PowerCut(AtomicInteger left) implements Progress {

        @Override
        public void at(long done) {
            if (left.decrementAndGet() == 0) {
                throw new IllegalStateException("power cut");
            }
        }
    }

    /** Prepares trainings below a folder and writes their data into it. */
    public SmallTraining(Path root) throws IOException {
        this(root, 3);
    }

    /** Prepares trainings with another number of epochs. */
    public SmallTraining(Path root, int epochs) throws IOException {
        this.root = root;
        this.epochs = epochs;
        INDArray rows = Nd4j.zeros(DataType.FLOAT, ROWS, 6);
        for (int row = 0; row < ROWS; row++) {
            rows.putScalar(row, row % 3, 1);
            rows.putScalar(row, 3 + row % 2, 1);
        }
        if (!Files.exists(root.resolve("rows.npy"))) {
            try (var out = Files.newOutputStream(root.resolve("rows.npy"))) {
                Npy.write(rows, out);
            }
        }
    }

    /** Returns the request that is run. */
    public RunRequest request() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("data", root.resolve("rows.npy").toString());
        settings.put("batch", "20");
        settings.put("layers", "[%s, %s]".formatted(layer(4), layer(3)));
        settings.put("likelihood.betas", "20");
        settings.put("likelihood.chains", "5");
        settings.put("likelihood.burnIn", "2");
        return RunRequest.of(LabExperiments.RBM_TRAINING, 3, settings);
    }

    private String layer(int hidden) {
        return "{\"hidden\": %s, \"epochs\": %s, \"objective\": %s, \"learningRate\": 0.05, \"decay\": true,"
                        .formatted(hidden, epochs, PERSISTENT)
                + " \"momentum\": 0.5, \"l2\": 0.0}";
    }

    /** Runs the training to its end. */
    public Path whole(String name) {
        Path folder = root.resolve(name);
        Run.create(request(), folder, Progress.SILENT).execute();
        return folder;
    }

    /** Runs the training until it fails after a number of updates, with a checkpoint after each. */
    public Path stopped(String name, int updates) {
        Path folder = root.resolve(name);
        Run run = Run.create(request(), folder, new PowerCut(new AtomicInteger(updates)));
        run.checkpoints().every(Duration.ZERO);
        try {
            run.execute();
        } catch (IllegalStateException powerCut) {
            return folder;
        }
        throw new AssertionError("the run ended before the power cut");
    }

    /** Resumes a run and executes it to its end. */
    public void resume(Path folder) {
        Run.resume(folder, LabExperiments.LIST, Progress.SILENT).execute();
    }

    /** Returns the differences between two runs, times excluded. */
    public static List<String> differences(Path one, Path other) {
        return FolderComparison.of(one, other).stream().map(Object::toString).toList();
    }

    /** Copies a folder with its content; links stay links. */
    public static Path copy(Path from, Path into) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = into.resolve(from.relativize(file).toString());
                Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return into;
    }

    /** Deletes a file, a link, or a folder with its content; links are not followed. */
    static void delete(Path place) throws IOException {
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            try (var files = Files.list(place)) {
                for (Path file : files.toList()) {
                    delete(file);
                }
            }
        }
        Files.deleteIfExists(place);
    }
}
