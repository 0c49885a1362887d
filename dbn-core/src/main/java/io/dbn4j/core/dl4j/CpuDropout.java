package io.dbn4j.core.dl4j;

import io.dbn4j.core.random.Nd4jRandomSource;
import java.util.Objects;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Inverted dropout like DL4J's: an activation is kept with probability p and then divided by p.
 *
 * <p>DL4J's own class searches at every call for a missing CUDA class, and draws its mask four times slower.
 */
public final class CpuDropout extends Dropout {

    private transient @Nullable INDArray scale;

    /**
     * Makes dropout with a constant probability.
     *
     * @param p probability of keeping an activation, in (0, 1]
     */
    public CpuDropout(@JsonProperty("p") double p) {
        super(p);
    }

    @Override
    public INDArray applyDropout(
            INDArray input, INDArray output, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
        INDArray kept =
                workspaces.createUninitialized(ArrayType.INPUT, output.dataType(), output.shape(), output.ordering());
        kept.assign(getP());
        Nd4jRandomSource.ofThread().bernoulli(kept, kept);
        scale = kept.divi(getP());
        return input.castTo(output.dataType()).muli(scale, output);
    }

    @Override
    public INDArray backprop(INDArray gradAtOutput, INDArray gradAtInput, int iteration, int epoch) {
        INDArray result = gradAtOutput.muli(Objects.requireNonNull(scale), gradAtInput);
        scale = null;
        return result;
    }

    @Override
    public void clear() {
        scale = null;
    }

    @Override
    public CpuDropout clone() {
        return new CpuDropout(getP());
    }
}
