package io.dbn4j.core.rbm;

import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Every joint state of a tiny RBM of discrete units, summed in plain Java from the definition of the energy: the twin of
 * what the library computes with arrays and closed forms.
 *
 * <p>In state number {@code n} visible group {@code i} is digit {@code i} of {@code n % visibleCount}, and hidden group
 * {@code j} is digit {@code j} of {@code n / visibleCount}; for two-state units digits are bits.
 */
public final class JointStates {

    private final Rbm rbm;
    private final double[][] visible;
    private final double[][] hidden;
    private final double[] energy;

    private JointStates(Rbm rbm) {
        this.rbm = rbm;
        int visibleCount = visibleCount();
        int count = visibleCount * count(rbm.hiddenUnit(), rbm.hidden());
        this.visible = new double[count][];
        this.hidden = new double[count][];
        this.energy = new double[count];
        for (int n = 0; n < count; n++) {
            visible[n] = state(rbm.visibleUnit(), rbm.visible(), n % visibleCount);
            hidden[n] = state(rbm.hiddenUnit(), rbm.hidden(), n / visibleCount);
            energy[n] = energy(visible[n], hidden[n]);
        }
    }

    public static JointStates of(Rbm rbm) {
        return new JointStates(rbm);
    }

    private static int count(UnitType unit, int units) {
        int groups = units / unit.width();
        return (int) Math.pow(unit.alphabet().length, groups);
    }

    private static double[] state(UnitType unit, int units, int number) {
        double[][] alphabet = unit.alphabet();
        return IntStream.range(0, units)
                .mapToDouble(i -> {
                    int digit = number / count(unit, i - i % unit.width()) % alphabet.length;
                    return alphabet[digit][i % unit.width()];
                })
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
        return count(rbm.visibleUnit(), rbm.visible());
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
        return number(rbm.visibleUnit(), visibleRows, row) + number(rbm.hiddenUnit(), hiddenRows, row) * visibleCount();
    }

    private static int number(UnitType unit, INDArray rows, int row) {
        double[] states = rows.getRow(row).toDoubleVector();
        return IntStream.range(0, count(unit, states.length))
                .filter(n -> Arrays.equals(state(unit, states.length, n), states))
                .findFirst()
                .orElseThrow();
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
            int clamped = number(rbm.visibleUnit(), rows, row);
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
    public double[] centeredProducts(double[] joint, double[] mu, double[] lambda) {
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
                .mapToDouble(row -> -Math.log(marginal[number(rbm.visibleUnit(), rows, row)]))
                .average()
                .orElseThrow();
    }

    private double mean(double[] joint, IntToDoubleFunction value) {
        return IntStream.range(0, joint.length)
                .mapToDouble(n -> joint[n] * value.applyAsDouble(n))
                .sum();
    }
}
