package io.dbn4j.lab.training;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.partition.BidirectionalAnnealing;
import io.dbn4j.core.partition.BracketCheck;
import io.dbn4j.core.partition.Contradictions;
import io.dbn4j.core.partition.DistinctRows;
import io.dbn4j.core.partition.EquilibriumStart;
import io.dbn4j.core.partition.LogPartitionMethods;
import io.dbn4j.core.partition.StartTest;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stack.Dbn;
import io.dbn4j.core.stack.FreeEnergyGap;
import io.dbn4j.core.stack.FreeEnergyLedger;
import io.dbn4j.core.stack.IndependentUnits;
import io.dbn4j.core.stack.VariationalBound;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A measurement of the log-likelihood of an RBM, by enumeration or by annealed importance sampling (AIS).
 *
 * <p>Log Z is exact if one side has at most {@code exactUpTo} two-state units. Otherwise AIS and reverse AIS bracket
 * it. The start of reverse AIS comes from parallel tempering, and a test tells whether it is in equilibrium.
 *
 * @param betas number of inverse temperatures in each direction
 * @param chains number of independent weights in each direction
 * @param burnIn steps of parallel tempering from test images and annealed states before the reverse direction starts
 * @param exactUpTo largest number of two-state units on the smaller side that is enumerated
 */
public record Annealing(int betas, int chains, int burnIn, int exactUpTo) {

    /** The name of the rule {@link Binarization#THRESHOLD}. */
    static final String THRESHOLDED = "thresholded";

    /** Number of draws of each model for the ratio of two partition functions. */
    private static final int LEDGER_CHAINS = 1000;

    public Annealing {
        Check.require(
                exactUpTo <= StateSpace.MAX_UNITS,
                "exactUpTo must be at most %d, was %d",
                StateSpace.MAX_UNITS,
                exactUpTo);
    }

    /**
     * The result of a measurement.
     *
     * @param logPartition log Z by method: {@code exact}, or {@code ais}, {@code reverseAis}, {@code conservative} and,
     *     for discrete visible units, {@code rows}
     * @param logLikelihood means over images by binarization rule and then by method but {@code rows}, in nats per
     *     image
     * @param independent comparison with independent units on the same images by binarization rule; empty if not
     *     requested
     * @param bracket the test of the start of reverse annealing, and warnings
     */
    public record Measured(
            Map<String, Estimate> logPartition,
            Map<String, Map<String, Estimate>> logLikelihood,
            Map<String, IndependentUnits.Comparison> independent,
            BracketCheck bracket) {

        /** The result of no measurement. */
        public static final Measured NOTHING = new Measured(Map.of(), Map.of(), Map.of(), BracketCheck.NONE);
    }

    /** Estimates of log Z by method, with the check of their bounds. */
    record Found(Map<String, Estimate> logPartition, BracketCheck bracket) {}

    /**
     * Measures log Z and the log-likelihood of an RBM; call it at most once in a run.
     *
     * @param base base rate at which annealing starts
     * @param independent independent units with which the RBM is compared
     * @param images gray values in [0, 1]; not modified
     */
    public Measured measured(Run run, Rbm rbm, BaseRate base, IndependentUnits independent, INDArray images) {
        return measured(run, rbm, base, independent, random -> binarized(images, random));
    }

    /**
     * Measures log Z and the log-likelihood of an RBM on given states; call it at most once in a run.
     *
     * @param independent independent units with which the RBM is compared
     * @param states makes rows of visible states for each rule, by the name of the rule; the reverse direction starts
     *     from the rows of the first rule
     */
    public Measured measured(
            Run run,
            Rbm rbm,
            BaseRate base,
            IndependentUnits independent,
            Function<RandomSource, Map<String, INDArray>> states) {
        return run.checkpoints().once("likelihood-tested", Measured.class, () -> {
            RandomSource random = run.random("likelihood");
            Map<String, INDArray> rows = states.apply(random);
            Measured alone = measure(run, rbm, base, rows, random);
            Map<String, IndependentUnits.Comparison> compared = new LinkedHashMap<>();
            rows.forEach((rule, some) -> compared.put(rule, independent.compared(rbm, some, alone.logPartition())));
            return new Measured(alone.logPartition(), alone.logLikelihood(), compared, alone.bracket());
        });
    }

