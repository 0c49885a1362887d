package io.dbn4j.ui.command;

import io.dbn4j.cli.RunOptions;
import io.dbn4j.cli.ThreadsOption;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.training.TrainingListeners;
import io.dbn4j.sweep.ExperimentSweep;
import io.dbn4j.sweep.LCurve;
import io.dbn4j.ui.web.Address;
import io.dbn4j.ui.web.RunFolders;
import io.dbn4j.ui.web.TrainingStats;
import io.dbn4j.ui.web.WebServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that run an experiment in this process, with pages if they are asked for. */
final class LocalRunOptions extends RunOptions {

    private static final String UI = "--ui";

    @Mixin
    private ThreadsOption threads;

    @Option(
            names = UI,
            description =
                    "Show the run in the browser while it computes; the address is printed. ./dbn ui shows it later.")
    private boolean ui;

    LocalRunOptions(ExperimentList experiments) {
        super(experiments);
    }

    /**
     * Runs an experiment to its end and prints the result.
     *
     * @param name of the preset or the file
     * @param shorthands replacements that other options stand for; {@code --set} wins over them
     */
    void run(String name, Experiment experiment, Map<String, String> shorthands, CommandLine command) {
        Run run = created(name, experiment, shorthands, folder());
        Result result = shown(command, () -> execute(run, command));
        output().print(result, command.getOut());
    }

    /** Runs one or many; all are shown at one address, if that was asked for. */
    <T> T shown(CommandLine command, Supplier<T> all) {
        return shown(folder().orElse(Path.of(RUNS)), command, all);
    }

    /** Runs an experiment to its end, in a folder that has its name below the one that is asked for. */
    Result oneOfMany(String name, Experiment experiment, Map<String, String> shorthands, CommandLine command) {
        Optional<Path> below = folder().map(folder -> folder.resolve(name));
        return execute(created(name, experiment, shorthands, below), command);
    }

    private Run created(String name, Experiment experiment, Map<String, String> shorthands, Optional<Path> folder) {
        Map<String, String> overrides = overrides(shorthands);
        threads.configure(experiment instanceof ExperimentSweep || experiment instanceof LCurve);
        return create(name, experiment, overrides, folder);
    }

    /** Prints what was found: as JSON if that was asked for, else these lines. */
    void print(Object findings, List<String> lines, CommandLine command) {
        if (output().json()) {
            output().print(findings, command.getOut());
        } else {
            lines.forEach(command.getOut()::println);
        }
    }

    /** Says something to somebody who waits, unless {@code --quiet} is given. */
    void note(String line) {
        output().progress().note(line);
    }

    /** Goes on with the run that {@code --resume} names, if it is given, and prints the result. */
    boolean resumes(CommandLine command) {
        Optional<Path> folder = resumed().map(Path::of);
        folder.ifPresent(stopped -> {
            Run run = resume(stopped, command);
            output().print(shown(stopped, command, () -> execute(run, command)), command.getOut());
        });
        return folder.isPresent();
    }

    @Override
    protected boolean goesWithResume(String option) {
        return option.equals(UI) || super.goesWithResume(option);
    }

    /** Does something, with pages for the runs in a folder if they were asked for. */
    private <T> T shown(Path folder, CommandLine command, Supplier<T> body) {
        if (!ui) {
            return body.get();
        }
        try (WebServer pages = WebServer.start(Address.local(), new RunFolders(List.of(folder)))) {
            command.getErr().println("dbn: in the browser: " + pages.url());
            command.getErr().flush();
            return body.get();
        }
    }

    private Result execute(Run run, CommandLine command) {
        if (ui) {
            run.attach(TrainingListeners.class, new TrainingStats(run.folder()));
        }
        return execute(run, run::execute, "./dbn run", command);
    }
}
