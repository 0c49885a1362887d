package io.dbn4j.core.rbm;

import io.dbn4j.core.array.Elements;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An RBM with Gaussian units on both sides: a joint normal distribution, if it can be normalized.
 *
 * <pre>
 *   M = 1 - W W^T,    &lt;v&gt; = M^-1 (a + W b),    &lt;h&gt; = b + W^T &lt;v&gt;,    &lt;v h^T&gt; = M^-1 W + &lt;v&gt; &lt;h&gt;^T,
 *   log Z = (visible + hidden) log(2 pi) / 2 - log det(M) / 2 + (b.b + (a + W b).&lt;v&gt;) / 2 - offset
 * </pre>
 *
 * <p>Log Z is infinite unless M is positive definite, that is, unless all singular values of W are below 1.
 */
final class JointGaussian implements Summation {

    private final Rbm rbm;
    private final INDArray weights;
    private final INDArray hiddenBias;
    private final INDArray field;
    private final Cholesky factor;

    JointGaussian(Rbm rbm) {
        this.rbm = rbm;
        weights = rbm.weights().castTo(DataType.DOUBLE);
        hiddenBias = rbm.hiddenBias().castTo(DataType.DOUBLE).reshape(rbm.hidden(), 1);
        field = weights.mmul(hiddenBias)
                .addi(rbm.visibleBias().castTo(DataType.DOUBLE).reshape(rbm.visible(), 1));
        factor = Coupling.precision(weights);
    }

    @Override
    public double logPartition() {
        if (factor.fails()) {
            return Double.isNaN(dot(weights, weights)) ? Double.NaN : Double.POSITIVE_INFINITY;
        }
        double constant = (rbm.visible() + rbm.hidden()) * Math.log(2 * Math.PI) - factor.logDeterminant();
        double squares = dot(hiddenBias, hiddenBias) + dot(field, factor.solve(field));
        return (constant + squares) / 2 - rbm.energyOffset();
    }

    @Override
    public void addLogPartitionGradient(double scale, Gradient into) {
        Coupling.requireBounded(rbm);
        INDArray visible = factor.solve(field);
        INDArray hidden = weights.transpose().mmul(visible).addi(hiddenBias);
        INDArray products = factor.solve(weights).addi(visible.mmul(hidden.transpose()));
        add(products, scale, into.weights());
        add(visible, scale, into.visibleBias());
        add(hidden, scale, into.hiddenBias());
    }

    private static void add(INDArray mean, double scale, INDArray into) {
        into.addi(mean.mul(scale).castTo(into.dataType()).reshape(into.shape()));
    }

    private static double dot(INDArray a, INDArray b) {
        double[] x = Elements.of(a);
        double[] y = Elements.of(b);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
