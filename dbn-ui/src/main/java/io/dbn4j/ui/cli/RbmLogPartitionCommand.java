package io.dbn4j.ui.cli;

import io.dbn4j.core.array.Rows;
import io.dbn4j.core.dl4j.RbmStack;
import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.partition.BennettRatio;
import io.dbn4j.core.partition.BidirectionalAnnealing;
import io.dbn4j.core.partition.BracketCheck;
import io.dbn4j.core.partition.Contradictions;
import io.dbn4j.core.partition.DistinctRows;
import io.dbn4j.core.partition.EquilibriumStart;
import io.dbn4j.core.partition.ExactLogPartition;
import io.dbn4j.core.partition.LogPartitionEstimator;
import io.dbn4j.core.partition.NaiveMeanField;
import io.dbn4j.core.partition.Raise;
import io.dbn4j.core.partition.ReverseAnnealedImportanceSampling;
import io.dbn4j.core.partition.StartTest;
import io.dbn4j.core.partition.ThoulessAndersonPalmer;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.run.Progress;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.training.Annealing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code dbn rbm logz}: the log partition function of a model. */
@Command(
        name = "logz",
        sortOptions = false,
        description = {
            "Measures the log partition function of an RBM, in nats.",
            "Annealing connects the RBM with independent units. They have the means of --data, which are better, or the"
                    + " visible biases of the model."
        },
        footer = {
            "",
            "exact             enumerates the smaller side",
            "ais               annealed importance sampling: a lower bound in expectation",
            "reverse-ais       ais in both directions: an upper bound if the reverse chains start in",
            "                  equilibrium. Half of them start at --data or independent units, half at",
            "                  annealed states. All are tempered for --burn-in steps, and a test compares",
            "                  both halves. A start that passes it gives an upper bound.",
            "raise             with --data, whose first rows must be states: a lower bound of their",
            "                  log-likelihood under the annealed model, which is near the RBM; without:",
            "                  an upper bound of log Z, started and tested as reverse-ais is",
            "bar               Bennett ratio between --rungs models, --betas Gibbs steps in all: no bound",
            "tap               mean field of second order, two-state units only: good for weak weights,",
            "                  no error known",
            "naive-mean-field  a lower bound, from independent units",
            "",
            "With --data of discrete units the sum over distinct rows is compared as well. It is a lower",
            "bound without error.",
            "",
            "Examples:",
            "  ./dbn rbm logz model.npz --method exact",
            "  ./dbn rbm logz runs/digits/model.zip --method ais --data digits.npy --betas 20000 --json",
            "  ./dbn rbm logz runs/digits/model.zip --method raise --data digits.npy",
            "  ./dbn rbm logz model.npz --method tap --starts 50 --damping 0.95"
        })
final class RbmLogPartitionCommand implements Runnable {

