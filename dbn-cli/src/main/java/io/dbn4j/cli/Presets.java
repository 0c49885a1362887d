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

    /** Columns beside name and description: 2 before, 2 between, and a free one, because picocli wraps full lines. */
    private static final int ROOM = 5;

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

    /**
     * Returns the experiment of a preset or of a file.
     *
     * @throws ParameterException if the name does not end in {@code .json} and no preset has it
     */
    public Experiment experiment(String presetOrFile, CommandSpec command) {
        return presetOrFile.endsWith(".json")
                ? experiments.named(presetOrFile)
                : named(presetOrFile, command).experiment();
    }

    /** Adds a list of the presets to the help of a command, before the examples. */
    public void addTo(CommandSpec command) {
        List<String> footer = new ArrayList<>(List.of("", "Presets:"));
        int names = experiments.presets().stream()
                .mapToInt(preset -> preset.name().length())
                .max()
                .orElse(0);
        List<List<String>> rows = new ArrayList<>();
        for (Preset preset : experiments.presets()) {
            String name = preset.name();
            for (String line : wrapped(preset.description(), Program.HELP_COLUMNS - names - ROOM)) {
                rows.add(List.of(name, line));
                name = "";
            }
        }
        TextTable.lines(rows).forEach(line -> footer.add("  " + line));
        footer.addAll(List.of(command.usageMessage().footer()));
        command.usageMessage().footer(footer.toArray(new String[0]));
    }

    private static List<String> wrapped(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    @Override
    public Iterator<String> iterator() {
        return experiments.presets().stream().map(Preset::name).iterator();
    }
}
