package io.dbn4j.lab.experiment;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Elements;
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
 * <p>Gray values of Bernoulli units are no states: they have a free energy and no probability.
 *
 * @param freeEnergy free energy of each row, in nats
 * @param logPartition log Z by method, or {@code given}, in nats; empty if rows are gray
 * @param logLikelihood mean log-likelihood of the rows by the same methods, in nats per row
 * @param pseudoLikelihood mean over rows and units of the log-probability of a unit given all others, in nats; empty if
 *     some unit is continuous, or rows are gray
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

    /** Standard normal quantile of a two-sided 95 % interval. */
    private static final double Z95 = 1.959963984540054;

    /** Steps of bisection, each of which halves an interval of length 1. */
    private static final int HALVINGS = 60;

    /**
     * Scores rows by the free energy and, with log Z, by the log-likelihood.
     *
     * @param rows states of the visible units, at least 2; not modified
     * @param given log Z, if it is known; otherwise it is measured
     */
    public static RowScores of(
            Rbm rbm, INDArray rows, Optional<Estimate> given, RandomSource random, Progress progress) {
        double[] freeEnergy = Rows.numbers(rows, rbm::freeEnergy);
        if (isGray(rbm, rows)) {
            progress.warn("rows have values between 0 and 1, which have a free energy and no likelihood;"
                    + " make them 0 or 1 for one");
            return new RowScores(freeEnergy, Map.of(), Map.of(), Optional.empty());
        }
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

    private static boolean isGray(Rbm rbm, INDArray rows) {
        return rbm.visibleUnit().hasStates(0, 1)
                && Rows.blocks(rows).stream()
                        .flatMapToDouble(block -> Arrays.stream(Elements.of(block)))
                        .anyMatch(value -> value != 0 && value != 1);
    }

    /**
     * Returns the area under the receiver operating characteristic of free energies: the probability that a row with
     * label 1 has a larger free energy than a row with label 0. Equal free energies count one half.
     *
     * <p>The error is DeLong's. The interval is that of R. G. Newcombe (Statistics in Medicine 25, 2006): all areas t
     * that are {@code z sqrt(V(t))} or less away, with the variance V of Hanley and McNeil. A normal interval with
     * DeLong's error is too short near 1 and empty at 1.
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
        double error = Math.hypot(
                Estimate.mean(above, "").standardError(),
                Estimate.mean(below, "").standardError());
        return new Estimate(
                area,
                error,
                end(area, 0, ones.length, zeros.length),
                end(area, 1, ones.length, zeros.length),
                "area",
                Estimate.Bound.NONE,
                scores.length,
                scores.length);
    }

    /** Returns the end of the interval of an area toward 0 or 1, by bisection. */
    private static double end(double area, double limit, int ones, int zeros) {
        double inside = area;
        double outside = limit;
        for (int halving = 0; halving < HALVINGS; halving++) {
            double middle = (inside + outside) / 2;
            boolean near = Math.abs(area - middle) <= Z95 * Math.sqrt(variance(middle, ones, zeros));
            inside = near ? middle : inside;
            outside = near ? outside : middle;
        }
        return inside;
    }

    /** Returns the variance of an area after Hanley and McNeil, with the mean number of rows after Newcombe. */
    private static double variance(double area, double ones, double zeros) {
        double others = (ones + zeros) / 2 - 1;
        return area * (1 - area) * (1 + others * (1 - area) / (2 - area) + others * area / (1 + area)) / (ones * zeros);
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
}
