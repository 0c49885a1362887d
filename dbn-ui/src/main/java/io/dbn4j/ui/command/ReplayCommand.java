package io.dbn4j.ui.command;

import io.dbn4j.cli.NamedFolder;
import io.dbn4j.cli.Output;
import io.dbn4j.core.Check;
import io.dbn4j.core.json.Json;
import io.dbn4j.lab.run.Difference;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Replay;
import io.dbn4j.lab.terminal.ErrorLine;
import io.dbn4j.lab.terminal.InterruptNotice;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code dbn replay}, which repeats a run and compares the results. */
@Command(
        name = "replay",
        description = {
            "Repeats a run with its settings, seed and threads, and compares every result bit by bit.",
            "Exit status: 0 if all results are equal, 1 if not."
        },
        footer = {
            "",
            "Examples:",
            "  ./dbn replay runs/20260102-030405-mnist-s42",
            "  ./dbn replay runs/mine --out runs/mine-again --json"
        })
final class ReplayCommand implements Callable<Integer> {

    private final ExperimentList experiments;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "Folder of a completed run.")
    private Path recorded;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            converter = NamedFolder.class,
            description = "Folder for the new run. Default: RUN-replay.")
    private @Nullable Path out;

    @Mixin
    private Output output;

    /** The result for {@code --json}. */
    record Outcome(
            boolean equal, String recorded, String replayed, List<Difference> differences, List<String> circumstances) {

        static Outcome of(Replay replay) {
            return new Outcome(
                    replay.isEqual(),
                    replay.recorded().toString(),
                    replay.replayed().toString(),
                    replay.differences(),
                    replay.circumstances());
        }
    }

    ReplayCommand(ExperimentList experiments) {
        this.experiments = experiments;
    }

    @Override
    public Integer call() {
        Check.require(Files.isDirectory(recorded), "%s is not a folder", recorded);
        Progress progress = output.progress();
        Path into = out == null ? beside(recorded) : out;
        Replay replay = InterruptNotice.during(
                () -> Replay.of(recorded, into, experiments, progress),
                "the files written so far stay in " + into,
                progress,
                spec.commandLine().getErr());
        print(replay);
        progress.note("run folder: " + into);
        return replay.isEqual() ? 0 : ErrorLine.FAILED;
    }

    private void print(Replay replay) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(Json.write(Outcome.of(replay)).strip());
        } else {
            replay.summary().lines().map(Check::printable).forEach(out::println);
        }
        out.flush();
    }

    private static Path beside(Path recorded) {
        String name = recorded.normalize().getFileName() + "-replay";
        Path into = recorded.normalize().resolveSibling(name);
        for (int copy = 2; Files.exists(into); copy++) {
            into = into.resolveSibling(name + "-" + copy);
        }
        return into;
    }
}