    /** Returns states made from gray values by both rules, by the name of the rule. */
    public static Map<String, INDArray> binarized(INDArray images, RandomSource random) {
        Map<String, INDArray> states = new LinkedHashMap<>();
        states.put("sampled", binarized(Binarization.BERNOULLI, images, random));
        states.put(THRESHOLDED, binarized(Binarization.THRESHOLD, images, random));
        return states;
    }

    /**
     * Measures the variational bound of a DBN: log Z of its top RBM as for any RBM, the rest of the bound by sampling.
     * Call this method at most once in a run.
     *
     * @param base base rate at which annealing to the top RBM starts
     * @param images gray values in [0, 1]; not modified
     */
    public Measured bound(Run run, Dbn dbn, VariationalBound bound, BaseRate base, INDArray images) {
        return run.checkpoints().once("bound-tested", Measured.class, () -> {
            RandomSource random = run.random("bound");
            Map<String, INDArray> states = binarized(images, random);
            List<INDArray> up = dbn.recognized(Rows.first(chains, first(states)), random);
            return measured(
                    states,
                    found(run.progress(), dbn.top(), base, up.get(up.size() - 1), random),
                    rows -> Estimate.mean(bound.unnormalized(dbn, rows, random), "nats"),
                    VariationalBound::normalized);
        });
    }

    /**
     * Measures how much each RBM of a DBN adds to the RBMs below it, on sampled images, with {@code burnIn} Gibbs steps
     * in each model, at least 1. Call this method at most once in a run.
     *
     * @param first measurement of the first RBM alone
     * @param images gray values in [0, 1]; not modified
     */
    public FreeEnergyLedger ledger(Run run, Dbn dbn, Measured first, INDArray images) {
        return run.checkpoints().once("ledger", FreeEnergyLedger.class, () -> {
            RandomSource random = run.random("ledger");
            INDArray states = binarized(Binarization.BERNOULLI, images, random);
            boolean exact = first.logPartition().containsKey("exact");
            Estimate logPartition = Objects.requireNonNull(first.logPartition().get(exact ? "exact" : "reverseAis"));
            run.progress()
                    .begin("states of each RBM", (long) burnIn * dbn.layers().size(), "steps");
            int chains = (int) Math.min(LEDGER_CHAINS, states.size(0));
            FreeEnergyLedger ledger =
                    FreeEnergyLedger.measured(dbn, states, chains, burnIn, logPartition, random, run.progress()::at);
            run.progress().end();
            ledger.steps().forEach(step -> noteFewSamples(run.progress(), "bar", step.onData()));
            return ledger;
        });
    }

    private Measured measure(Run run, Rbm rbm, BaseRate base, Map<String, INDArray> states, RandomSource random) {
        return measured(
                states,
                found(run.progress(), rbm, base, first(states), random),
                rows -> FreeEnergyGap.mean(rbm, rows).subtractedFrom(0),
                Estimate::minus);
    }

    private static INDArray first(Map<String, INDArray> states) {
        return states.values().iterator().next();
    }

    private static Measured measured(
            Map<String, INDArray> states,
            Found found,
            Function<INDArray, Estimate> unnormalized,
            BinaryOperator<Estimate> normalized) {
        Map<String, Map<String, Estimate>> logLikelihood = new LinkedHashMap<>();
        states.forEach((rule, rows) -> {
            Estimate mean = unnormalized.apply(rows);
            Map<String, Estimate> byMethod = new LinkedHashMap<>();
            found.logPartition().forEach((method, logZ) -> {
                if (!method.equals(LogPartitionMethods.ROWS)) {
                    byMethod.put(method, normalized.apply(mean, logZ));
                }
            });
            logLikelihood.put(rule, byMethod);
        });
        return new Measured(found.logPartition(), logLikelihood, Map.of(), found.bracket());
    }

