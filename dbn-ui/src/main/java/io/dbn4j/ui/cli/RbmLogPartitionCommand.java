package io.dbn4j.ui.cli;

import io.dbn4j.core.dl4j.RbmStack;
import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.partition.ExactLogPartition;
import io.dbn4j.core.partition.LogPartitionEstimator;
import io.dbn4j.core.partition.ReverseAnnealedImportanceSampling;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.run.Progress;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.training.Annealing;
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
            "Annealing starts from independent units with the visible biases of the model."
        },
        footer = {
            "",
            "exact enumerates the smaller side. ais is a lower bound in expectation, reverse-ais an upper bound as good as",
            "its burn-in.",
            "",
            "Examples:",
            "  ./dbn rbm logz model.npz --method exact",
            "  ./dbn rbm logz runs/digits/model.zip --method ais --betas 20000 --json"
        })
final class RbmLogPartitionCommand implements Runnable {

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
            description = "One of: exact, ais, reverse-ais.")
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
            description = "Gibbs steps before reverse annealing. Default: ${DEFAULT-VALUE}.")
    private int burnIn;

    /** How log Z is measured. */
    enum Method {
        EXACT("exact", "exact"),
        AIS("ais", "ais"),
        REVERSE_AIS("reverse-ais", "reverseAis");

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
                throw new TypeConversionException("must be exact, ais or reverse-ais, was " + text);
            }
        }
    }

    /** What is printed. */
    record Outcome(Estimate logPartition, String method, LogPartitionEstimator estimator, String model, int layer) {}

    @Override
    public void run() {
        LogPartitionEstimator estimator = estimator();
        RbmStack stack = model.read();
        Progress progress = model.progress();
        Estimate logPartition = measure(estimator, stack.layer(layer.number()), progress);
        progress.end();
        Annealing.noteFewSamples(progress, method.resultName, logPartition);
        model.print(
                new Outcome(logPartition, method.word, estimator, stack.name(), layer.number()),
                spec.commandLine().getOut());
    }

    private LogPartitionEstimator estimator() {
        return switch (method) {
            case EXACT -> new ExactLogPartition();
            case AIS -> new AnnealedImportanceSampling(betas, chains);
            case REVERSE_AIS -> new ReverseAnnealedImportanceSampling(betas, chains, burnIn);
        };
    }

    private Estimate measure(LogPartitionEstimator estimator, Rbm rbm, Progress progress) {
        RandomSource random = model.random("log-partition");
        BaseRate base = BaseRate.of(rbm);
        if (estimator instanceof AnnealedImportanceSampling forward) {
            progress.begin("log Z by AIS", betas, "temperatures");
            return forward.logPartition(rbm, base, random, progress::at);
        }
        progress.begin("log Z", 1, "models");
        return estimator.logPartition(rbm, base, random);
    }
}
