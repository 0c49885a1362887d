package io.dbn4j.core.sample;

import io.dbn4j.core.array.Elements;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The chains of {@link ParallelTempering}: chains of one inverse temperature are neighboring rows, and the model's
 * chains come last.
 *
 * @param all chains of all temperatures, {@code [temperatures * chains, ...]}
 * @param betas inverse temperatures, from 0 to 1, {@code [temperatures]}
 * @param baseInput inputs of the visible units at beta = 0, {@code [visible]}
 * @param exchanges statistics of the exchanges between neighboring temperatures
 */
public record TemperedChains(Chains all, INDArray betas, INDArray baseInput, Exchanges exchanges) {

    /** Returns a copy of the chains at beta = 1. */
    public Chains model() {
        int last = exchanges.levels() - 1;
        return new Chains(
                block(all.visible(), last).dup(),
                block(all.hidden(), last).dup(),
                block(all.hiddenMean(), last).dup());
    }

    /** Returns the visible states of the chains at beta = 1, a view. */
    public INDArray visible() {
        return block(all.visible(), exchanges.levels() - 1);
    }

    /** Returns the rows of one temperature, a view. */
    INDArray block(INDArray rows, int level) {
        long chains = exchanges.chains();
        return rows.get(NDArrayIndex.interval(level * chains, (level + 1) * chains), NDArrayIndex.all());
    }

    double[] inverseTemperatures() {
        return Elements.of(betas);
    }

    /** Returns live views of the arrays to save, by name. */
    public Map<String, INDArray> arrays() {
        Map<String, INDArray> arrays = new LinkedHashMap<>(exchanges.arrays());
        arrays.put("visible", all.visible());
        arrays.put("hidden", all.hidden());
        arrays.put("betas", betas);
        arrays.put("baseInput", baseInput);
        return arrays;
    }
}
