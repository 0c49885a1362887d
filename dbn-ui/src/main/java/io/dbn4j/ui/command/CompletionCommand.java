package io.dbn4j.ui.command;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dbn completion}: the script with which a shell completes commands, options and presets. */
@Command(
        name = "completion",
        description = "Prints a script with which the shell completes commands, options and presets.",
        footer = {
            "",
            "Examples:",
            "  source <(./dbn completion bash)                              in this shell",
            "  echo 'source <(/path/to/dbn completion bash)' >> ~/.bashrc   in every new bash",
            "  echo 'source <(/path/to/dbn completion zsh)' >> ~/.zshrc     in every new zsh"
        })
final class CompletionCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("UnusedVariable") // One script serves all, but it must be said for which it is.
    @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Shell shell;

    /** The shells that are known; zsh runs the script in its bash mode. */
    enum Shell {
        bash,
        zsh
    }

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.println(AutoComplete.bash("dbn", spec.root().commandLine()));
    }
}
