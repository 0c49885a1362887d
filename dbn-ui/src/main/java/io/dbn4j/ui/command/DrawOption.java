package io.dbn4j.ui.command;

import io.dbn4j.core.model.ModelFile;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Option;

/** The option {@code --draw}: whether rows go up through a stack as states or as means. */
final class DrawOption {

    @Option(
            names = "--draw",
            description = "Draw the states of the hidden units of each layer given the states below, by --seed, instead"
                    + " of computing their means.")
    private boolean draw;

    boolean given() {
        return draw;
    }

    /**
     * Takes rows up through the lowest RBMs of a stack.
     *
     * @param layers number of RBMs
     */
    INDArray up(ModelFile stack, INDArray rows, int layers, ModelOptions model) {
        return draw ? stack.drawnUp(rows, layers, model.random("hidden states")) : stack.up(rows, layers);
    }
}
