package io.dbn4j.ui.command;

import io.dbn4j.cli.RunOptions;
import io.dbn4j.cli.ThreadsOption;
import io.dbn4j.core.json.Json;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.lab.training.TrainingListeners;
import io.dbn4j.sweep.ExperimentSweep;
import io.dbn4j.sweep.LCurve;
import io.dbn4j.ui.web.Address;
import io.dbn4j.ui.web.RunFolders;
import io.dbn4j.ui.web.TrainingStats;
import io.dbn4j.ui.web.WebServer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that run an experiment in this process, with {@code --ui} and {@code --threads}. */
final class LocalRunOptions extends RunOptions {

    private static final String UI = "--ui";

    @Mixin
    private ThreadsOption threads;

    @Option(
            names = UI,
            description =
                    "Show the run in the browser while it computes; prints the address. The command ui shows it later.")
    private boolean ui;

    LocalRunOptions(ExperimentList experiments) {
        super(experiments);
    }

    /**
     * Runs an experiment to its end and prints the result.
     *
     * @param name name of the preset or the file
     * @param shorthands changes of settings that other options make; {@code --set} overrides them
     */
    void run(String name, Experiment experiment, Map<String, String> shorthands, CommandLine command) {
        Run run = created(name, experiment, shorthands, folder());
        Result result = shown(command, () -> execute(run, command));
        output().print(result, command.getOut());
    }

    /**
     * Returns the settings of a record that differ from a preset, as {@code --set} would change them.
     *
     * @param asked record of the class of the preset
     */
    static Map<String, String> difference(Experiment preset, Experiment asked) {
        Map<String, Object> before = Json.toMap(preset);
        Map<String, String> difference = new LinkedHashMap<>();
        Json.toMap(asked).forEach((name, value) -> {
            if (!value.equals(before.get(name))) {
                difference.put(name, value instanceof String text ? text : Json.line(value));
            }
        });
        return difference;
    }

    /** Computes one or more runs; with {@code --ui} all are shown at one address. */
    <T> T shown(CommandLine command, Supplier<T> all) {
        return shown(folder().orElse(Path.of(RUNS)), command, all);
    }

    /** Runs an experiment to its end, in a folder of its own name below {@code --out}. */
    Result oneOfMany(String name, Experiment experiment, Map<String, String> shorthands, CommandLine command) {
        Optional<Path> below = folder().map(folder -> folder.resolve(name));
        return execute(created(name, experiment, shorthands, below), command);
    }

    private Run created(String name, Experiment experiment, Map<String, String> shorthands, Optional<Path> folder) {
        RunRequest request = request(name, experiment, overrides(shorthands));
        threads.configure(experiment instanceof ExperimentSweep || experiment instanceof LCurve);
        return create(request, folder);
    }

    /** Prints findings: as JSON with {@code --json}, else as lines. */
    void print(Object findings, List<String> lines, CommandLine command) {
        if (output().json()) {
            output().print(findings, command.getOut());
        } else {
            lines.forEach(command.getOut()::println);
        }
    }

    /** Prints a progress note unless {@code --quiet} is given. */
    void note(String line) {
        output().progress().note(line);
    }

    /** Resumes the run that {@code --resume} names and prints its result; returns false without {@code --resume}. */
    boolean resumeIfAsked(CommandLine command) {
        Optional<Path> folder = resumed(command).map(Path::of);
        folder.ifPresent(stopped -> {
            Run run = resume(stopped);
            output().print(shown(stopped, command, () -> execute(run, command)), command.getOut());
        });
        return folder.isPresent();
    }

    @Override
    protected boolean goesWithResume(String option) {
        return option.equals(UI) || super.goesWithResume(option);
    }

    /** Computes a value; with {@code --ui}, pages show the runs in a folder meanwhile. */
    private <T> T shown(Path folder, CommandLine command, Supplier<T> body) {
        if (!ui) {
            return body.get();
        }
        try (WebServer pages = WebServer.start(Address.local(), new RunFolders(List.of(folder)))) {
            command.getErr().println("dbn: in the browser: " + pages.url());
            command.getErr().flush();
            T result = body.get();
            command.getErr().println("dbn: this address ends with the run; ./dbn ui " + folder + " shows it again");
            command.getErr().flush();
            return result;
        }
    }

    private Result execute(Run run, CommandLine command) {
        if (ui) {
            run.attach(TrainingListeners.class, new TrainingStats(run.folder()));
        }
        return execute(run, run::execute, "./dbn run", command);
    }
}
