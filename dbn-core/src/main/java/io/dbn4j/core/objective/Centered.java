package io.dbn4j.core.objective;

import io.dbn4j.core.Check;
import io.dbn4j.core.FormerNames;
import io.dbn4j.core.Reference;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An objective whose gradient is computed for centered units: an offset is subtracted from the state of each unit.
 *
 * <p>The offsets are {@code mu} for the visible and {@code lambda} for the hidden units; they are moving averages of
 * the means of the units over the data. The gradient {@code (dW, da, db)} of the wrapped objective becomes
 *
 * <pre>
 *   dW' = dW - da lambda^T - mu db^T,   da' = da - dW' lambda,   db' = db - mu^T dW'
 * </pre>
 *
 * <p>The model and the loss are untouched. Only the direction of the step changes, and it no longer depends on which of
 * its two states a unit calls 0. The source chooses data means on both sides; model means diverge.
 *
 * @param objective the objective whose gradient is centered
 * @param rate weight of the current batch in the moving averages, in (0, 1]
 */
@Reference(
        authors = "J. Melchior, A. Fischer, L. Wiskott",
        title = "How to center deep Boltzmann machines",
        venue = "Journal of Machine Learning Research 17(99)",
        year = 2016,
        url = "https://jmlr.org/papers/v17/14-237.html")
@FormerNames("centred")
public record Centered(Objective objective, double rate) implements Objective {

    /**
     * Offsets of centered units, and the state of the centered objective.
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

        @Override
        public Optional<INDArray> persistentChains() {
            return base.persistentChains();
        }
    }

    public Centered {
        Check.inRange(Double.MIN_VALUE, 1, rate, "rate");
    }

    @Override
    public long chainRows() {
        return objective.chainRows();
    }

    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        return uncentered(rbm, objective.start(rbm, random));
    }

    @Override
    public TrainingState startAt(Rbm rbm, INDArray visible, RandomSource random) {
        return uncentered(rbm, objective.startAt(rbm, visible, random));
    }

    private static Offsets uncentered(Rbm rbm, TrainingState base) {
        return new Offsets(
                Nd4j.zeros(rbm.visibleBias().dataType(), rbm.visible()),
                Nd4j.zeros(rbm.hiddenBias().dataType(), rbm.hidden()),
                Nd4j.zeros(rbm.weights().dataType(), 1),
                base);
    }

    @Override
    public TrainingState step(Rbm rbm, Batch batch, TrainingState state, RandomSource random, Gradient into) {
        Offsets offsets = state.as(Offsets.class);
        double weight = offsets.seen().getDouble(0) == 0 ? 1 : rate;
        offsets.seen().addi(1);
        follow(offsets.visible(), batch.mean(batch.visible()), weight);
        follow(offsets.hidden(), batch.mean(batch.hiddenMean()), weight);
        TrainingState base = objective.step(rbm, batch, offsets.base(), random, into);
        center(into, offsets.visible(), offsets.hidden());
        return new Offsets(offsets.visible(), offsets.hidden(), offsets.seen(), base);
    }

    @Override
    public boolean centersUnits() {
        return true;
    }

    @Override
    public String caution() {
        return objective.caution();
    }

    @Override
    public Objective above(Rbm below) {
        return new Centered(objective.above(below), rate);
    }

    @Override
    public double score(Rbm rbm, Batch batch, TrainingState state) {
        return objective.score(rbm, batch, state.as(Offsets.class).base());
    }

    private static void follow(INDArray average, INDArray mean, double weight) {
        average.addi(mean.subi(average).muli(weight));
    }

    private static void center(Gradient gradient, INDArray visibleOffset, INDArray hiddenOffset) {
        INDArray mu = visibleOffset.reshape(visibleOffset.length(), 1);
        INDArray lambda = hiddenOffset.reshape(1, hiddenOffset.length());
        INDArray visible = gradient.visibleBias().reshape(mu.shape());
        INDArray hidden = gradient.hiddenBias().reshape(lambda.shape());
        Nd4j.gemm(visible, lambda, gradient.weights(), false, false, -1, 1);
        Nd4j.gemm(mu, hidden, gradient.weights(), false, false, -1, 1);
        visible.subi(gradient.weights().mmul(lambda.transpose()));
        hidden.subi(mu.transpose().mmul(gradient.weights()));
    }
}
