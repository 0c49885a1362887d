package io.dbn4j.ui.command;

import io.dbn4j.cli.WholeNumber;
import picocli.CommandLine.Option;

/** Which RBM of a stack a command is about. */
final class LayerOption {

    @Option(
            names = "--layer",
            paramLabel = "N",
            defaultValue = "1",
            converter = WholeNumber.Positive.class,
            description = "Which RBM of a stack, from the bottom. Default: ${DEFAULT-VALUE}.")
    private int layer;

    int number() {
        return layer;
    }
}
