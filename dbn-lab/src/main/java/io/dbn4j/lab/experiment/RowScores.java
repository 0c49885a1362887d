package io.dbn4j.lab.experiment;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.partition.LogPartitionMethods;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.Measurement;
import io.dbn4j.core.stack.PseudoLikelihood;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.training.Annealing;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scores of rows by a generative model.
 *
 * <pre>
 *   log p(v) = -F(v) - log Z
 * </pre>
 *
 * @param freeEnergy free energy of each row, in nats
 * @param logPartition log Z by method, or {@code given}, in nats
 * @param logLikelihood mean log-likelihood of the rows by the same methods, in nats per row
 * @param pseudoLikelihood mean over rows and units of the log-probability of a unit given all others, in nats; empty if
 *     some unit is continuous
 */
@Reference(
        authors = "E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson",
        title = "Comparing the areas under two or more correlated receiver operating characteristic curves",
        venue = "Biometrics 44",
        year = 1988,
        url = "https://doi.org/10.2307/2531595")
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RowScores(
        double[] freeEnergy,
        Map<String, Estimate> logPartition,
        Map<String, Estimate> logLikelihood,
        Optional<Estimate> pseudoLikelihood) {

    /** Exact up to 20 two-state units on the smaller side, otherwise annealing as {@code rbm logz} does it. */
    private static final Annealing ANNEALING = new Annealing(10_000, 100, 1000, 20);

    /**
     * Scores rows.
     *
     * @param rows states of the visible units, at least 2; not modified
     * @param given log Z, if it is known; otherwise it is measured
     */
    public static RowScores of(
            Rbm rbm, INDArray rows, Optional<Estimate> given, RandomSource random, Progress progress) {
        double[] freeEnergy = Rows.blocks(rows).stream()
                .flatMapToDouble(block -> Arrays.stream(rbm.freeEnergy(block)))
                .toArray();
        Map<String, Estimate> logPartition = new LinkedHashMap<>();
        given.ifPresentOrElse(
                value -> logPartition.put("given", value),
                () -> logPartition.putAll(ANNEALING.logPartition(progress, rbm, rows, random)));
        Estimate unnormalized = Estimate.mean(freeEnergy, "nats").subtractedFrom(0);
        Map<String, Estimate> logLikelihood = new LinkedHashMap<>();
        logPartition.forEach((method, value) -> {
            if (!method.equals(LogPartitionMethods.ROWS)) {
                logLikelihood.put(method, unnormalized.minus(value));
            }
        });
        Optional<Estimate> pseudo = Optional.ofNullable(new PseudoLikelihood(false)
                .of(rbm, new Measurement.Data(rows, Optional.empty()), random)
                .get("pseudoLikelihood"));
        return new RowScores(freeEnergy, logPartition, logLikelihood, pseudo);
    }

    /**
     * Returns the area under the receiver operating characteristic of free energies: the probability that a row with
     * label 1 has the larger one of two, ties counting one half. The error is DeLong's.
     *
     * @param labels {@code 0} or {@code 1} for each row, each at least twice
     */
    public static Estimate rocArea(double[] scores, List<String> labels) {
        Check.require(
                labels.size() == scores.length,
                "labels must be one for each of the %d rows, were %d",
                scores.length,
                labels.size());
        labels.forEach(label -> Check.require(
                label.equals("0") || label.equals("1"),
                "labels of outliers must be 0 or 1, was \"%s\"",
                Check.shown(label)));
        double[] ones = scores(scores, labels, "1");
        double[] zeros = scores(scores, labels, "0");
        Check.require(
                ones.length >= 2 && zeros.length >= 2,
                "labels must hold 0 and 1 at least twice each, had %d and %d",
                zeros.length,
                ones.length);
        double[] above = shares(ones, zeros);
        double[] below = shares(zeros, ones);
        double area = Arrays.stream(above).average().orElseThrow();
        double error = Math.sqrt(variance(above) / ones.length + variance(below) / zeros.length);
        return Estimate.normal(area, error, "area", scores.length, scores.length)
                .within(0, 1);
    }

    private static double[] scores(double[] scores, List<String> labels, String label) {
        return IntStream.range(0, scores.length)
                .filter(row -> labels.get(row).equals(label))
                .mapToDouble(row -> scores[row])
                .toArray();
    }

    /** Returns for each number the share of others that are smaller, equal ones counting one half. */
    private static double[] shares(double[] numbers, double[] others) {
        double[] sorted = others.clone();
        Arrays.sort(sorted);
        return Arrays.stream(numbers)
                .map(x -> (smaller(sorted, x, false) + smaller(sorted, x, true)) / (2.0 * sorted.length))
                .toArray();
    }

    /** Counts the sorted numbers below a limit, or up to it. */
    private static int smaller(double[] sorted, double limit, boolean orEqual) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            boolean counted = orEqual ? sorted[middle] <= limit : sorted[middle] < limit;
            low = counted ? middle + 1 : low;
            high = counted ? high : middle;
        }
        return low;
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1);
    }
}
