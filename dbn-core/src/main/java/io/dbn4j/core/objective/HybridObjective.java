package io.dbn4j.core.objective;

import io.dbn4j.core.Reference;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An objective plus a weighted penalty.
 *
 * <pre>
 *   L = L_base + gamma L_penalty
 * </pre>
 *
 * <p>With {@link BareFreeEnergyDifference} as the penalty the model gets worse as gamma grows, and ends without
 * couplings. {@link EnergyMatching} to the energy of the data and {@link MeanEnergyGap} are zero at the right model and
 * leave it where it is; penalties on the layer below or on held-out rows move it.
 *
 * @param base objective to which the penalty is added
 * @param gamma weight of the penalty at each update
 * @param penalty objective that is added
 */
@Reference(
        authors = "L. Burns",
        title = "Renormalization and Boltzmann machines",
        venue = "unpublished; its difference of free energies as a penalty",
        year = 2021)
public record HybridObjective(Objective base, Ramp gamma, Objective penalty) implements Objective {

    /**
     * The states of two objectives that are added.
     *
     * @param updates number of updates so far, one element
     * @param scratch gradient of the penalty, overwritten at every update
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

        @Override
        public Optional<INDArray> persistentChains() {
            return base.persistentChains();
        }
    }

    @Override
    public long chainRows() {
        return base.chainRows() + penalty.chainRows();
    }

    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        return joint(rbm, base.start(rbm, random), penalty.start(rbm, random));
    }

    @Override
    public TrainingState startAt(Rbm rbm, INDArray visible, RandomSource random) {
        return joint(rbm, base.startAt(rbm, visible, random), penalty.startAt(rbm, visible, random));
    }

    private static Joint joint(Rbm rbm, TrainingState base, TrainingState penalty) {
        return new Joint(base, penalty, Nd4j.zeros(rbm.weights().dataType(), 1), Gradient.zero(rbm));
    }

    @Override
    public TrainingState step(Rbm rbm, Batch batch, TrainingState state, RandomSource random, Gradient into) {
        Joint joint = state.as(Joint.class);
        TrainingState afterBase = base.step(rbm, batch, joint.base(), random, into);
        Gradient added = joint.scratch();
        added.clear();
        TrainingState afterPenalty = penalty.step(rbm, batch, joint.penalty(), random, added);
        double weight = gamma.at(joint.updates().getDouble(0));
        joint.updates().addi(1);
        List<INDArray> sums = into.arrays();
        for (int i = 0; i < sums.size(); i++) {
            add(weight, added.arrays().get(i), sums.get(i));
        }
        return new Joint(afterBase, afterPenalty, joint.updates(), added);
    }

    private static void add(double weight, INDArray from, INDArray into) {
        into.addi(from.muli(weight).reshape(into.shape()));
    }

    /** Returns the sum of both scores, with the weight of the last update. */
    @Override
    public double score(Rbm rbm, Batch batch, TrainingState state) {
        Joint joint = state.as(Joint.class);
        double weight = gamma.at(Math.max(0, joint.updates().getDouble(0) - 1));
        return base.score(rbm, batch, joint.base()) + weight * penalty.score(rbm, batch, joint.penalty());
    }

    @Override
    public Objective above(Rbm below) {
        return new HybridObjective(base.above(below), gamma, penalty.above(below));
    }

    @Override
    public boolean centersUnits() {
        return base.centersUnits();
    }

    @Override
    public String caution() {
        String aboutPenalty = penalty instanceof MeanEnergyGap ? "" : penalty.caution();
        return base.caution().isEmpty() || aboutPenalty.isEmpty()
                ? base.caution() + aboutPenalty
                : base.caution() + "; " + aboutPenalty;
    }
}
