package io.dbn4j.core.objective;

import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.Gibbs;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A negative phase as CONTRIBUTING.md describes it. It is not registered; a real one would also add its lines to {@link
 * NegativePhase}. Persistent chains start again at the data after every so many updates.
 */
@Reference(
        authors = "T. Tieleman",
        title = "Training restricted Boltzmann machines using approximations to the likelihood gradient",
        venue = "ICML",
        year = 2008,
        url = "https://doi.org/10.1145/1390156.1390290")
record RestartedChains(int chains, int every) implements NegativePhase {

    static final ShortName SHORT_NAME = new ShortName("restarted-K", every -> new RestartedChains(100, every));

    /** Chains and the number of updates, one element. */
    private record Counted(Chains chains, INDArray updates) implements TrainingState {

        @Override
        public Map<String, INDArray> arrays() {
            Map<String, INDArray> arrays = new LinkedHashMap<>();
            arrays.put("visible", chains.visible());
            arrays.put("hidden", chains.hidden());
            arrays.put("updates", updates);
            return arrays;
        }
    }

    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        return new Counted(new Gibbs().start(rbm, chains, random), Nd4j.zeros(DataType.DOUBLE, 1));
    }

    @Override
    public TrainingState move(Rbm rbm, Batch batch, TrainingState state, RandomSource random) {
        Counted counted = state.as(Counted.class);
        if (counted.updates.getDouble(0) % every == 0) {
            Chains fresh = Chains.at(Rows.first(chains, batch.visible()), rbm, random);
            counted.chains.visible().assign(fresh.visible());
            counted.chains.hidden().assign(fresh.hidden());
        }
        counted.updates.addi(1);
        new Gibbs().kernel(rbm).step(counted.chains, random);
        return counted;
    }

    @Override
    public Batch states(Rbm rbm, TrainingState state) {
        Chains moved = state.as(Counted.class).chains;
        return new Batch(moved.visible(), moved.hiddenMean());
    }
}
