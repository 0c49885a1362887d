package io.dbn4j.ui.command;

import io.dbn4j.cli.Presets;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.RunRequest;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code dbn run}, which runs any experiment. */
@Command(
        name = "run",
        sortOptions = false,
        description = "Runs an experiment from a preset or a settings file.",
        footer = {
            "",
            "Examples:",
            "  ./dbn run rbm-500 --seed 7",
            "  ./dbn run mnist --set 'layers[0].hidden=1000' --set fineTuning.epochs=5",
            "  ./dbn run --resume runs/20260102-030405-rbm-500-s7",
            "  ./dbn run my-settings.json --out runs/mine --json > result.json",
            "",
            "A settings file has the content of \"experiment\" in the run.json of a run folder."
        })
final class RunCommand implements Runnable {

    private final ExperimentList experiments;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "PRESET|FILE.json",
            completionCandidates = Presets.class,
            description = "Name of a preset, or a settings file.")
    private @Nullable String source;

    @Mixin
    private LocalRunOptions options;

    RunCommand(ExperimentList experiments) {
        this.experiments = experiments;
    }

    @Spec
    void describe(CommandSpec spec) {
        new Presets(experiments).addTo(spec);
    }

    @Override
    public void run() {
        if (options.resumeIfAsked(spec.commandLine())) {
            return;
        }
        if (source == null) {
            throw new ParameterException(spec.commandLine(), "missing argument PRESET|FILE.json");
        }
        Experiment experiment = new Presets(experiments).experiment(source, spec);
        options.run(RunRequest.nameOf(Path.of(source)), experiment, Map.of(), spec.commandLine());
    }
}