    /** Of mean fields, which stop when nothing changes any more. */
    private static final int ITERATIONS = 10_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Mixin
    private LayerOption layer;

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            required = true,
            converter = Method.Reader.class,
            description = "One of: exact, ais, reverse-ais, raise, bar, tap, naive-mean-field.")
    private Method method;

    @Option(
            names = "--betas",
            paramLabel = "N",
            defaultValue = "10000",
            converter = WholeNumber.Positive.class,
            description = "Inverse temperatures of annealing. Default: ${DEFAULT-VALUE}.")
    private int betas;

    @Option(
            names = "--chains",
            paramLabel = "N",
            defaultValue = "100",
            converter = WholeNumber.Positive.class,
            description = "Independent chains of annealing. Default: ${DEFAULT-VALUE}.")
    private int chains;

    @Option(
            names = "--burn-in",
            paramLabel = "N",
            defaultValue = "1000",
            converter = WholeNumber.Positive.class,
            description = "Steps of parallel tempering before reverse annealing. Default: ${DEFAULT-VALUE}.")
    private int burnIn;

    @Option(
            names = "--temperatures",
            paramLabel = "N",
            defaultValue = "" + EquilibriumStart.TEMPERATURES,
            converter = WholeNumber.Positive.class,
            description =
                    "Temperatures before reverse-ais; 1 for Gibbs steps in the model alone. Default: ${DEFAULT-VALUE}.")
    private int temperatures;

    @Option(
            names = "--rungs",
            paramLabel = "N",
            defaultValue = "1000",
            converter = WholeNumber.Positive.class,
            description = "Models between which bar sums ratios. Default: ${DEFAULT-VALUE}.")
    private int rungs;

    @Option(
            names = "--starts",
            paramLabel = "N",
            defaultValue = "20",
            converter = WholeNumber.Positive.class,
            description = "Starts of mean fields, of which the best counts. Default: ${DEFAULT-VALUE}.")
    private int starts;

    @Option(
            names = "--damping",
            paramLabel = "PART",
            defaultValue = "0.9",
            description = "Part of the old fields that stays in an iteration of tap. Default: ${DEFAULT-VALUE}.")
    private double damping;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "Rows, best those of training: a file as ./dbn rbm --help says. Annealing has their means at its other"
                            + " end; reverse-ais and raise start from them.")
    private @Nullable String data;

    /** How log Z is measured. */
    enum Method {
        EXACT("exact", "exact"),
        AIS("ais", "ais"),
        REVERSE_AIS("reverse-ais", "reverseAis"),
        RAISE("raise", "raise"),
        BAR("bar", "bar"),
        TAP("tap", "tap"),
        NAIVE_MEAN_FIELD("naive-mean-field", "naiveMeanField");

        private final String word;
        private final String resultName;

        Method(String word, String resultName) {
            this.word = word;
            this.resultName = resultName;
        }

        static final class Reader implements ITypeConverter<Method> {

            @Override
            public Method convert(String text) {
                for (Method method : values()) {
                    if (method.word.equals(text)) {
                        return method;
                    }
                }
                throw new TypeConversionException(
                        "must be exact, ais, reverse-ais, raise, bar, tap or naive-mean-field, was " + text);
            }
        }
    }

    /**
     * What is printed.
     *
     * @param logLikelihood of the rows of {@code --data}, by raise; null if it was not measured
     * @param others log Z that is known besides: {@code ais} beside reverse-ais, {@code rows} with {@code --data}
     * @param bracket the test of the start of reverse chains, and warnings
     */
    record Outcome(
            Estimate logPartition,
            @Nullable Estimate logLikelihood,
            Map<String, Estimate> others,
            BracketCheck bracket,
            String method,
            LogPartitionEstimator estimator,
            String model,
            int layer) {}

    @Override
    public void run() {
        RbmStack stack = model.read();
        Optional<INDArray> rows = Optional.ofNullable(data)
                .map(file -> stack.up(stack.states(DataOption.read(file, model.progress())), layer.number() - 1));
        LogPartitionEstimator estimator = estimator(rows);
        Progress progress = model.progress();
        Rbm rbm = stack.layer(layer.number());
        Found found = measure(estimator, rbm, rows, progress);
        progress.end();
        Map<String, Estimate> all = new LinkedHashMap<>(found.others);
        all.put(method.resultName, found.logPartition);
        if (method != Method.EXACT) {
            rows.flatMap(states -> DistinctRows.logPartition(rbm, states)).ifPresent(sum -> all.put("rows", sum));
        }
        all.forEach((name, estimate) -> Annealing.noteFewSamples(progress, name, estimate));
        if (!found.isComparable()) {
            all.remove(method.resultName);
        }
        BracketCheck bracket = Annealing.checked(progress, found.starts, all);
        Map<String, Estimate> kept = new LinkedHashMap<>(Contradictions.withoutRefuted(all));
        Estimate logPartition =
                found.isComparable() ? Objects.requireNonNull(kept.remove(method.resultName)) : found.logPartition;
        if (!Double.isFinite(logPartition.value())) {
            progress.warn("log Z is not finite: the model cannot be normalized");
        }
        model.print(
                new Outcome(
                        logPartition,
                        found.logLikelihood,
                        kept,
                        bracket,
                        method.word,
                        estimator,
                        stack.name(),
                        layer.number()),
                spec.commandLine().getOut());
    }

    private LogPartitionEstimator estimator(Optional<INDArray> rows) {
        int count = rows.map(all -> (int) Math.min(all.size(0), chains)).orElse(chains);
        return switch (method) {
            case EXACT -> new ExactLogPartition();
            case AIS -> new AnnealedImportanceSampling(betas, chains);
            case REVERSE_AIS -> new ReverseAnnealedImportanceSampling(betas, chains, burnIn);
            case RAISE -> new Raise(betas, chains / count, count, burnIn);
            case BAR -> new BennettRatio(rungs, chains, Math.max(1, betas / rungs));
            case TAP -> new ThoulessAndersonPalmer(starts, ITERATIONS, damping);
            case NAIVE_MEAN_FIELD -> new NaiveMeanField(starts, ITERATIONS);
        };
    }

    /** What was measured; the log-likelihood by raise from rows only. */
    private record Found(
            Estimate logPartition,
            @Nullable Estimate logLikelihood,
            Map<String, Estimate> others,
            List<StartTest> starts) {

        /** Whether bounds of log Z can contradict it: raise of given rows may rightly lie on either side, by any distance. */
        boolean isComparable() {
            return logLikelihood == null;
        }

        static Found of(Estimate logPartition) {
            return new Found(logPartition, null, Map.of(), List.of());
        }
    }

    private Found measure(LogPartitionEstimator estimator, Rbm rbm, Optional<INDArray> rows, Progress progress) {
        RandomSource random = model.random("log-partition");
        BaseRate base = rows.map(all -> BaseRate.ofRows(rbm, all)).orElseGet(() -> BaseRate.of(rbm));
        if (estimator instanceof AnnealedImportanceSampling forward) {
            progress.begin("log Z by AIS", betas, "temperatures");
            return Found.of(forward.logPartition(rbm, base, random, progress::at));
        }
        if (estimator instanceof BennettRatio ratio) {
            progress.begin("log Z by Bennett ratio", rungs, "models");
            return Found.of(ratio.logPartition(rbm, base, random, progress::at));
        }
        if (estimator instanceof ReverseAnnealedImportanceSampling) {
            return bothDirections(rbm, base, rows, random, progress);
        }
        if (estimator instanceof Raise raise && rows.isPresent()) {
            progress.begin("log Z by RAISE", betas, "temperatures");
            Raise.Result result = raise.run(rbm, base, Rows.first(raise.rows(), rows.get()), random, progress::at);
            return new Found(result.logPartition(), result.logLikelihood(), Map.of(), List.of());
        }
        if (estimator instanceof Raise raise) {
            progress.begin("log Z by RAISE", raise.work(), "steps");
            Raise.Started result = raise.started(rbm, base, random, progress::at);
            return new Found(
                    result.logPartition(),
                    null,
                    Map.of(),
                    result.test().stream().toList());
        }
        progress.begin("log Z", 1, "models");
        Estimate estimate = estimator.logPartition(rbm, base, random);
        progress.at(1);
        return Found.of(estimate);
    }

    private Found bothDirections(
            Rbm rbm, BaseRate base, Optional<INDArray> rows, RandomSource random, Progress progress) {
        BidirectionalAnnealing both =
                new BidirectionalAnnealing(betas, chains, new EquilibriumStart(temperatures, burnIn));
        INDArray given = rows.orElseGet(() -> EquilibriumStart.independent(rbm, base, chains, random));
        progress.begin("log Z by AIS and its reverse", both.work(), "steps");
        BidirectionalAnnealing.Result result = both.run(rbm, base, given, random, progress::at);
        return new Found(result.reverse(), null, Map.of("ais", result.forward()), List.of(result.test()));
    }
}
