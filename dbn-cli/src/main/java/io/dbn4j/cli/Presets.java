package io.dbn4j.cli;

import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Preset;
import io.dbn4j.lab.terminal.TextTable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The presets that a command offers for its argument, its help and the completion of its argument. */
public record Presets(ExperimentList experiments) implements Iterable<String> {

    /** Returns the presets of one kind of experiment. */
    public Presets of(Class<? extends Experiment> kind) {
        return new Presets(new ExperimentList(experiments.presets().stream()
                .filter(preset -> kind.isAssignableFrom(preset.type()))
                .toList()));
    }

    /**
     * Returns the preset of a name.
     *
     * @throws ParameterException if there is none, naming all presets
     */
    public Preset named(String name, CommandSpec command) {
        try {
            return experiments.preset(name);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "this command has " + e.getMessage(), e);
        }
    }

    /** Adds a list of the presets to the help of a command, before the examples. */
    public void addTo(CommandSpec command) {
        List<String> footer = new ArrayList<>(List.of("", "Presets:"));
        List<List<String>> rows = experiments.presets().stream()
                .map(preset -> List.of(preset.name(), preset.description()))
                .toList();
        TextTable.lines(rows).forEach(line -> footer.add("  " + line));
        footer.addAll(List.of(command.usageMessage().footer()));
        command.usageMessage().footer(footer.toArray(new String[0]));
    }

    @Override
    public Iterator<String> iterator() {
        return experiments.presets().stream().map(Preset::name).iterator();
    }
}
