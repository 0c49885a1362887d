package io.dbn4j.core.dl4j;

import io.dbn4j.core.Check;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * The classical momentum with which RBMs are usually trained; DL4J's {@code Nesterovs} looks ahead instead.
 *
 * <pre>
 *   m &lt;- momentum m + learningRate g,     w &lt;- w - m
 * </pre>
 */
public final class Momentum implements IUpdater {

    private double learningRate;
    private double momentum;
    private @Nullable ISchedule learningRateSchedule;
    private @Nullable ISchedule momentumSchedule;

    /** Makes an updater for JSON to fill. */
    public Momentum() {
        this(0.1, 0.5);
    }

    /** Makes an updater with constant learning rate and momentum. */
    public Momentum(double learningRate, double momentum) {
        this.learningRate = Check.positive(learningRate, "learningRate");
        this.momentum = Check.inRange(0, 1, momentum, "momentum");
    }

    /** Makes an updater whose learning rate and momentum change with the iteration or the epoch. */
    public Momentum(ISchedule learningRate, ISchedule momentum) {
        this.learningRateSchedule = learningRate;
        this.momentumSchedule = momentum;
    }

    @Override
    public long stateSize(long parameters) {
        return parameters;
    }

    @Override
    public GradientUpdater<Momentum> instantiate(INDArray view, boolean initialize) {
        Step step = new Step(this);
        step.setStateViewArray(view, view.shape(), view.ordering(), initialize);
        return step;
    }

    @Override
    public GradientUpdater<Momentum> instantiate(Map<String, INDArray> state, boolean initialize) {
        Step step = new Step(this);
        step.setState(state, initialize);
        return step;
    }

    @Override
    @SuppressWarnings("MissingSuperCall")
    public IUpdater clone() {
        Momentum copy = new Momentum();
        copy.learningRate = learningRate;
        copy.momentum = momentum;
        copy.learningRateSchedule = learningRateSchedule;
        copy.momentumSchedule = momentumSchedule;
        return copy;
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return learningRateSchedule == null ? learningRate : learningRateSchedule.valueAt(iteration, epoch);
    }

    private double momentum(int iteration, int epoch) {
        return momentumSchedule == null ? momentum : momentumSchedule.valueAt(iteration, epoch);
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    @Override
    public void setLrAndSchedule(double rate, @Nullable ISchedule schedule) {
        learningRate = rate;
        learningRateSchedule = schedule;
    }

    /** Returns the learning rate, for JSON. */
    public double getLearningRate() {
        return learningRate;
    }

    /** Sets the learning rate, for JSON. */
    public void setLearningRate(double rate) {
        learningRate = rate;
    }

    /** Returns the momentum, for JSON. */
    public double getMomentum() {
        return momentum;
    }

    /** Sets the momentum, for JSON. */
    public void setMomentum(double value) {
        momentum = value;
    }

    /** Returns the schedule of the learning rate, for JSON. */
    public @Nullable ISchedule getLearningRateSchedule() {
        return learningRateSchedule;
    }

    /** Sets the schedule of the learning rate, for JSON. */
    public void setLearningRateSchedule(@Nullable ISchedule schedule) {
        learningRateSchedule = schedule;
    }

    /** Returns the schedule of the momentum, for JSON. */
    public @Nullable ISchedule getMomentumSchedule() {
        return momentumSchedule;
    }

    /** Sets the schedule of the momentum, for JSON. */
    public void setMomentumSchedule(@Nullable ISchedule schedule) {
        momentumSchedule = schedule;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Momentum that
                && learningRate == that.learningRate
                && momentum == that.momentum
                && Objects.equals(learningRateSchedule, that.learningRateSchedule)
                && Objects.equals(momentumSchedule, that.momentumSchedule);
    }

    @Override
    public int hashCode() {
        return Objects.hash(learningRate, momentum, learningRateSchedule, momentumSchedule);
    }

    @Override
    public String toString() {
        Object rate = learningRateSchedule == null ? learningRate : learningRateSchedule;
        Object share = momentumSchedule == null ? momentum : momentumSchedule;
        return "Momentum(learningRate=" + rate + ", momentum=" + share + ")";
    }

    /** The moving sum of one block of parameters. */
    private static final class Step implements GradientUpdater<Momentum> {

        private static final String STATE = "M";

        private final Momentum config;
        private @Nullable INDArray sum;

        Step(Momentum config) {
            this.config = config;
        }

        @Override
        public void setState(Map<String, INDArray> state, boolean initialize) {
            sum = state.get(STATE);
        }

        @Override
        public Map<String, INDArray> getState() {
            return Map.of(STATE, Objects.requireNonNull(sum));
        }

        @Override
        public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
            if (initialize) {
                view.assign(0);
            }
            sum = view.reshape(view.length());
        }

        @Override
        public Momentum getConfig() {
            return config;
        }

        /**
         * Turns a gradient into a step.
         *
         * @param gradient modified: holds the step afterward
         */
        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            INDArray moving = Objects.requireNonNull(sum);
            moving.muli(config.momentum(iteration, epoch));
            double rate = config.getLearningRate(iteration, epoch);
            Nd4j.getBlasWrapper().level1().axpy(moving.length(), rate, gradient, moving);
            gradient.assign(moving);
        }
    }
}
