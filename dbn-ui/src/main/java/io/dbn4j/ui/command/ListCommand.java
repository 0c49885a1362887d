package io.dbn4j.ui.command;

import io.dbn4j.cli.RunOptions;
import io.dbn4j.core.Check;
import io.dbn4j.core.json.Json;
import io.dbn4j.lab.run.RunList;
import io.dbn4j.lab.run.RunList.Entry;
import io.dbn4j.lab.run.RunRecord;
import io.dbn4j.lab.terminal.TextTable;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code dbn list}, which lists runs. */
@Command(
        name = "list",
        description = "Lists runs with status and result, the newest first.",
        footer = {"", "Examples:", "  ./dbn list", "  ./dbn list runs | head", "  ./dbn list /mnt/results --json"})
final class ListCommand implements Runnable {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private static final List<String> HEADER = List.of("started", "status", "result", "folder");

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "Folder that holds run folders. Default: runs.")
    private @Nullable Path folder;

    @Option(names = "--json", description = "Print the runs as a JSON list.")
    private boolean json;

    /** A run for {@code --json}; {@code ended} is empty while the run computes. */
    record Listed(
            String folder,
            String name,
            long seed,
            String status,
            Instant started,
            String ended,
            String headline,
            String message) {

        static Listed of(Entry run) {
            RunRecord record = run.record();
            return new Listed(
                    run.folder().toString(),
                    record.name(),
                    record.seed(),
                    ListCommand.status(run),
                    record.started(),
                    record.ended(),
                    record.headline(),
                    record.message());
        }
    }

    @Override
    public void run() {
        Path root = folder == null ? Path.of(RunOptions.RUNS) : folder;
        Check.require(folder == null || Files.isDirectory(folder), "%s is not a folder", root);
        RunList list = RunList.of(root);
        PrintWriter err = spec.commandLine().getErr();
        if (list.runs().isEmpty()) {
            err.println("no runs in " + root);
        }
        print(list.runs());
        list.unreadable().forEach(entry -> err.println("not a run: " + Check.printable(entry.reason())));
        err.flush();
    }

    private void print(List<Entry> oldestFirst) {
        List<Entry> runs = new ArrayList<>(oldestFirst);
        Collections.reverse(runs);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.write(runs.stream().map(Listed::of).toList()).strip());
        } else if (!runs.isEmpty()) {
            List<List<String>> rows = runs.stream().map(ListCommand::row).toList();
            TextTable.lines(HEADER, rows).forEach(out::println);
        }
    }

    private static String status(Entry run) {
        return run.status().name().toLowerCase(Locale.ROOT);
    }

    private static List<String> row(Entry run) {
        RunRecord record = run.record();
        return List.of(
                TIME.format(record.started()),
                status(run),
                record.headline().isEmpty() ? record.message() : record.headline(),
                run.folder().toString());
    }
}
