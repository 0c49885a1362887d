package io.dbn4j.core.dl4j;

import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * DL4J's inverted dropout without its search for a CUDA helper.
 *
 * <p>On the CPU, DL4J looks for a helper class that is not there at every call, which takes longer than the dropout.
 */
public final class CpuDropout extends Dropout {

    /**
     * Dropout with a constant probability.
     *
     * @param p probability of keeping an activation, in (0, 1]
     */
    public CpuDropout(@JsonProperty("p") double p) {
        super(p);
    }

    @Override
    protected void initializeHelper(DataType type) {}

    @Override
    public CpuDropout clone() {
        return new CpuDropout(getP());
    }
}