    /** Estimates log Z of an RBM; the reverse direction starts from rows of its visible states. */
    Found found(Run run, Rbm rbm, BaseRate base, INDArray rows, RandomSource random) {
        return found(run.progress(), rbm, base, rows, random);
    }

    /**
     * Measures log Z of an RBM: exactly, or by a bracket that starts at rows.
     *
     * @param rows states of the visible units, {@code [rows, visible]}; not modified
     * @return estimates by method, in nats
     */
    public Map<String, Estimate> logPartition(Progress progress, Rbm rbm, INDArray rows, RandomSource random) {
        return found(progress, rbm, BaseRate.ofRows(rbm, rows), rows, random).logPartition();
    }

    private Found found(Progress progress, Rbm rbm, BaseRate base, INDArray rows, RandomSource random) {
        return enumerable(rbm)
                ? new Found(
                        Map.of("exact", Estimate.exact(StateSpace.of(rbm).logPartition(), "nats")), BracketCheck.NONE)
                : bracket(progress, rbm, base, rows, random);
    }

    /** Tells whether either side has few enough states. */
    private boolean enumerable(Rbm rbm) {
        return StateSpace.smallerSide(rbm) <= exactUpTo;
    }

    private static INDArray binarized(Binarization rule, INDArray images, RandomSource random) {
        INDArray states = images.ulike();
        rule.apply(images, states, random);
        return states;
    }

    private Found bracket(Progress progress, Rbm rbm, BaseRate base, INDArray rows, RandomSource random) {
        EquilibriumStart start = new EquilibriumStart(EquilibriumStart.TEMPERATURES, burnIn);
        BidirectionalAnnealing both = new BidirectionalAnnealing(betas, chains, start);
        progress.begin("log Z by AIS and its reverse", both.work(), "steps");
        BidirectionalAnnealing.Result result = both.run(rbm, base, rows, random, progress::at);
        progress.end();
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        estimates.put("ais", result.forward());
        estimates.put("reverseAis", result.reverse());
        estimates.put(LogPartitionMethods.CONSERVATIVE, result.conservative());
        DistinctRows.logPartition(rbm, rows).ifPresent(bound -> estimates.put(LogPartitionMethods.ROWS, bound));
        estimates.forEach((method, estimate) -> noteFewSamples(progress, method, estimate));
        return new Found(
                Contradictions.withoutRefuted(estimates), checked(progress, List.of(result.test()), estimates));
    }

    /**
     * Checks the bounds of one log Z and prints a warning for each fault.
     *
     * @param starts tests of the starts of reverse chains
     * @param logPartition estimates by their names in results, see {@link LogPartitionMethods}
     */
    public static BracketCheck checked(Progress progress, List<StartTest> starts, Map<String, Estimate> logPartition) {
        Map<String, Estimate> named = new LinkedHashMap<>();
        logPartition.forEach((method, estimate) -> named.put(LogPartitionMethods.displayName(method), estimate));
        BracketCheck check = BracketCheck.of(starts, named);
        check.warnings().forEach(progress::warn);
        return check;
    }

    /**
     * Warns if a sampled estimate has too few effective samples for a reliable error.
     *
     * @param method name of the method in results, see {@link LogPartitionMethods}
     */
    public static void noteFewSamples(Progress progress, String method, Estimate estimate) {
        if (estimate.samples() > 0 && estimate.ess() < StartTest.FEWEST_SAMPLES) {
            progress.warn(String.format(
                    Locale.ROOT,
                    "%s: effective sample size %.1f is below %d, its error bar is too small; use more steps",
                    LogPartitionMethods.displayName(method),
                    estimate.ess(),
                    StartTest.FEWEST_SAMPLES));
        }
    }
}
