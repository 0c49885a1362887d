package io.dbn4j.core.rbm;

import io.dbn4j.core.units.DiagonalGaussian;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.Rectified;
import io.dbn4j.core.units.Span;
import io.dbn4j.core.units.UnitParameters;
import io.dbn4j.core.units.UnitType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A tiny RBM with units of any kind, summed or integrated over all states in plain Java from the definition of the
 * energy: the twin of what the library computes with cumulants and closed forms.
 *
 * <p>Integrals over the line are trapezoidal sums, those over the half-line after {@code x = exp(t - exp(-t))}: their
 * errors fall exponentially, to below 1e-13 at these nodes for densities of a width near 1.
 */
public final class Integrals {

    /** States of a group of units, each with the logarithm of its base measure times its part of the integral. */
    public record Nodes(List<double[]> states, List<Double> logWeights) {

        /**
         * The nodes of one group of units of this kind; for mixed units, of all their groups together.
         *
         * @param parameters of the group, {@code [parameters, width]}
         */
        public static Nodes of(UnitType unit, INDArray parameters) {
            if (!unit.hasOneKind()) {
                return Span.groups(unit, unit.width()).stream()
                        .map(group -> of(group.unit(), group.parameters(parameters)))
                        .reduce(Nodes::times)
                        .orElseThrow();
            }
            Nodes nodes = new Nodes(new ArrayList<>(), new ArrayList<>());
            if (unit instanceof Gaussian || unit instanceof DiagonalGaussian) {
                double sigma = unit instanceof Gaussian ? 1 : Math.exp(parameters.getDouble(0) / 2);
                for (double t = -16; t <= 16; t += 0.4) {
                    nodes.add(Math.log(0.4 * sigma) - t * t / 2, t * sigma);
                }
            } else if (unit instanceof Rectified) {
                for (double t = -3.8; t <= 3; t += 0.06) {
                    double x = Math.exp(t - Math.exp(-t));
                    nodes.add(Math.log(0.06 * x * (1 + Math.exp(-t))) - x * x / 2, x);
                }
            } else {
                for (double[] state : unit.alphabet()) {
                    nodes.add(0, state);
                }
            }
            return nodes;
        }

        private void add(double logWeight, double... state) {
            states.add(state);
            logWeights.add(logWeight);
        }

        /** The logarithm of the sum of {@code exp(input . x)} over all states. */
        double cumulant(double[] input) {
            double sum = 0;
            for (int n = 0; n < states.size(); n++) {
                sum += Math.exp(logWeights.get(n) + dot(input, states.get(n)));
            }
            return Math.log(sum);
        }

        double[] mean(double[] input) {
            double cumulant = cumulant(input);
            double[] mean = new double[input.length];
            for (int n = 0; n < states.size(); n++) {
                double p = Math.exp(logWeights.get(n) + dot(input, states.get(n)) - cumulant);
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += p * states.get(n)[i];
                }
            }
            return mean;
        }

        /** The nodes of two such groups. */
        Nodes squared() {
            return times(this);
        }

        private Nodes times(Nodes other) {
            Nodes pairs = new Nodes(new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < states.size(); i++) {
                for (int j = 0; j < other.states.size(); j++) {
                    pairs.add(
                            logWeights.get(i) + other.logWeights.get(j),
                            Derivatives.joined(states.get(i), other.states.get(j)));
                }
            }
            return pairs;
        }
    }

    private final Rbm rbm;
    private final double[][] weights;
    private final double[] visibleBias;
    private final double[] hiddenBias;
    private final Nodes hidden;

    private Integrals(Rbm rbm) {
        this.rbm = rbm;
        weights = rbm.weights().toDoubleMatrix();
        visibleBias = rbm.visibleBias().dup().toDoubleVector();
        hiddenBias = rbm.hiddenBias().dup().toDoubleVector();
        hidden = Nodes.of(rbm.hiddenUnit(), UnitParameters.NONE);
    }

    /**
     * Makes the integrals of an RBM with two units or groups of units on the visible side, such as
     * {@link SmallRbms#pair}.
     */
    public static Integrals of(Rbm rbm) {
        return new Integrals(rbm);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** {@code b + v W}, group by group. */
    private List<double[]> hiddenInputs(double[] v) {
        double[] input = hiddenBias.clone();
        for (int i = 0; i < v.length; i++) {
            for (int j = 0; j < input.length; j++) {
                input[j] += v[i] * weights[i][j];
            }
        }
        int width = rbm.hiddenUnit().width();
        return IntStream.range(0, input.length / width)
                .mapToObj(group -> Arrays.copyOfRange(input, group * width, (group + 1) * width))
                .toList();
    }

    /** {@code log} of the sum of {@code exp(-E)} over hidden states, without the base measure of v. */
    private double logSum(double[] v) {
        double sum = dot(visibleBias, v) - rbm.energyOffset();
        for (double[] input : hiddenInputs(v)) {
            sum += hidden.cumulant(input);
        }
        return sum;
    }

    /** The logarithm of the base measure of visible states. */
    public double logMeasure(double[] v) {
        return Span.groups(rbm.visibleUnit(), v.length).stream()
                .filter(group -> group.unit().alphabet().length == 0)
                .mapToDouble(group -> -v[group.from()] * v[group.from()] / 2)
                .sum();
    }

    public double[] freeEnergy(INDArray rows) {
        return Arrays.stream(rows.toDoubleMatrix())
                .mapToDouble(v -> -logSum(v) - logMeasure(v))
                .toArray();
    }

    /** Means of the hidden units given one visible state. */
    public double[] hiddenMean(double[] v) {
        return Derivatives.joined(hiddenInputs(v).stream().map(hidden::mean).toArray(double[][]::new));
    }

    public double logPartition() {
        Nodes visible = Nodes.of(rbm.visibleUnit(), UnitParameters.NONE).squared();
        double sum = 0;
        for (int n = 0; n < visible.states().size(); n++) {
            sum += Math.exp(
                    visible.logWeights().get(n) + logSum(visible.states().get(n)));
        }
        return Math.log(sum);
    }

    /** Means of {@code v h}, {@code v} and {@code h} under the model, as {@link Derivatives} orders them. */
    public double[] means() {
        double logPartition = logPartition();
        Nodes visible = Nodes.of(rbm.visibleUnit(), UnitParameters.NONE).squared();
        double[] means = new double[weights.length * hiddenBias.length + weights.length + hiddenBias.length];
        for (int n = 0; n < visible.states().size(); n++) {
            double[] v = visible.states().get(n);
            double p = Math.exp(visible.logWeights().get(n) + logSum(v) - logPartition);
            double[] products = statistics(v, hiddenMean(v));
            for (int k = 0; k < means.length; k++) {
                means[k] += p * products[k];
            }
        }
        return means;
    }

    /** {@code v h}, {@code v} and {@code h}, as {@link Derivatives} orders them. */
    public static double[] statistics(double[] v, double[] h) {
        double[] statistics = new double[v.length * h.length + v.length + h.length];
        for (int k = 0; k < v.length * h.length; k++) {
            statistics[k] = v[k / h.length] * h[k % h.length];
        }
        System.arraycopy(v, 0, statistics, v.length * h.length, v.length);
        System.arraycopy(h, 0, statistics, v.length * h.length + v.length, h.length);
        return statistics;
    }

    /** The mean of {@code -log p(v)} over these rows. */
    public double minusLogLikelihood(INDArray rows) {
        return Arrays.stream(freeEnergy(rows)).average().orElseThrow() + logPartition();
    }
}
