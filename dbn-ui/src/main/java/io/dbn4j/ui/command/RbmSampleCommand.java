package io.dbn4j.ui.command;

import io.dbn4j.cli.WholeNumber;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.partition.EquilibriumStart;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.stack.Dbn;
import io.dbn4j.core.stack.ModelDraws;
import io.dbn4j.core.stats.ChainDiagnostics;
import io.dbn4j.lab.run.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code dbn rbm sample}, which draws visible states from a model. */
@Command(
        name = "sample",
        sortOptions = false,
        description = {
            "Draws visible states from a model: samples the top RBM, then draws once down through the layers below.",
            "With --layer N, draws states of the visible units of RBM N, which are the hidden units of RBM N-1, under"
                    + " the model of RBM N and all above it. rbm transform --layer N-1 --draw draws the same units"
                    + " given data.",
            "Each chain gives one row. Chains mix by parallel tempering; the result has autocorrelation times and R-hat"
                    + " of their second half."
        },
        footer = {
            "",
            "annealed  start at final states of annealed importance sampling, resampled by weight",
            "data      start at rows of --data",
            "biases    start at independent units with the visible biases",
            "",
            "Chains from data or biases are compared with 50 annealed chains; a warning is printed if they",
            "disagree.",
            "",
            "Examples:",
            "  ./dbn rbm sample runs/digits/model.zip --count 100 --steps 1000 --out samples.npy",
            "  ./dbn rbm sample model.npz --count 100 --steps 1000 --data rows.npy --out samples.npy",
            "  ./dbn rbm sample model.npz --count 10 --steps 500 --out samples.npy --seed 7 --json",
            "  ./dbn rbm sample runs/ising/model.zip --layer 2 --count 1000 --steps 500 --out blocks.npy"
        })
final class RbmSampleCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--count",
            paramLabel = "N",
            required = true,
            converter = WholeNumber.Positive.class,
            description = "Number of rows to draw.")
    private int count;

    @Option(
            names = "--steps",
            paramLabel = "K",
            required = true,
            converter = WholeNumber.Positive.class,
            description = "Number of steps of each chain.")
    private int steps;

    @Option(
            names = "--start",
            paramLabel = "START",
            converter = StartReader.class,
            description =
                    "Start of chains, see below: annealed, data or biases. Default: data with --data, else annealed.")
    private ModelDraws.@Nullable Start start;

    @Option(names = "--data", paramLabel = "FILE", description = DataOption.HELP)
    private @Nullable String data;

    @Option(
            names = "--temperatures",
            paramLabel = "N",
            defaultValue = "" + EquilibriumStart.TEMPERATURES,
            converter = WholeNumber.Positive.class,
            description = "Temperatures of each chain; 1 for plain Gibbs sampling. Default: ${DEFAULT-VALUE}.")
    private int temperatures;

    @Mixin
    private LayerOption layer;

    @Mixin
    private ArrayFile out;

    /** Reads the name of a start. */
    static final class StartReader implements ITypeConverter<ModelDraws.Start> {

        @Override
        public ModelDraws.Start convert(String text) {
            return switch (text) {
                case "annealed" -> ModelDraws.Start.ANNEALED;
                case "data" -> ModelDraws.Start.DATA;
                case "biases" -> ModelDraws.Start.BIASES;
                default -> throw new TypeConversionException("must be annealed, data or biases, was " + text);
            };
        }
    }

    /**
     * The result to print.
     *
     * @param chains diagnostics of the chains, by the name of the observed quantity
     */
    record Outcome(
            String file,
            long rows,
            long columns,
            ModelDraws draws,
            Map<String, ChainDiagnostics> chains,
            long roundTrips,
            List<String> warnings) {}

    @Override
    public void run() {
        out.check();
        if (start == ModelDraws.Start.DATA && data == null) {
            throw new ParameterException(spec.commandLine(), "--start data requires --data FILE");
        }
        ModelFile stack = model.generative();
        int below = layer.number() - 1;
        stack.layer(layer.number());
        Progress progress = model.progress();
        RandomSource random = model.random("samples");
        Optional<INDArray> rows = Optional.ofNullable(data)
                .map(file -> DataOption.read(file, progress).states(stack.layer(1)))
                .map(states -> stack.drawnUp(states, below, random));
        ModelDraws.Start otherwise = rows.isPresent() ? ModelDraws.Start.DATA : ModelDraws.Start.ANNEALED;
        ModelDraws draws = new ModelDraws(start == null ? otherwise : start, temperatures, steps);
        progress.begin("samples", (long) steps * ModelDraws.blocks(count), "steps");
        ModelDraws.Drawn drawn = draws.draw(
                new Dbn(stack.layers().subList(below, stack.layers().size())), rows, count, random, progress::at);
        progress.end();
        drawn.warnings().forEach(progress::warn);
        ArrayFile.Written written = out.write(drawn.visible());
        model.print(
                new Outcome(
                        written.file(),
                        written.rows(),
                        written.columns(),
                        draws,
                        drawn.diagnostics(),
                        drawn.roundTrips(),
                        drawn.warnings()),
                spec.commandLine().getOut());
    }
}
