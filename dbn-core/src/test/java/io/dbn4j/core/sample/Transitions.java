package io.dbn4j.core.sample;

import io.dbn4j.core.random.ExhaustiveRandom;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The transition matrix of a kernel over the joint states of a tiny RBM, found by walking through every outcome of its
 * draws from every state.
 */
public final class Transitions {

    private final double[][] matrix;

    private Transitions(double[][] matrix) {
        this.matrix = matrix;
    }

    public static Transitions of(Rbm rbm, Kernel kernel) {
        JointStates states = JointStates.of(rbm);
        INDArray visible = states.visible();
        INDArray hidden = states.hidden();
        double[][] matrix = new double[states.count()][states.count()];
        for (int from = 0; from < matrix.length; from++) {
            double[] row = matrix[from];
            INDArray startVisible = visible.getRow(from, true);
            INDArray startHidden = hidden.getRow(from, true);
            ExhaustiveRandom.walk(
                    random -> {
                        Chains chains = Chains.allocate(rbm, 1);
                        chains.visible().assign(startVisible);
                        chains.hidden().assign(startHidden);
                        kernel.step(chains, random);
                        return states.number(chains.visible(), chains.hidden(), 0);
                    },
                    (to, probability) -> row[to] += probability);
        }
        return new Transitions(matrix);
    }

    /** The distribution after one step from this one. */
    public double[] applyTo(double[] distribution) {
        return IntStream.range(0, matrix.length)
                .mapToDouble(to -> IntStream.range(0, matrix.length)
                        .mapToDouble(from -> distribution[from] * matrix[from][to])
                        .sum())
                .toArray();
    }

    /** Tells whether every state is reached from every other in some number of steps. */
    public boolean irreducible() {
        return IntStream.range(0, matrix.length).allMatch(from -> reachedFrom(from) == matrix.length);
    }

    private int reachedFrom(int from) {
        boolean[] reached = new boolean[matrix.length];
        visit(from, reached);
        return (int) IntStream.range(0, reached.length).filter(n -> reached[n]).count();
    }

    private void visit(int state, boolean[] reached) {
        for (int next = 0; next < reached.length; next++) {
            if (matrix[state][next] > 0 && !reached[next]) {
                reached[next] = true;
                visit(next, reached);
            }
        }
    }

    /** Probability of each step, {@code [from][to]}. */
    public double[][] matrix() {
        return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    }
}
