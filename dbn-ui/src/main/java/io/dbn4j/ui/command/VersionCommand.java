package io.dbn4j.ui.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code dbn version}, the same as {@code dbn --version}. */
@Command(
        name = "version",
        description = "Shows the version.",
        footer = {"", "Examples:", "  ./dbn version", "  ./dbn doctor      version, machine and libraries"})
final class VersionCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.root().commandLine().printVersionHelp(spec.commandLine().getOut());
    }
}
