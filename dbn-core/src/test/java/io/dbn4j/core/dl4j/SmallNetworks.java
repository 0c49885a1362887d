package io.dbn4j.core.dl4j;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.objective.Batch;
import io.dbn4j.core.objective.ContrastiveDivergence;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.Persistent;
import io.dbn4j.core.objective.TrainingState;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Gibbs;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Bars and stripes of 3 x 3 pixels, and networks small enough to be trained by hand. */
public final class SmallNetworks {

    public static final long SEED = Long.getLong("dbn.seed", 1);
    public static final int PIXELS = 9;
    public static final Objective CD = new Likelihood(new ContrastiveDivergence(1));
    public static final Objective PCD = new Likelihood(new Persistent(5, new Gibbs(), 1));

    private static final int PATTERNS = 14;

    private SmallNetworks() {}

    /** Rows of the 14 patterns in turn: eight of horizontal bars, six more of vertical ones. */
    public static INDArray barsAndStripes(int rows, DataType type) {
        INDArray patterns = Nd4j.zeros(type, rows, PIXELS);
        for (int row = 0; row < rows; row++) {
            int pattern = row * 5 % PATTERNS;
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                int on = pattern < 8 ? pattern >> (pixel / 3) : (pattern - 7) >> (pixel % 3);
                patterns.putScalar(row, pixel, on & 1);
            }
        }
        return patterns;
    }

    /** Returns one-hot labels of two classes: horizontal, vertical. */
    public static INDArray labels(int rows, DataType type) {
        INDArray labels = Nd4j.zeros(type, rows, 2);
        for (int row = 0; row < rows; row++) {
            labels.putScalar(row, row * 5 % PATTERNS < 8 ? 0 : 1, 1);
        }
        return labels;
    }

    public static List<INDArray> batches(int count, int rows, DataType type) {
        INDArray all = barsAndStripes(count * rows, type);
        List<INDArray> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batches.add(Nd4j.pullRows(all, 1, range(i * rows, (i + 1) * rows)));
        }
        return batches;
    }

    private static int[] range(int from, int to) {
        return java.util.stream.IntStream.range(from, to).toArray();
    }

    public static RbmLayer.Builder layer(int visible, int hidden, Objective objective) {
        return new RbmLayer.Builder().nIn(visible).nOut(hidden).objective(objective);
    }

    public static NeuralNetConfiguration.Builder base(DataType type, IUpdater updater) {
        return new NeuralNetConfiguration.Builder().seed(SEED).dataType(type).updater(updater);
    }

    public static MultiLayerConfiguration stack(NeuralNetConfiguration.Builder base, RbmLayer... layers) {
        NeuralNetConfiguration.ListBuilder list = base.list();
        for (RbmLayer layer : layers) {
            list.layer(layer);
        }
        return list.build();
    }

    /** RBMs of 9-6 and 6-4 units below a softmax layer of two classes. */
    public static MultiLayerConfiguration classifier(NeuralNetConfiguration.Builder base) {
        return base.list()
                .layer(layer(PIXELS, 6, CD).build())
                .layer(layer(6, 4, CD).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(4)
                        .nOut(2)
                        .build())
                .build();
    }

    public static <N extends MultiLayerNetwork> N initialized(N network) {
        network.init();
        return network;
    }

    public static DeepBeliefNetwork network(DataType type, IUpdater updater, RbmLayer... layers) {
        return initialized(new DeepBeliefNetwork(stack(base(type, updater), layers)));
    }

    public static RbmLayerRuntime runtime(MultiLayerNetwork network, int layer) {
        return (RbmLayerRuntime) network.getLayer(layer);
    }

    /** The parameters, whose bits can be compared; {@code INDArray.equals} has a tolerance. */
    public static double[] parameters(MultiLayerNetwork network) {
        return Elements.of(network.params());
    }

    /** Starts an RBM at the means of its input; modifies it. */
    public static Rbm atDataMeans(Rbm rbm, INDArray rows) {
        rbm.visibleBias().assign(BaseRate.ofRows(rbm, rows).input());
        return rbm;
    }

    /** Gradient descent without DL4J; modifies the RBM. */
    public static void trainByHand(
            Rbm rbm, Objective objective, List<INDArray> batches, double rate, RandomSource random) {
        TrainingState state = objective.start(rbm, random);
        for (INDArray batch : batches) {
            Gradient gradient = Gradient.zero(rbm);
            state = objective.step(rbm, Batch.of(rbm, batch), state, random, gradient);
            double step = rate / batch.size(0);
            rbm.weights().subi(gradient.weights().mul(step));
            rbm.visibleBias().subi(gradient.visibleBias().mul(step));
            rbm.hiddenBias().subi(gradient.hiddenBias().mul(step));
        }
    }
}
