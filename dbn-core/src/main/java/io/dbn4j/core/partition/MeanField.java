package io.dbn4j.core.partition;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.units.UnitType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Distributions of independent units, one per row, that iterate toward stationary points of a variational log Z.
 *
 * <pre>
 *   sum_i S_i + sum_j S_j + a.m_v + b.m_h + m_v W m_h - offset  [ + 1/2 sum_ij W_ij^2 Var_i Var_j ]
 *   m = K'(t),  S = K(t) - t m,  Var = K''(t),     t the input of a unit
 * </pre>
 *
 * <p>The bracket is Onsager's reaction term: a unit's response to its own effect on its neighbors. All numbers are in
 * double precision.
 */
final class MeanField {

    private final Rbm rbm;
    private final boolean reaction;
    private final INDArray squares;
    private final Side visible;
    private final Side hidden;

    /** The inputs and means of one side, {@code [rows, units]}, and the parameters of its units. */
    private record Side(UnitType unit, INDArray parameters, INDArray input, INDArray mean) {

        static Side allocate(UnitType unit, INDArray parameters, int rows, int units) {
            return new Side(
                    unit,
                    parameters,
                    Nd4j.zeros(DataType.DOUBLE, rows, units),
                    Nd4j.zeros(DataType.DOUBLE, rows, units));
        }

        void settle() {
            mean.assign(input);
            unit.mean(parameters, mean);
        }

        /** Returns K'' of every unit, in a new array. */
        INDArray variance() {
            INDArray variance = mean.dup();
            unit.backpropagate(parameters, variance, Nd4j.onesLike(variance));
            return variance;
        }
    }

    /**
     * Starts rows at the base-rate model, the first at its means, the others at draws, which break symmetries; then
     * updates both sides once by the RBM.
     *
     * @param reaction whether to add the second order, for units with two states
     */
    MeanField(Rbm rbm, BaseRate base, int rows, boolean reaction, RandomSource random) {
        this.rbm = rbm.castTo(DataType.DOUBLE);
        this.reaction = reaction;
        this.squares = this.rbm.weights().mul(this.rbm.weights());
        this.visible = Side.allocate(rbm.visibleUnit(), this.rbm.visibleParameters(), rows, rbm.visible());
        this.hidden = Side.allocate(rbm.hiddenUnit(), this.rbm.hiddenParameters(), rows, rbm.hidden());
        visible.mean.assign(
                new Gibbs().start(base.model(this.rbm), rows, random).visible());
        INDArray means = base.input().castTo(DataType.DOUBLE).dup().reshape(rbm.visible());
        rbm.visibleUnit().mean(rbm.visibleParameters(), means);
        visible.mean.putRow(0, means);
        this.rbm.hiddenInput(visible.mean, hidden.input);
        hidden.settle();
        this.rbm.visibleInput(hidden.mean, visible.input);
        visible.settle();
    }

    /**
     * Moves the inputs of both sides, one after the other, toward the values that the other side gives.
     *
     * @param damping part of the old input that is kept, in [0, 1)
     * @return the distance of each row from a stationary point: the largest change of an input without damping
     */
    double[] sweep(double damping) {
        INDArray changeOfHidden = move(rbm, squares, visible, hidden, damping);
        INDArray changeOfVisible = move(rbm.transposed(), squares.transpose(), hidden, visible, damping);
        double[] ofHidden = largest(changeOfHidden);
        double[] ofVisible = largest(changeOfVisible);
        for (int row = 0; row < ofHidden.length; row++) {
            ofHidden[row] = Math.max(ofHidden[row], ofVisible[row]);
        }
        return ofHidden;
    }

    private INDArray move(Rbm toward, INDArray squares, Side from, Side to, double damping) {
        INDArray change = toward.hiddenInput(from.mean);
        if (reaction) {
            // d Var / d m = low + high - 2 m for two states.
            INDArray slope = to.mean.mul(-2).addi(to.unit.low() + to.unit.high());
            change.addi(slope.muli(reaction(from, squares)).muli(0.5));
        }
        change.subi(to.input);
        to.input.addi(change.mul(1 - damping));
        to.settle();
        return change;
    }

    /** Computes {@code sum_i Var_i W_ij^2} for every unit j. */
    private static INDArray reaction(Side from, INDArray squares) {
        return Nd4j.gemm(from.variance(), squares, false, false);
    }

    private static double[] largest(INDArray matrix) {
        return Elements.of(Transforms.abs(matrix, true).max(1));
    }

    /** Returns the means of the visible units of each row, {@code [rows, visible]}; the array itself. */
    INDArray visibleMeans() {
        return visible.mean;
    }

    /** Returns the variational log Z of each row. */
    double[] logPartition() {
        double[] sum = new double[Math.toIntExact(visible.mean.size(0))];
        addSide(visible, rbm.visibleBias(), sum);
        addSide(hidden, rbm.hiddenBias(), sum);
        addProducts(Nd4j.gemm(visible.mean, rbm.weights(), false, false), hidden.mean, 1, sum);
        if (reaction) {
            addProducts(reaction(visible, squares), hidden.variance(), 0.5, sum);
        }
        for (int row = 0; row < sum.length; row++) {
            sum[row] -= rbm.energyOffset();
        }
        return sum;
    }

    /** Adds {@code S + bias.m = K(t) - (t - bias).m}. */
    private static void addSide(Side side, INDArray bias, double[] into) {
        double[] input = Elements.of(side.input);
        double[] mean = Elements.of(side.mean);
        double[] field = Elements.of(bias);
        for (int row = 0; row < into.length; row++) {
            int first = row * field.length;
            into[row] += side.unit.cumulant(side.parameters, input, first, first + field.length, 1);
            for (int i = 0; i < field.length; i++) {
                into[row] -= (input[first + i] - field[i]) * mean[first + i];
            }
        }
    }

    private static void addProducts(INDArray left, INDArray right, double scale, double[] into) {
        double[] x = Elements.of(left);
        double[] y = Elements.of(right);
        int columns = x.length / into.length;
        for (int i = 0; i < x.length; i++) {
            into[i / columns] += scale * x[i] * y[i];
        }
    }
}
