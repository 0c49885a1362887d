package io.dbn4j.ui.web;

import io.dbn4j.core.Check;
import io.dbn4j.core.data.Npy;
import io.dbn4j.core.data.ZipArchive;
import io.dbn4j.core.dl4j.RbmParamInitializer;
import io.dbn4j.core.json.RunFile;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.model.PretrainingState;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.lab.run.Checkpoints;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The newest model in a run folder.
 *
 * @param source name of the model file or checkpoint
 * @param weights weights of each layer, {@code [visible, hidden]}
 * @param chains persistent chains of the first layer, {@code [chains, visible]}, if there are any
 */
record RunModel(String source, List<INDArray> weights, Optional<INDArray> chains) {

    /** Names of model files, the pretrained layers before the fine-tuned ones. */
    private static final List<String> MODELS = List.of("stack.zip", "model.zip");

    static final String NONE = "the run has saved no model yet";
    private static final String CHAINS = "layer-0-objective-visible";

    /** Returns the file of the finished model; empty if there is none yet. */
    static Optional<Path> file(Path run) {
        return MODELS.stream()
                .map(name -> new RunFile(run, name))
                .filter(RunFile::exists)
                .map(RunFile::path)
                .findFirst();
    }

    /**
     * Reads the finished model, or else the newest checkpoint.
     *
     * @throws NoSuchElementException if the run has neither
     * @throws IllegalArgumentException if the file cannot be read
     */
    static RunModel read(Path run) {
        // Fails for a link, which file(run) would silently ignore.
        MODELS.stream()
                .filter(name -> Files.exists(run.resolve(name), LinkOption.NOFOLLOW_LINKS))
                .forEach(name -> new RunFile(run, name).path());
        Optional<Path> model = file(run);
        return model.isPresent()
                ? ofModel(model.get())
                : ofCheckpoint(Checkpoints.newestSnapshot(run).orElseThrow(() -> new NoSuchElementException(NONE)));
    }

    /** Returns the name and the time of the newest model file; empty if there is none. */
    static String version(Path run) {
        try {
            return file(run)
                    .or(() -> Checkpoints.newestSnapshot(run))
                    .map(file -> file.getFileName() + " " + file.toFile().lastModified())
                    .orElse("");
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return ""; // The checkpoints folder is a link, or the run has just deleted its newest checkpoint.
        }
    }

    private static RunModel ofModel(Path file) {
        List<INDArray> weights =
                ModelFile.read(file).layers().stream().map(Rbm::weights).toList();
        try (ZipArchive zip = ZipArchive.open(file)) {
            return new RunModel(name(file), weights, array(zip, "dbn4j-" + CHAINS + ".npy"));
        }
    }

    /** Reads a checkpoint, which holds the numbers of units and the parameters of each layer. */
    private static RunModel ofCheckpoint(Path file) {
        Snapshot saved = Snapshot.read(file);
        List<INDArray> weights = new ArrayList<>();
        for (int layer = 0;
                saved.numbers().containsKey(PretrainingState.prefix(layer) + PretrainingState.UNITS);
                layer++) {
            weights.add(weights(saved, PretrainingState.prefix(layer), file));
        }
        if (weights.isEmpty()) {
            throw new NoSuchElementException("the newest checkpoint holds no RBM");
        }
        return new RunModel(
                name(file),
                List.copyOf(weights),
                Optional.ofNullable(saved.arrays().get(CHAINS)));
    }

    private static INDArray weights(Snapshot saved, String prefix, Path file) {
        String name = prefix + PretrainingState.PARAMETERS;
        Check.require(saved.arrays().containsKey(name), "%s: has no array %s", file, name);
        INDArray parameters = Objects.requireNonNull(saved.arrays().get(name));
        long[] units = saved.get(prefix + PretrainingState.UNITS, 2);
        try {
            return RbmParamInitializer.weights(units[0], units[1], parameters).dup('f');
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static Optional<INDArray> array(ZipArchive zip, String entry) {
        long most = Runtime.getRuntime().maxMemory() / 2;
        return zip.names().contains(entry)
                ? Optional.of(zip.read(entry, most, (in, length) -> Npy.read(zip.place(entry), in, length)))
                : Optional.empty();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
