package io.dbn4j.lab.bench;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Matrix products of the shapes of an RBM and nothing else, in FLOAT, on arrays in the order that DL4J gives them. */
final class Products {

    private final INDArray visible;
    private final INDArray hidden;
    private final INDArray weights;
    private final INDArray visibleInput;
    private final INDArray hiddenInput;
    private final INDArray gradient;

    Products(int batch, int visibleUnits, int hiddenUnits) {
        RandomSource random = new Seed(1).stream("products");
        visible = states(batch, visibleUnits, random);
        hidden = states(batch, hiddenUnits, random);
        weights = Nd4j.create(DataType.FLOAT, new long[] {visibleUnits, hiddenUnits}, 'f');
        random.gaussian(weights);
        weights.muli(0.01);
        visibleInput = visible.ulike();
        hiddenInput = hidden.ulike();
        gradient = weights.ulike();
    }

    /** Draws zeros and ones; a fifth are ones, as in the digits of MNIST. */
    static INDArray states(int rows, int units, RandomSource random) {
        INDArray states = Nd4j.valueArrayOf(new long[] {rows, units}, 0.2, DataType.FLOAT);
        random.bernoulli(states, states);
        return states;
    }

    /** Computes the products from one side to the other and back. */
    void upAndDown() {
        Nd4j.gemm(visible, weights, hiddenInput, false, false, 1, 0);
        Nd4j.gemm(hidden, weights, visibleInput, false, true, 1, 0);
    }

    /** Computes the five products of CD-1 and PCD-1: up, down, up, and the two phases of the gradient. */
    void ofUpdate() {
        upAndDown();
        Nd4j.gemm(visible, weights, hiddenInput, false, false, 1, 0);
        Nd4j.gemm(visible, hidden, gradient, true, false, -1, 0);
        Nd4j.gemm(visible, hidden, gradient, true, false, 1, 1);
    }
}
