package io.dbn4j.ui.command;

import io.dbn4j.cli.WholeNumber;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.partition.AnnealingStart;
import io.dbn4j.core.partition.BracketCheck;
import io.dbn4j.core.partition.Contradictions;
import io.dbn4j.core.partition.DistinctRows;
import io.dbn4j.core.partition.EquilibriumStart;
import io.dbn4j.core.partition.LogPartition;
import io.dbn4j.core.partition.LogPartitionEstimator;
import io.dbn4j.core.partition.LogPartitionMethods;
import io.dbn4j.core.partition.LogPartitionMethods.Method;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.training.Annealing;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code dbn rbm logz}, which measures the log partition function of a model. */
@Command(
        name = "logz",
        sortOptions = false,
        description = {
            "Measures log Z, the log partition function of an RBM, in nats.",
            "Annealing connects the RBM with independent units, whose means are those of --data or, without it, mean"
                    + " fields of the model."
        },
        footer = {
            "",
            "With --data and discrete units, the result also has the sum over the distinct rows, an exact",
            "lower bound.",
            "",
            "Examples:",
            "  ./dbn rbm logz model.npz --method exact",
            "  ./dbn rbm logz runs/digits/model.zip --method ais --data digits.npy --betas 20000 --json",
            "  ./dbn rbm logz runs/digits/model.zip --method raise --data digits.npy",
            "  ./dbn rbm logz model.npz --method tap --starts 50 --damping 0.95"
        })
final class RbmLogPartitionCommand implements Runnable {

    /** Largest number of iterations of mean fields, which stop earlier when they converge. */
    private static final int ITERATIONS = 10_000;

    /** Width of the column of method names in the help. */
    private static final int NAMES = 18;

    /** Width of a line of the help. */
    private static final int LINE = 95;

    private final LogPartitionMethods methods;

