package io.dbn4j.core.dl4j;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The hidden means of the last forward pass in training, kept for the backward pass of the same input. */
final class ForwardPass {

    private @Nullable INDArray input;
    private @Nullable INDArray mean;

    /**
     * Keeps a copy of means, because the layer above may apply its dropout to the output in place.
     *
     * @param of input of the layer that gave these means
     * @return the copy, outside DL4J's workspaces
     */
    INDArray keep(INDArray of, INDArray means) {
        INDArray kept = mean;
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            if (kept == null || !kept.equalShapes(means)) {
                kept = Nd4j.createUninitialized(means.dataType(), means.shape());
            }
            kept.assign(means);
        }
        mean = kept;
        input = of;
        return kept;
    }

    /** Returns the kept means of an input, and forgets the input, so that the caller may overwrite the means. */
    @SuppressWarnings("ReferenceEquality")
    Optional<INDArray> take(INDArray of) {
        boolean same = of == input;
        input = null;
        return same ? Optional.ofNullable(mean) : Optional.empty();
    }
}
