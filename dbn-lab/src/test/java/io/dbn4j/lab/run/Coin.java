package io.dbn4j.lab.run;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.FormerNames;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.EstimateText;
import java.nio.file.Files;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A small experiment: flips a coin, logs the heads, saves the flips. */
@JsonTypeName("coin")
@FormerNames("penny")
public record Coin(int flips, double bias) implements Experiment {

    public static final Preset PRESET = new Preset("coin", "Flips a coin", Coin.class);

    public static final ExperimentList LIST = ExperimentList.of(PRESET);

    public Coin {
        Check.atLeast(1, flips, "flips");
        Check.inRange(0, 1, bias, "bias");
    }

    public record Heads(Estimate heads, double seconds) implements Result {
        @Override
        public String headline() {
            return "heads " + EstimateText.withError(heads);
        }
    }

    @Override
    public Result run(Run run) {
        long start = System.nanoTime();
        RandomSource random = run.random("flips");
        INDArray flipped = Nd4j.zeros(1, flips);
        run.progress().begin("flip", flips, "coins");
        random.bernoulli(Nd4j.valueArrayOf(1, flips, bias), flipped);
        run.progress().advance(flips);
        long heads = flipped.sumNumber().longValue();
        run.metrics().add("heads", flips, 1, (double) heads);
        run.metrics().add("share", flips, 1, Estimate.proportion(heads, flips));
        run.data("coin", "00ff");
        run.save("flips.npy", file -> Nd4j.writeAsNumpy(flipped, file.toFile()));
        run.save("model.zip", file -> {
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
                zip.putNextEntry(new ZipEntry("flips"));
                zip.write(Nd4j.toByteArray(flipped));
            }
        });
        return new Heads(Estimate.proportion(heads, flips), (System.nanoTime() - start) * 1e-9);
    }

    public static RunRequest request(long seed) {
        return new RunRequest("coin", new Coin(200, 0.3), seed, Map.of());
    }
}
