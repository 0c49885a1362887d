package io.dbn4j.lab.run;

import io.dbn4j.core.array.NativeThreads;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import java.util.function.IntToDoubleFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.factory.Nd4j;

/** A benchmark that measures the milliseconds of a CD-1 gradient for a number of native threads. */
final class ThreadProbe implements IntToDoubleFunction {

    private static final int BLOCKS = 10;

    private final RandomSource random = new Seed(1).stream("threads");
    private final INDArray visible = Nd4j.zeros(DataType.FLOAT, 100, 784);
    private final INDArray weights = Nd4j.zeros(DataType.FLOAT, 784, 500);
    private final INDArray gradient = Nd4j.zeros(DataType.FLOAT, 784, 500);
    private final INDArray mean = Nd4j.zeros(DataType.FLOAT, 100, 500);
    private final INDArray hidden = Nd4j.zeros(DataType.FLOAT, 100, 500);

    ThreadProbe() {
        random.gaussian(visible);
        random.gaussian(weights);
    }

    @Override
    public double applyAsDouble(int threads) {
        new NativeThreads(threads, threads, "probe").configure();
        long start = System.nanoTime();
        for (int block = 0; block < BLOCKS; block++) {
            Nd4j.gemm(visible, weights, mean, false, false, 0.01, 0);
            Nd4j.getExecutioner().exec(new Sigmoid(mean, mean));
            random.bernoulli(mean, hidden);
            Nd4j.gemm(visible, hidden, gradient, true, false, 1, 0);
            Nd4j.gemm(hidden, weights, visible, false, true, 0.01, 0);
        }
        return (System.nanoTime() - start) * 1e-6 / BLOCKS;
    }
}
