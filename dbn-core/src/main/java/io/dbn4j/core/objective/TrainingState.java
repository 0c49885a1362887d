package io.dbn4j.core.objective;

import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.Replicas;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What an objective carries from one update to the next. Saved with the model, so that training resumes exactly. */
public sealed interface TrainingState {

    /** The arrays to save, by name: live views, which a restoring caller overwrites. */
    Map<String, INDArray> arrays();

    /** What is worth watching of the chains, by name; empty where nothing is known. */
    default SortedMap<String, Double> monitors() {
        return new TreeMap<>();
    }

    /** Nothing is carried. Scratch chains may be, whose content does not matter. */
    record Stateless() implements TrainingState {
        @Override
        public Map<String, INDArray> arrays() {
            return Map.of();
        }
    }

    /** Buffers that are overwritten at every update. */
    record Scratch(Chains chains) implements TrainingState {
        @Override
        public Map<String, INDArray> arrays() {
            return Map.of();
        }
    }

    /** Chains that persist. */
    record Persisting(Chains chains) implements TrainingState {
        @Override
        public Map<String, INDArray> arrays() {
            return Map.of("visible", chains.visible(), "hidden", chains.hidden());
        }
    }

    /** Chains that persist, and fast weights. */
    record Fast(Chains chains, Gradient weights) implements TrainingState {
        @Override
        public Map<String, INDArray> arrays() {
            return Map.of(
                    "visible", chains.visible(),
                    "hidden", chains.hidden(),
                    "fastWeights", weights.weights(),
                    "fastVisibleBias", weights.visibleBias(),
                    "fastHiddenBias", weights.hiddenBias());
        }
    }

    /** Chains at several temperatures, with their ladder. */
    record Tempering(Replicas replicas) implements TrainingState {
        @Override
        public Map<String, INDArray> arrays() {
            return replicas.arrays();
        }

        /**
         * Acceptance of the exchanges since the ladder was last adapted, mean and smallest over its pairs of neighbours, in
         * [0, 1]: where the smallest is near 0, states no longer travel.
         */
        @Override
        public SortedMap<String, Double> monitors() {
            SortedMap<String, Double> rates = new TreeMap<>();
            DoubleSummaryStatistics tried = Arrays.stream(replicas.exchanges().acceptance())
                    .filter(rate -> !Double.isNaN(rate))
                    .summaryStatistics();
            if (tried.getCount() > 0) {
                rates.put("swapRate", tried.getAverage());
                rates.put("smallestSwapRate", tried.getMin());
            }
            return rates;
        }
    }

    /**
     * What pairs of chains left behind.
     *
     * @param counters rows so far, and those of them whose chains had not met when they were given up, {@code [2]}
     * @param ahead visible states of the last update that count once each, first those after k steps; not saved
     * @param behind visible states of the last update that count minus once each; not saved
     */
    record Coupled(INDArray counters, List<INDArray> ahead, List<INDArray> behind) implements TrainingState {

        /** Before the first update. */
        static Coupled none() {
            return new Coupled(Nd4j.zeros(DataType.DOUBLE, 2), List.of(), List.of());
        }

        @Override
        public Map<String, INDArray> arrays() {
            return Map.of("meetings", counters);
        }
    }

    /**
     * Offsets of centred units, beside the state of the centred objective.
     *
     * @param visible {@code [visible]}
     * @param hidden {@code [hidden]}
     * @param seen number of updates so far, one element; the first sets the offsets
     */
    record Offsets(INDArray visible, INDArray hidden, INDArray seen, TrainingState base) implements TrainingState {
        @Override
        public Map<String, INDArray> arrays() {
            Map<String, INDArray> arrays = new LinkedHashMap<>();
            base.arrays().forEach((name, array) -> arrays.put("base." + name, array));
            arrays.put("visibleOffset", visible);
            arrays.put("hiddenOffset", hidden);
            arrays.put("seen", seen);
            return arrays;
        }

        @Override
        public SortedMap<String, Double> monitors() {
            return base.monitors();
        }
    }

    /**
     * The states of two objectives that are added.
     *
     * @param updates number of updates so far, one element
     * @param scratch overwritten at every update
     */
    record Joint(TrainingState base, TrainingState penalty, INDArray updates, Gradient scratch)
            implements TrainingState {
        @Override
        public Map<String, INDArray> arrays() {
            Map<String, INDArray> arrays = new LinkedHashMap<>();
            base.arrays().forEach((name, array) -> arrays.put("base." + name, array));
            penalty.arrays().forEach((name, array) -> arrays.put("penalty." + name, array));
            arrays.put("updates", updates);
            return arrays;
        }

        @Override
        public SortedMap<String, Double> monitors() {
            return base.monitors();
        }
    }
}
