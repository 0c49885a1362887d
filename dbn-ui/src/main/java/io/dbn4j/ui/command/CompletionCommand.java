package io.dbn4j.ui.command;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code dbn completion}, which prints a completion script for a shell. */
@Command(
        name = "completion",
        description = "Prints a completion script for bash or zsh: commands, options and presets.",
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

    @SuppressWarnings("UnusedVariable") // One script serves both shells; the argument leaves room for others.
    @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Shell shell;

    /** The supported shells; zsh runs the script in its bash mode. */
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
