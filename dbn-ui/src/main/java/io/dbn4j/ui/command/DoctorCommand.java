package io.dbn4j.ui.command;

import io.dbn4j.core.json.Json;
import io.dbn4j.lab.terminal.TextTable;
import io.dbn4j.ui.command.Diagnosis.Finding;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code dbn doctor}, which examines the machine, the libraries and the data. */
@Command(
        name = "doctor",
        description = {
            "Shows what this program runs on: Java, native libraries, threads, memory, data.",
            "Exit status: 0 if nothing is wrong, 1 if something is."
        },
        footer = {"", "Examples:", "  ./dbn doctor", "  ./dbn doctor --json"})
final class DoctorCommand implements Runnable {

    private final Supplier<Diagnosis> examination;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print the findings as JSON.")
    private boolean json;

    DoctorCommand() {
        this(Diagnosis::now);
    }

    /** @param examination source of the findings */
    DoctorCommand(Supplier<Diagnosis> examination) {
        this.examination = examination;
    }

    @Override
    public void run() {
        Diagnosis diagnosis = examination.get();
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? Json.write(diagnosis).strip() : table(diagnosis));
        out.flush();
        if (!diagnosis.healthy()) {
            String names = diagnosis.findings().stream()
                    .filter(finding -> !finding.healthy())
                    .map(Finding::name)
                    .collect(Collectors.joining(", "));
            throw new IllegalStateException("something is wrong with: " + names);
        }
    }

    private static String table(Diagnosis diagnosis) {
        List<List<String>> rows = diagnosis.findings().stream()
                .map(finding ->
                        List.of(finding.name(), finding.healthy() ? finding.text() : "WRONG: " + finding.text()))
                .toList();
        return String.join("\n", TextTable.lines(rows));
    }
}
