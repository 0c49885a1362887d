package io.dbn4j.sweep.arbiter;

import io.dbn4j.core.Check;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.partition.AnnealingStart;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stack.FreeEnergyGap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A score of Arbiter's candidates: the mean log-likelihood of the test rows under the first RBM, in nats; the largest
 * is the best.
 *
 * <p>The score is exact up to {@code exactUpTo} units on the smaller side. Otherwise it uses AIS and is too high on
 * average. Gray values are not states of Bernoulli units: one draw of each is scored, the same for all candidates.
 *
 * @param exactUpTo largest number of units whose states are enumerated
 * @param betas number of inverse temperatures of AIS
 * @param chains number of independent weights of AIS
 * @param largestGap largest excess of the mean free energy of test rows over that of training rows; above it the score
 *     is NaN, and the candidate has failed
 */
public record LogLikelihoodScore(
        @JsonProperty("exactUpTo") int exactUpTo,
        @JsonProperty("betas") int betas,
        @JsonProperty("chains") int chains,
        @JsonProperty("largestGap") double largestGap)
        implements ScoreFunction {

    public LogLikelihoodScore {
        Check.require(
                exactUpTo <= StateSpace.MAX_UNITS,
                "exactUpTo must be at most %d, was %d",
                StateSpace.MAX_UNITS,
                exactUpTo);
        Check.atLeast(1, betas, "betas");
        Check.atLeast(1, chains, "chains");
        Check.require(!Double.isNaN(largestGap), "largestGap must be a number, was %s", largestGap);
    }

    /** Refuses every call, because DL4J has deprecated data providers. */
    @Override
    @SuppressWarnings("deprecation")
    public double score(Object model, DataProvider data, Map<String, Object> parameters) {
        throw new UnsupportedOperationException("data providers are not supported; pass a DataSource");
    }

    @Override
    public double score(Object model, Class<? extends DataSource> data, Properties properties) {
        Rbm rbm = ((RbmLayerRuntime) ((MultiLayerNetwork) model).getLayer(0)).rbm();
        DataSource source = source(data, properties);
        INDArray train = rows(source.trainData());
        double freeEnergy = freeEnergy(rbm, rows(source.testData()), "test");
        double gap = freeEnergy - freeEnergy(rbm, train, "train");
        return gap <= largestGap ? -freeEnergy - logPartition(rbm, train) : Double.NaN;
    }

    private static double freeEnergy(Rbm rbm, INDArray rows, String stream) {
        INDArray states = rows;
        if (rbm.visibleUnit().hasStates(0, 1)) {
            states = rows.ulike();
            rbm.visibleUnit().draw(rbm.visibleParameters(), rows, states, new Seed(1).stream(stream));
        }
        return FreeEnergyGap.mean(rbm, states).value();
    }

    /** Computes log Z: by enumeration, or by AIS from the means of the training rows if there are too many units. */
    private double logPartition(Rbm rbm, INDArray train) {
        return StateSpace.smallerSide(rbm) <= exactUpTo
                ? StateSpace.of(rbm).logPartition()
                : new AnnealedImportanceSampling(betas, chains)
                        .logPartition(rbm, AnnealingStart.at(BaseRate.ofRows(rbm, train)), new Seed(1).stream("score"))
                        .value();
    }

    private static DataSource source(Class<? extends DataSource> data, Properties properties) {
        try {
            DataSource source = data.getDeclaredConstructor().newInstance();
            if (properties != null) {
                source.configure(properties);
            }
            return source;
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(data.getName() + " must have a constructor without arguments", e);
        }
    }

    private static INDArray rows(Object iterator) {
        List<INDArray> batches = new ArrayList<>();
        DataSetIterator data = (DataSetIterator) iterator;
        while (data.hasNext()) {
            batches.add(data.next().getFeatures());
        }
        return Nd4j.vstack(batches);
    }

    @Override
    public boolean minimize() {
        return false;
    }

    @Override
    public List<Class<?>> getSupportedModelTypes() {
        return List.of(MultiLayerNetwork.class);
    }

    @Override
    public List<Class<?>> getSupportedDataTypes() {
        return List.of(DataSetIterator.class);
    }
}
