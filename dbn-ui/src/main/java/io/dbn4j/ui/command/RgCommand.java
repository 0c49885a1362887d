package io.dbn4j.ui.command;

import io.dbn4j.cli.Presets;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Preset;
import io.dbn4j.lab.terminal.TextTable;
import io.dbn4j.rg.experiment.Finding;
import io.dbn4j.rg.experiment.RgExperiment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code dbn rg}, which runs experiments on the renormalization group. */
@Command(
        name = "rg",
        sortOptions = false,
        description = "Tests claims about RBMs and the renormalization group. Without a name, lists the"
                + " experiments and how long they take.",
        footer = {
            "",
            "Examples:",
            "  ./dbn rg",
            "  ./dbn rg objective-zoo --seed 7",
            "  ./dbn rg bond-rbm-annealing --set 'sides=[4,6]'",
            "  ./dbn rg all --quick"
        })
final class RgCommand implements Runnable {

    private static final String ALL = "all";

    private final Presets presets;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            completionCandidates = Presets.class,
            description = "Name of the experiment, or " + ALL + " to run all of them in turn.")
    private @Nullable String name;

    @Option(names = "--quick", description = "Use small settings, for a first run of some seconds.")
    private boolean quick;

    @Mixin
    private LocalRunOptions options;

    RgCommand(ExperimentList experiments) {
        presets = new Presets(experiments).of(RgExperiment.class);
    }

    @Override
    public void run() {
        if (options.resumeIfAsked(spec.commandLine())) {
            return;
        }
        if (name == null) {
            list();
        } else if (name.equals(ALL)) {
            runAll();
        } else {
            RgExperiment experiment = experiment(presets.named(name, spec));
            options.run(name, experiment, shorthands(experiment), spec.commandLine());
        }
    }

    private void list() {
        List<List<String>> rows = presets.experiments().presets().stream()
                .map(preset -> List.of(preset.name(), experiment(preset).cost(), preset.description()))
                .toList();
        TextTable.lines(List.of("experiment", "takes", "what it does"), rows)
                .forEach(spec.commandLine().getOut()::println);
    }

    private void runAll() {
        if (options.changesSettings()) {
            throw new ParameterException(spec.commandLine(), "--set needs the name of one experiment, was " + ALL);
        }
        Map<String, Finding> findings = options.shown(spec.commandLine(), this::findings);
        options.print(findings, summary(findings), spec.commandLine());
    }

    private Map<String, Finding> findings() {
        Map<String, Finding> findings = new LinkedHashMap<>();
        for (Preset preset : presets.experiments().presets()) {
            RgExperiment experiment = experiment(preset);
            findings.put(preset.name(), (Finding)
                    options.oneOfMany(preset.name(), experiment, shorthands(experiment), spec.commandLine()));
        }
        return findings;
    }

    private static List<String> summary(Map<String, Finding> findings) {
        List<List<String>> rows = new ArrayList<>();
        findings.forEach((experiment, finding) -> rows.add(List.of(
                experiment,
                finding.headline(),
                finding.evidence().label(),
                finding.verdict().text())));
        return TextTable.lines(List.of("experiment", "checks", "evidence", "verdict"), rows);
    }

    private Map<String, String> shorthands(RgExperiment experiment) {
        return quick ? experiment.quick() : Map.of();
    }

    private static RgExperiment experiment(Preset preset) {
        return (RgExperiment) preset.experiment();
    }
}
