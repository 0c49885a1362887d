package io.dbn4j.lab.experiment;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.Npz;
import io.dbn4j.core.data.ZipArchive;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.lab.data.TableEncoding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The content of a model file: its RBMs from the bottom, and what else the file holds.
 *
 * @param file name of the file
 * @param logPartition how log Z of the top RBM can be measured
 * @param classes names of the classes, if the file keeps the encoding of a table
 * @param inputs names of the columns of that table
 * @param saved names of the entries of the archive
 * @param layers RBMs from the bottom
 */
public record ModelDescription(
        String file, String logPartition, List<String> classes, List<String> inputs, String saved, List<Layer> layers) {

    /**
     * An RBM of the model, with its kinds of units and the ranges of its parameters.
     *
     * @param energyOffset constant part of the energy, in nats
     * @param weights smallest and largest weight, and their root mean square
     * @param visibleBias smallest and largest visible bias
     * @param hiddenBias smallest and largest hidden bias
     */
    public record Layer(
            int layer,
            int visible,
            String visibleUnit,
            int hidden,
            String hiddenUnit,
            double energyOffset,
            String weights,
            String visibleBias,
            String hiddenBias) {}

    /**
     * Describes the RBMs and the other content of a model file.
     *
     * @param file {@code .zip} or {@code .npz} file
     * @throws IllegalArgumentException in one line naming file and rule, if the file is not a model
     */
    public static ModelDescription of(Path file) {
        ModelFile model = ModelFile.read(file);
        List<Layer> layers = new ArrayList<>();
        for (Rbm rbm : model.layers()) {
            layers.add(layer(layers.size() + 1, rbm));
        }
        boolean npz = file.toString().toLowerCase(Locale.ROOT).endsWith(".npz");
        Optional<TableEncoding> encoding = npz ? Optional.empty() : TableEncoding.read(file);
        return new ModelDescription(
                file.toString(),
                logPartition(model.layers().get(layers.size() - 1)),
                encoding.map(TableEncoding::classes).orElse(List.of()),
                encoding.map(TableEncoding::inputs).orElse(List.of()),
                String.join(", ", entries(file, npz)),
                layers);
    }

    /** Tells whether an {@code .npz} file holds the arrays of an RBM. */
    public static boolean isModel(Path file) {
        try (Npz npz = Npz.open(file)) {
            return npz.names().containsAll(List.of("weights", "visible_bias", "hidden_bias"));
        }
    }

    private static List<String> entries(Path file, boolean npz) {
        if (npz) {
            try (Npz archive = Npz.open(file)) {
                return List.copyOf(new TreeSet<>(archive.names()));
            }
        }
        try (ZipArchive archive = ZipArchive.open(file)) {
            return List.copyOf(new TreeSet<>(archive.names()));
        }
    }

    private static Layer layer(int number, Rbm rbm) {
        double[] weights = Elements.of(rbm.weights());
        double square = Arrays.stream(weights).map(x -> x * x).average().orElse(0);
        return new Layer(
                number,
                rbm.visible(),
                rbm.visibleUnit().name(),
                rbm.hidden(),
                rbm.hiddenUnit().name(),
                rbm.energyOffset(),
                range(rbm.weights()) + String.format(Locale.ROOT, ", rms %.3g", Math.sqrt(square)),
                range(rbm.visibleBias()),
                range(rbm.hiddenBias()));
    }

    private static String range(INDArray array) {
        double[] values = Elements.of(array);
        return String.format(
                Locale.ROOT,
                "%.3g to %.3g",
                Arrays.stream(values).min().orElse(0),
                Arrays.stream(values).max().orElse(0));
    }

    private static String logPartition(Rbm rbm) {
        double bits = StateSpace.smallerSide(rbm);
        return bits <= StateSpace.MAX_UNITS
                ? String.format(Locale.ROOT, "exact, by %.0f states of the smaller side", Math.pow(2, bits))
                : "by annealing (ais, reverse-ais); too many states to enumerate";
    }
}
