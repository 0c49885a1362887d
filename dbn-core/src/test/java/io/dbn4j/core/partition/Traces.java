package io.dbn4j.core.partition;

import io.dbn4j.core.random.ChainTraces;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The log-weights of an annealing in every trace it can take, each with its probability. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Traces(double[] probabilities, double[] logWeights, double baseLogPartition) {

    /** An annealing that moves one chain per row. */
    interface Annealing {
        AnnealingPath run(int chains, ChainTraces random);
    }

    /** All traces of a chain that draws all its states. */
    static Traces of(int drawsOfOneChain, Annealing annealing) {
        ChainTraces random = new ChainTraces(1 << drawsOfOneChain, 0);
        AnnealingPath path = annealing.run(1 << drawsOfOneChain, random);
        return new Traces(random.probabilities(), path.logWeights(), path.baseLogPartition());
    }

    /** An annealing that starts at given states, one per row. */
    interface AnnealingFrom {
        AnnealingPath run(INDArray start, ChainTraces random);
    }

    /** All traces of a chain that starts at an exact draw of the model. */
    static Traces fromModel(Rbm rbm, int drawsOfOneChain, AnnealingFrom annealing) {
        JointStates states = JointStates.of(rbm);
        double[] model = states.visibleMarginal(states.probabilities());
        int rows = 1 << (drawsOfOneChain + rbm.visible());
        ChainTraces random = new ChainTraces(rows, rbm.visible());
        INDArray start = StateSpace.states(rbm.visibleUnit(), rbm.visible(), 0, rows, DataType.DOUBLE);
        AnnealingPath path = annealing.run(start, random);
        double[] probabilities = random.probabilities();
        for (int row = 0; row < rows; row++) {
            probabilities[row] *= model[row % model.length];
        }
        return new Traces(probabilities, path.logWeights(), path.baseLogPartition());
    }

    /** The expectation of the weight. */
    double meanWeight() {
        return IntStream.range(0, probabilities.length)
                .mapToDouble(i -> probabilities[i] * Math.exp(logWeights[i]))
                .sum();
    }

    /** The expectation of the log-weight. */
    double meanLogWeight() {
        return IntStream.range(0, probabilities.length)
                .mapToDouble(i -> probabilities[i] * logWeights[i])
                .sum();
    }
}
