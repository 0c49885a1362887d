package io.dbn4j.lab.training;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.DiagonalGaussian;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitType;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Units for rows of which nothing is said.
 *
 * <pre>
 *   all values in [0, 1]     bernoulli: states, or their probabilities
 *   all values -1 or 1       spin
 *   any others               diagonal-gaussian below bernoulli, on standardized columns
 * </pre>
 *
 * @param units kind of the visible units and then of the hidden units of each layer
 * @param standardize whether columns are standardized
 * @param reason what was seen
 */
public record Proposal(List<UnitType> units, boolean standardize, String reason) {

    /**
     * Least number of updates of an RBM, if nobody says for how long it is trained. Chosen on held-out rows, at the usual
     * rate 0.05: 1797 digits of 64 pixels below 16 hidden units go from -24.6 nats (150 updates, that is 10 epochs; independent
     * pixels: -24.6) to -19.2 (6000) and -18.5 (12 000), below 100 hidden units to -18.2 and -17.1.
     */
    public static final int LEAST_UPDATES = 10_000;

    private static final String GRAY = "bernoulli, values between 0 and 1 are taken as gray levels (probabilities); for"
            + " measurements use --units diagonal-gaussian,bernoulli --standardize";

    /** Looks at rows, {@code [rows, columns]}, which are not modified; values that are not finite are left out. */
    public static Proposal of(INDArray rows) {
        boolean spins = true;
        boolean gray = false;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (INDArray block : Rows.blocks(rows)) {
            for (double value : Elements.of(block)) {
                // A missing or infinite value tells nothing about the units; training refuses it.
                if (Double.isFinite(value)) {
                    spins &= Math.abs(value) == 1;
                    gray |= value > 0 && value < 1;
                    least = Math.min(least, value);
                    most = Math.max(most, value);
                }
            }
        }
        if (least >= 0 && most <= 1) {
            return new Proposal(
                    List.of(new Bernoulli()), false, gray ? GRAY : "bernoulli, for all values are in [0, 1]");
        }
        if (spins) {
            return new Proposal(List.of(new Spin()), false, "spin, for all values are -1 or 1");
        }
        return new Proposal(
                List.of(new DiagonalGaussian(), new Bernoulli()),
                true,
                String.format(
                        Locale.ROOT,
                        "diagonal-gaussian,bernoulli with --standardize, for values are in [%.6g, %.6g]",
                        least,
                        most));
    }

    /**
     * Epochs that make at least so many updates.
     *
     * @param rows that are trained on
     * @param batch rows of an update; all of them if there are fewer
     * @param least number of epochs however many updates they make
     * @param leastUpdates such as {@link #LEAST_UPDATES}
     */
    public static int epochs(long rows, int batch, int least, int leastUpdates) {
        long updates = Math.max(1, rows / Math.min(rows, batch));
        return (int) Math.max(least, (leastUpdates + updates - 1) / updates);
    }
}
