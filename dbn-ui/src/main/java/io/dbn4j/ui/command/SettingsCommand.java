package io.dbn4j.ui.command;

import io.dbn4j.cli.Presets;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.json.Setting;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.terminal.TextTable;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code dbn settings}, which lists what {@code --set} can change in an experiment. */
@Command(
        name = "settings",
        description =
                "Lists the settings of an experiment: the keys of --set, their values, and which values they take.",
        footer = {"", "Examples:", "  ./dbn settings mnist", "  ./dbn settings rbm-500 --json"})
final class SettingsCommand implements Runnable {

    private static final List<String> HEADER = List.of("setting", "value", "takes");

    private final ExperimentList experiments;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "PRESET|FILE.json",
            completionCandidates = Presets.class,
            description = "Name of a preset, or a settings file.")
    private String source;

    @Option(names = "--json", description = "Print the settings as a JSON list.")
    private boolean json;

    SettingsCommand(ExperimentList experiments) {
        this.experiments = experiments;
    }

    @Override
    public void run() {
        List<Setting> settings = Json.settings(new Presets(experiments).experiment(source, spec));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.write(settings).strip());
        } else {
            List<List<String>> rows = settings.stream()
                    .map(setting -> List.of(setting.path(), setting.value(), setting.kind()))
                    .toList();
            TextTable.lines(HEADER, rows).forEach(out::println);
        }
        out.flush();
    }
}
