package io.dbn4j.ui.command;

import io.dbn4j.cli.Program;
import io.dbn4j.cli.Session;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code dbn session}, which runs command lines for another program. */
@Command(
        name = Session.NAME,
        description = {
            "Runs many command lines in one process, for another program such as the Python package.",
            "Reads a request from each line of standard input and answers with lines of JSON on standard output.",
            "Ends with the input. docs/session.md describes requests and answers."
        },
        footer = {
            "",
            "Requests, one a line; commands run one after another:",
            "  {\"id\": 1, \"args\": [\"rbm\", \"logz\", \"model.npz\", \"--method\", \"exact\", \"--json\"]}",
            "  {\"cancel\": 1}",
            "  {\"exit\": true}",
            "",
            "Answers, each with the id of its request; the last one has the exit code:",
            "  {\"id\":1,\"progress\":{\"task\":\"log Z\",\"done\":1,\"total\":1,\"unit\":\"steps\"}}",
            "  {\"id\":1,\"note\":\"...\"}, {\"id\":1,\"warning\":\"...\"}",
            "  {\"id\":1,\"exit\":0,\"output\":...}, {\"id\":1,\"exit\":1,\"error\":\"...\"}",
            "",
            "Examples:",
            "  ./dbn session"
        })
final class SessionCommand implements Runnable {

    private final Program program;

    @Spec
    private CommandSpec spec;

    SessionCommand(Program program) {
        this.program = program;
    }

    @Override
    public void run() {
        new Session(program, spec.commandLine().getOut())
                .serve(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }
}