    private @Nullable CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Mixin
    private LayerOption layer;

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            required = true,
            completionCandidates = Names.class,
            description = "Estimator, see below: ${COMPLETION-CANDIDATES}.")
    private String method = "";

    @Option(
            names = "--betas",
            paramLabel = "N",
            defaultValue = "10000",
            converter = WholeNumber.Positive.class,
            description = "Number of inverse temperatures of annealing. Default: ${DEFAULT-VALUE}.")
    private int betas;

    @Option(
            names = "--chains",
            paramLabel = "N",
            defaultValue = "100",
            converter = WholeNumber.Positive.class,
            description = "Number of independent annealing chains. Default: ${DEFAULT-VALUE}.")
    private int chains;

    @Option(
            names = "--burn-in",
            paramLabel = "N",
            defaultValue = "1000",
            converter = WholeNumber.Positive.class,
            description = "Parallel-tempering steps before reverse annealing. Default: ${DEFAULT-VALUE}.")
    private int burnIn;

    @Option(
            names = "--temperatures",
            paramLabel = "N",
            defaultValue = "" + EquilibriumStart.TEMPERATURES,
            converter = WholeNumber.Positive.class,
            description = "Temperatures during --burn-in; 1 for plain Gibbs steps. Default: ${DEFAULT-VALUE}.")
    private int temperatures;

    @Option(
            names = "--rungs",
            paramLabel = "N",
            defaultValue = "1000",
            converter = WholeNumber.Positive.class,
            description = "Number of intermediate models for bar. Default: ${DEFAULT-VALUE}.")
    private int rungs;

    @Option(
            names = "--starts",
            paramLabel = "N",
            defaultValue = "20",
            converter = WholeNumber.Positive.class,
            description = "Starts of tap and naive-mean-field; the best one counts. Default: ${DEFAULT-VALUE}.")
    private int starts;

    @Option(
            names = "--damping",
            paramLabel = "PART",
            defaultValue = "0.9",
            description = "Weight of the old fields in an iteration of tap, in [0, 1). Default: ${DEFAULT-VALUE}.")
    private double damping;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "Data file, preferably the training data; ./dbn rbm --help explains all formats. Annealing starts"
                            + " from units with the means of its rows; chains of reverse-ais and raise start at rows.")
    private @Nullable String data;

    /** The names of the estimators, for help and completion. */
    static final class Names implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return names(LogPartitionMethods.REGISTERED).iterator();
        }
    }

    /** Creates the command with all registered estimators. */
    RbmLogPartitionCommand() {
        this(LogPartitionMethods.REGISTERED);
    }

    RbmLogPartitionCommand(LogPartitionMethods methods) {
        this.methods = methods;
    }

    private static List<String> names(LogPartitionMethods methods) {
        return methods.methods().stream().map(Method::name).toList();
    }

    /** Adds the summaries of the estimators to the help, before the footer. */
    @Spec
    void spec(CommandSpec command) {
        spec = command;
        List<String> footer = new ArrayList<>(List.of(""));
        methods.methods().forEach(one -> footer.addAll(help(one)));
        footer.addAll(List.of(command.usageMessage().footer()));
        command.usageMessage().footer(footer.toArray(new String[0]));
    }

    private static List<String> help(Method method) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + (NAMES - 1) + "s", method.name()));
        for (String word : method.summary().split(" ", -1)) {
            if (line.length() + 1 + word.length() > LINE) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(NAMES - 1));
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /**
     * The result to print.
     *
     * @param logLikelihood log-likelihood of the rows of {@code --data}, by raise; null if it was not measured
     * @param others further values of log Z: {@code ais} from reverse-ais, {@code rows} with {@code --data}
     * @param bracket test of the start of the reverse chains, with warnings
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
        Method named = methods.named(method).orElseThrow(this::unknown);
        ModelFile stack = model.read();
        Optional<INDArray> rows = Optional.ofNullable(data)
                .map(file ->
                        stack.up(DataOption.read(file, model.progress()).states(stack.layer(1)), layer.number() - 1));
        LogPartitionEstimator estimator = Json.fromMap(settings(named, rows), named.type());
        Rbm rbm = stack.layer(layer.number());
        LogPartition found = measure(named, estimator, rbm, rows);
        boolean comparable = found.logLikelihood().isEmpty();
        Map<String, Estimate> all = new LinkedHashMap<>(found.others());
        all.put(named.resultName(), found.value());
        if (found.value().bound() != Bound.EXACT) {
            rows.flatMap(states -> DistinctRows.logPartition(rbm, states))
                    .ifPresent(sum -> all.put(LogPartitionMethods.ROWS, sum));
        }
        Progress progress = model.progress();
        all.forEach((name, estimate) -> Annealing.noteFewSamples(progress, name, estimate));
        if (!comparable) {
            all.remove(named.resultName());
        }
        BracketCheck bracket = Annealing.checked(progress, found.starts(), all);
        Map<String, Estimate> kept = new LinkedHashMap<>(Contradictions.withoutRefuted(all));
        Estimate logPartition = comparable ? Objects.requireNonNull(kept.remove(named.resultName())) : found.value();
        if (!Double.isFinite(logPartition.value())) {
            progress.warn("log Z is not finite: the model cannot be normalized");
        }
        Outcome outcome = new Outcome(
                logPartition,
                found.logLikelihood().orElse(null),
                kept,
                bracket,
                method,
                estimator,
                stack.name(),
                layer.number());
        model.print(outcome, line().getOut());
    }

    private CommandLine line() {
        return Objects.requireNonNull(spec).commandLine();
    }

    private ParameterException unknown() {
        List<String> names = names(methods);
        int last = names.size() - 1;
        return new ParameterException(
                line(),
                String.format(
                        Locale.ROOT,
                        "--method must be %s or %s, was %s",
                        String.join(", ", names.subList(0, last)),
                        names.get(last),
                        method));
    }

    /** Returns the settings of an estimator by the names of its record components. */
    private Map<String, Object> settings(Method named, Optional<INDArray> data) {
        int rows = data.map(all -> (int) Math.min(all.size(0), chains)).orElse(chains);
        Map<String, Object> known = new HashMap<>();
        known.put("betas", betas);
        known.put("chains", chains);
        known.put("burnIn", burnIn);
        known.put("temperatures", temperatures);
        known.put("rungs", rungs);
        known.put("steps", Math.max(1, betas / rungs));
        known.put("starts", starts);
        known.put("iterations", ITERATIONS);
        known.put("damping", damping);
        known.put("rows", rows);
        List<String> wanted = Arrays.stream(named.type().getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        if (wanted.contains("rows")) {
            known.put("chains", chains / rows);
        }
        known.keySet().retainAll(wanted);
        known.put("type", named.name());
        return known;
    }

    private LogPartition measure(Method named, LogPartitionEstimator estimator, Rbm rbm, Optional<INDArray> rows) {
        AnnealingStart start = rows.map(all -> AnnealingStart.atRows(rbm, all)).orElse(AnnealingStart.MODEL);
        Progress progress = model.progress();
        progress.begin("log Z by " + named.displayName(), estimator.work(start), "steps");
        LogPartition found = estimator.measure(rbm, start, model.random("log-partition"), progress::at);
        progress.end();
        return found;
    }
}
