package io.dbn4j.core.stack;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.ChainDiagnostics;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Traces of the chains of one RBM along the second half of their steps: free energies, and projections on the
 * directions in which its weights are strongest.
 */
final class ChainTraces {

    /** Number of directions; the first ones separate modes best. */
    private static final int DIRECTIONS = 2;

    /** Largest number of chains that are traced. */
    private static final int MOST_CHAINS = 200;

    /** Least strength of a direction, as a part of the strongest one: weaker directions are rounding errors. */
    private static final double NEGLIGIBLE = 1e-9;

    /** Number of products with the weights that find a direction. */
    private static final int ITERATIONS = 100;

    private final Rbm rbm;
    private final int first;
    private final int steps;
    private final Map<String, double[]> directions = new LinkedHashMap<>();
    private final Map<String, double[][]> traces = new LinkedHashMap<>();

    ChainTraces(Rbm rbm, int steps) {
        this.rbm = rbm;
        this.first = steps / 2;
        this.steps = steps;
        double strongest = 0;
        for (int d = 1; d <= Math.min(DIRECTIONS, Math.min(rbm.visible(), rbm.hidden())); d++) {
            double[] direction = direction(d);
            double strength = Math.sqrt(dot(direction, direction, 0));
            strongest = Math.max(strongest, strength);
            if (strength > NEGLIGIBLE * strongest) {
                for (int i = 0; i < direction.length; i++) {
                    direction[i] /= strength;
                }
                directions.put("direction " + d, direction);
            }
        }
    }

    /**
     * Finds a leading left singular vector of the weights, times its squared singular value, by powers of {@code W W'}.
     */
    private double[] direction(int number) {
        INDArray weights = rbm.weights().castTo(DataType.DOUBLE);
        double[] vector = new double[rbm.visible()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = Math.sin(1 + number + 1.7 * i);
        }
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double norm = Math.sqrt(dot(vector, vector, 0));
            for (int i = 0; i < vector.length && norm > 0; i++) {
                vector[i] /= norm;
            }
            INDArray column = Nd4j.createFromArray(vector).reshape(vector.length, 1);
            vector = Elements.of(weights.mmul(weights.transpose().mmul(column)));
            for (double[] before : directions.values()) {
                add(before, -dot(before, vector, 0), vector);
            }
        }
        return vector;
    }

    private static void add(double[] terms, double scale, double[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] += scale * terms[i];
        }
    }

    private static double dot(double[] one, double[] rows, int start) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * rows[start + i];
        }
        return sum;
    }

    /**
     * Records the traced numbers after a step of the second half.
     *
     * @param visible {@code [chains, visible]}; the traced chains include the last ones, which start at annealed states
     */
    void take(INDArray visible, int step) {
        if (step <= first) {
            return;
        }
        int chains = (int) Math.min(MOST_CHAINS, visible.size(0));
        int stride = (int) (visible.size(0) / chains);
        int[] followed = new int[chains];
        for (int chain = 0; chain < chains; chain++) {
            followed[chain] = (int) visible.size(0) - 1 - chain * stride;
        }
        INDArray rows = Rows.pick(visible, followed);
        put("free energy", rbm.freeEnergy(rows), step);
        double[] states = Elements.of(rows);
        directions.forEach((name, direction) -> {
            double[] projections = new double[chains];
            for (int chain = 0; chain < chains; chain++) {
                projections[chain] = dot(direction, states, chain * direction.length);
            }
            put(name, projections, step);
        });
    }

    private void put(String name, double[] numbers, int step) {
        double[][] trace = traces.computeIfAbsent(name, none -> new double[numbers.length][steps - first]);
        for (int chain = 0; chain < numbers.length; chain++) {
            trace[chain][step - first - 1] = numbers[chain];
        }
    }

    /** Returns diagnostics by the name of the traced number; empty if the traces have fewer than 4 steps. */
    Map<String, ChainDiagnostics> diagnostics() {
        Map<String, ChainDiagnostics> found = new LinkedHashMap<>();
        if (steps - first >= 4) {
            traces.forEach((name, trace) ->
                    found.put(name, ChainDiagnostics.of(trace, name.startsWith("free") ? "nats" : "")));
        }
        return found;
    }
}
