package io.dbn4j.ui.command;

import io.dbn4j.cli.WholeNumber;
import picocli.CommandLine.Option;

/** The option {@code --layer}: the RBM of a stack that a command uses. */
final class LayerOption {

    @Option(
            names = "--layer",
            paramLabel = "N",
            defaultValue = "1",
            converter = WholeNumber.Positive.class,
            description = "Number of the RBM in a stack; 1 is the bottom. Default: ${DEFAULT-VALUE}.")
    private int layer;

    int number() {
        return layer;
    }
}
