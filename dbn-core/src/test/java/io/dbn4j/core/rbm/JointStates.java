package io.dbn4j.core.rbm;

import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Every joint state of a tiny RBM, summed in plain Java from the definition of the energy: the twin of what the library
 * computes with arrays and closed forms.
 *
 * <p>In state number {@code n} visible unit {@code i} is bit {@code i} of {@code n}, and hidden unit {@code j} is bit
 * {@code visible + j}.
 */
public final class JointStates {

    private final Rbm rbm;
    private final double[][] visible;
    private final double[][] hidden;
    private final double[] energy;

    private JointStates(Rbm rbm) {
        this.rbm = rbm;
        int count = 1 << (rbm.visible() + rbm.hidden());
        this.visible = new double[count][];
        this.hidden = new double[count][];
        this.energy = new double[count];
        for (int n = 0; n < count; n++) {
            visible[n] = bits(rbm.visibleUnit(), rbm.visible(), n);
            hidden[n] = bits(rbm.hiddenUnit(), rbm.hidden(), n >> rbm.visible());
            energy[n] = energy(visible[n], hidden[n]);
        }
    }

    public static JointStates of(Rbm rbm) {
        return new JointStates(rbm);
    }

    private static double[] bits(UnitType unit, int units, int number) {
        return IntStream.range(0, units)
                .mapToDouble(i -> (number >> i & 1) == 1 ? unit.high() : unit.low())
                .toArray();
    }

    private double energy(double[] v, double[] h) {
        double sum = rbm.energyOffset();
        for (int i = 0; i < v.length; i++) {
            sum -= rbm.visibleBias().getDouble(i) * v[i];
            for (int j = 0; j < h.length; j++) {
                sum -= v[i] * rbm.weights().getDouble(i, j) * h[j];
            }
        }
        for (int j = 0; j < h.length; j++) {
            sum -= rbm.hiddenBias().getDouble(j) * h[j];
        }
        return sum;
    }

    /** Number of joint states. */
    public int count() {
        return energy.length;
    }

    /** Number of states of the visible units alone. */
    public int visibleCount() {
        return 1 << rbm.visible();
    }

    /** Visible states, {@code [count, visible]}. */
    public INDArray visible() {
        return Nd4j.createFromArray(visible).castTo(rbm.weights().dataType());
    }

    /** Hidden states, {@code [count, hidden]}. */
    public INDArray hidden() {
        return Nd4j.createFromArray(hidden).castTo(rbm.weights().dataType());
    }

    /** The number of the joint state in one row of two arrays. */
    public int number(INDArray visibleRows, INDArray hiddenRows, int row) {
        return bits(rbm.visibleUnit(), visibleRows, row) | bits(rbm.hiddenUnit(), hiddenRows, row) << rbm.visible();
    }

    private static int bits(UnitType unit, INDArray rows, int row) {
        double middle = (unit.low() + unit.high()) / 2;
        return IntStream.range(0, Math.toIntExact(rows.size(1)))
                .map(i -> rows.getDouble(row, i) > middle ? 1 << i : 0)
                .sum();
    }

    public double[] energies() {
        return energy.clone();
    }

    public double logPartition() {
        return Math.log(Arrays.stream(energy).map(e -> Math.exp(-e)).sum());
    }

    /** The distribution of the model. */
    public double[] probabilities() {
        double logPartition = logPartition();
        return Arrays.stream(energy).map(e -> Math.exp(-e - logPartition)).toArray();
    }

    /** A distribution over joint states, summed over the hidden ones. */
    public double[] visibleMarginal(double[] joint) {
        double[] marginal = new double[visibleCount()];
        for (int n = 0; n < joint.length; n++) {
            marginal[n % marginal.length] += joint[n];
        }
        return marginal;
    }

    /**
     * The joint distribution whose visible units are these rows, equally likely, and whose hidden units follow the
     * model given the visible ones.
     */
    public double[] clampedTo(INDArray rows) {
        double[] model = probabilities();
        double[] marginal = visibleMarginal(model);
        double[] joint = new double[count()];
        for (int row = 0; row < rows.size(0); row++) {
            int clamped = bits(rbm.visibleUnit(), rows, row);
            for (int n = clamped; n < joint.length; n += marginal.length) {
                joint[n] += model[n] / marginal[clamped] / rows.size(0);
            }
        }
        return joint;
    }

    /** Means of {@code v h}, {@code v} and {@code h} under a joint distribution, as {@link Derivatives} orders them. */
    public double[] means(double[] joint) {
        double[] weights = IntStream.range(0, rbm.visible() * rbm.hidden())
                .mapToDouble(k -> mean(joint, n -> visible[n][k / rbm.hidden()] * hidden[n][k % rbm.hidden()]))
                .toArray();
        double[] ofVisible = IntStream.range(0, rbm.visible())
                .mapToDouble(i -> mean(joint, n -> visible[n][i]))
                .toArray();
        double[] ofHidden = IntStream.range(0, rbm.hidden())
                .mapToDouble(j -> mean(joint, n -> hidden[n][j]))
                .toArray();
        return Derivatives.joined(weights, ofVisible, ofHidden);
    }

    /** Means of {@code (v - mu) (h - lambda)} under a joint distribution, row by row. */
    public double[] centredProducts(double[] joint, double[] mu, double[] lambda) {
        int columns = rbm.hidden();
        return IntStream.range(0, rbm.visible() * columns)
                .mapToDouble(k -> mean(
                        joint,
                        n -> (visible[n][k / columns] - mu[k / columns])
                                * (hidden[n][k % columns] - lambda[k % columns])))
                .toArray();
    }

    /** The mean of {@code -log p(v)} over these rows. */
    public double minusLogLikelihood(INDArray rows) {
        double[] marginal = visibleMarginal(probabilities());
        return IntStream.range(0, Math.toIntExact(rows.size(0)))
                .mapToDouble(row -> -Math.log(marginal[bits(rbm.visibleUnit(), rows, row)]))
                .average()
                .orElseThrow();
    }

    private double mean(double[] joint, IntToDoubleFunction value) {
        return IntStream.range(0, joint.length)
                .mapToDouble(n -> joint[n] * value.applyAsDouble(n))
                .sum();
    }
}
