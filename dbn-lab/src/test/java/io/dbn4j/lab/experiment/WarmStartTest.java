package io.dbn4j.lab.experiment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.data.Npy;
import io.dbn4j.core.data.ZipArchive;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class WarmStartTest {

    @TempDir
    Path folder;

    private Path write(String name, INDArray rows) throws IOException {
        try (var out = Files.newOutputStream(folder.resolve(name))) {
            Npy.write(rows, out);
        }
        return folder.resolve(name);
    }

    private Path spins() throws IOException {
        INDArray rows = Nd4j.ones(DataType.FLOAT, 100, 4);
        for (int row = 0; row < 100; row += 2) {
            rows.getRow(row).assign(-1);
        }
        return write("spins.npy", rows);
    }

    private RbmTraining.Outcome run(String name, Path data, String units, Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("data", data.toString(), "batch", "20"));
        all.put("units", units);
        all.put("input", "none");
        all.put("layers[0].hidden", "3");
        all.put("layers[0].epochs", "3");
        all.put("layers[0].momentum", "0.5");
        all.putAll(settings);
        var training = (RbmTraining) LabExperiments.RBM_TRAINING.experiment(all);
        RunRequest request = new RunRequest("rbm-training", training, 1, Map.of());
        return (RbmTraining.Outcome)
                Run.create(request, folder.resolve(name), Progress.SILENT).execute();
    }

    private static final String SPINS = "[{\"type\": \"spin\"}]";

    private Path model(String run) {
        return folder.resolve(run).resolve("model.zip");
    }

    private double[] saved(String run, String entry) {
        Path model = model(run);
        try (ZipArchive zip = ZipArchive.open(model)) {
            return Elements.of(zip.read(
                    "dbn4j-layer-0-" + entry, 1 << 20, (in, length) -> Npy.read(zip.place(entry), in, length)));
        }
    }

    @Test
    void parametersChainsAndMomentumGoOn() throws IOException {
        RbmTraining.Outcome first = run("first", spins(), SPINS, Map.of());
        Map<String, String> start =
                new LinkedHashMap<>(Map.of("start", model("first").toString()));
        start.put("layers[0].epochs", "0");
        RbmTraining.Outcome same = run("same", spins(), SPINS, start);
        start.put("layers[0].epochs", "2");
        start.put("logPartition", "false");
        RbmTraining.Outcome more = run("more", spins(), SPINS, start);

        assertThat(same.logPartition()).isEqualTo(first.logPartition());
        for (String entry : new String[] {"updater.npy", "objective-visible.npy"}) {
            assertThat(saved("same", entry)).isEqualTo(saved("first", entry)).contains(saved("same", entry)[0]);
            assertThat(saved("more", entry)).isNotEqualTo(saved("first", entry));
        }
        assertThat(weights("more")).isNotEqualTo(weights("first"));
        assertThat(more.logLikelihood()).isEmpty();
        assertThat(more.headline()).isEqualTo("log Z not measured");
        assertThat(more.protocol()).endsWith(", log Z not measured").contains("started from " + model("first"));
    }

    @Test
    void theTimeOfTheFileChangesNothing() throws IOException {
        run("first", spins(), SPINS, Map.of());
        Path later = folder.resolve("later.zip");
        try (var from = new ZipFile(model("first").toFile());
                var to = new ZipOutputStream(Files.newOutputStream(later))) {
            for (ZipEntry entry : Collections.list(from.entries())) {
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTime(0);
                to.putNextEntry(copy);
                from.getInputStream(entry).transferTo(to);
            }
        }

        Map<String, String> further = Map.of("layers[0].epochs", "2", "logPartition", "false");
        for (Path start : new Path[] {model("first"), later}) {
            Map<String, String> settings = new LinkedHashMap<>(further);
            settings.put("start", start.toString());
            run(start == later ? "from-later" : "from-first", spins(), SPINS, settings);
        }

        assertThat(weights("from-later")).isEqualTo(weights("from-first")).isNotEqualTo(weights("first"));
    }

    private double[] weights(String run) {
        return Elements.of(ModelFile.read(model(run)).layer(1).weights());
    }

    @Test
    void anotherShapeIsRefusedBeforeTheRun() throws IOException {
        run("first", spins(), SPINS, Map.of());

        assertThatThrownBy(() -> run(
                        "other", spins(), SPINS, Map.of("start", model("first").toString(), "layers[0].hidden", "5")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        model("first")
                                + ": layer 1 must have spin visible and 5 spin hidden units to start from, had spin and 3 spin");
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void heldOutRowsMayBeKnownToTheStart() throws IOException {
        run("first", spins(), SPINS, Map.of());
        Map<String, String> settings = Map.of(
                "start", model("first").toString(), "heldOut", "20", "logPartition", "false", "layers[0].epochs", "1");

        assertThat(run("other", spins(), SPINS, settings).protocol())
                .contains("which has not seen the held-out rows if its run had the same data, seed and number of them");
    }

    /** Scaling gives units of variance 1 other variances, which gaussian units cannot hold. */
    @Test
    void gaussianUnitsWithoutVariancesDoNotStartOnStandardizedColumns() throws IOException {
        Path data = spins();
        String units = "[{\"type\": \"gaussian\"}, {\"type\": \"bernoulli\"}]";
        run("first", data, units, Map.of("logPartition", "false"));

        assertThatThrownBy(() -> run(
                        "other",
                        data,
                        units,
                        Map.of("start", model("first").toString(), "standardize", "true", "logPartition", "false")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(model("first") + ": visible units must have variances to start on standardized columns"
                        + " (diagonal-gaussian), were gaussian");
        assertThat(folder.resolve("other")).doesNotExist();
    }

    /** The saved model is one of the original numbers; other rows have another scale. */
    @Test
    void aModelOfRealColumnsIsScaledToItsNewRows() throws IOException {
        INDArray rows = Nd4j.create(DataType.DOUBLE, 200, 2);
        Random random = new Random(3);
        for (int row = 0; row < 200; row++) {
            double cloud = row % 2 == 0 ? 300 : 345;
            rows.putScalar(row, 0, cloud + 3 * random.nextGaussian());
            rows.putScalar(row, 1, cloud / 1000 + 0.003 * random.nextGaussian());
        }
        String units = "[{\"type\": \"diagonal-gaussian\"}, {\"type\": \"bernoulli\"}]";
        run("first", write("rows.npy", rows), units, Map.of("standardize", "true"));
        Path few = write("few.npy", Rows.first(60, rows).dup());
        Map<String, String> start =
                new LinkedHashMap<>(Map.of("start", model("first").toString()));
        start.put("standardize", "true");
        start.put("layers[0].epochs", "0");

        RbmTraining.Outcome again = run("again", few, units, start);

        double[] before = differences("first", rows);
        double[] after = differences("again", rows);
        for (int row = 0; row < before.length; row++) {
            assertThat(after[row]).isEqualTo(before[row], within(1e-3));
        }
        assertThat(requireNonNull(again.logLikelihood().get("data"))).containsKey("exact");
    }

    /** Returns free energies minus that of the first row, because a model file has no energy offset. */
    private double[] differences(String run, INDArray rows) {
        Rbm rbm = ModelFile.read(model(run)).layer(1);
        double[] energies = rbm.freeEnergy(rows);
        double first = energies[0];
        for (int row = 0; row < energies.length; row++) {
            energies[row] -= first;
        }
        return energies;
    }
}
