package io.dbn4j.ui.command;

import io.dbn4j.cli.Presets;
import io.dbn4j.cli.WholeNumber;
import io.dbn4j.lab.data.ImageFolder;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.mnist.experiment.MnistExperiment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code dbn mnist}: {@code dbn run} with short options for experiments on images. */
@Command(
        name = "mnist",
        abbreviateSynopsis = true,
        sortOptions = false,
        description = "Trains a deep belief network on MNIST or other images and measures it.",
        footer = {
            "",
            "Examples:",
            "  ./dbn mnist --quick",
            "  ./dbn mnist --compare random-start --seed 7",
            "  ./dbn mnist --preset rbm-500 --epochs 10",
            "  ./dbn mnist --data fashion-mnist --out runs/fashion"
        })
final class MnistCommand implements Runnable {

    private final Presets presets;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "mnist",
            completionCandidates = Presets.class,
            description = "Name of the experiment, see below. Default: ${DEFAULT-VALUE}.")
    private String preset;

    @Option(names = "--quick", description = "Use small settings, for a first run of about a minute.")
    private boolean quick;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Passes through the data, for each layer and for fine-tuning. Default: as in the preset; with"
                    + " --data at least as many as make 1500 updates.")
    private @Nullable Integer epochs;

    @ArgGroup(exclusive = false)
    private @Nullable Data data;

    @Option(
            names = "--compare",
            paramLabel = "WITH",
            converter = Comparison.Reader.class,
            description = "Also train another network: ${COMPLETION-CANDIDATES} is the same without pretraining.")
    private @Nullable Comparison comparison;

    @Mixin
    private LocalRunOptions options;

    /** The options for images other than MNIST. */
    static final class Data {

        @Option(
                names = "--data",
                paramLabel = "DIR",
                required = true,
                description = "Folder with files in the format of MNIST: train-* and t10k-* or test-*, gzipped or not."
                        + " Default: the built-in MNIST.")
        private String folder;

        @Option(names = "--transpose", description = "Transpose every image, as the files of EMNIST require.")
        private boolean transpose;
    }

    /** The network that a result is compared with. */
    enum Comparison {
        RANDOM_START;

        @Override
        public String toString() {
            return "random-start";
        }

        static final class Reader implements ITypeConverter<Comparison> {

            @Override
            public Comparison convert(String text) {
                if (!text.equals(RANDOM_START.toString())) {
                    throw new TypeConversionException("must be %s, was %s".formatted(RANDOM_START, text));
                }
                return RANDOM_START;
            }
        }
    }

    MnistCommand(ExperimentList experiments) {
        presets = new Presets(experiments).of(MnistExperiment.class);
    }

    @Spec
    void describe(CommandSpec spec) {
        presets.addTo(spec);
    }

    @Override
    public void run() {
        if (options.resumeIfAsked(spec.commandLine())) {
            return;
        }
        var experiment = (MnistExperiment) presets.named(preset, spec).experiment();
        options.run(preset, experiment, shorthands(experiment), spec.commandLine());
    }

    /** Specific options are applied after --quick and override it. */
    private Map<String, String> shorthands(MnistExperiment experiment) {
        Map<String, String> shorthands = new LinkedHashMap<>();
        if (data != null && epochs == null && !quick && Files.isDirectory(Path.of(data.folder))) {
            shorthands.putAll(longEnough(experiment, data));
        }
        if (quick) {
            shorthands.putAll(experiment.quick());
        }
        if (epochs != null) {
            shorthands.putAll(experiment.epochs(epochs));
        }
        if (data != null) {
            shorthands.putAll(experiment.data(data.folder, data.transpose));
        }
        if (comparison == Comparison.RANDOM_START) {
            shorthands.putAll(experiment.withRandomStart());
        }
        return shorthands;
    }

    /** Returns the settings to change so that few images still give enough updates. */
    private Map<String, String> longEnough(MnistExperiment experiment, Data images) {
        int count = new ImageFolder(Path.of(images.folder), images.transpose)
                .load()
                .train()
                .size();
        Map<String, String> needed = experiment.fewImages(count);
        if (!needed.isEmpty()) {
            options.note("only " + count + " images, so at least " + MnistExperiment.LEAST_UPDATES
                    + " updates of each part, " + needed);
        }
        return needed;
    }
}
