package io.dbn4j.ui.broken.core;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.sample.Sampler;
import io.dbn4j.ui.broken.Accomplice;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.BernoulliDistribution;
import org.nd4j.linalg.factory.Nd4j;

/** Breaks every rule of the ArchitectureTest: an algorithm without source that trains and gambles. */
public abstract class Culprit implements Sampler {

    /** Goes in a circle. */
    public abstract Accomplice accomplice();

    /** Knows DL4J. */
    public abstract MultiLayerNetwork network();

    /** Opens a stream that the run may have opened. */
    public RandomSource again(Run run) {
        return new Seed(run.record().seed()).stream("again");
    }

    /** Every way past the one door. */
    public INDArray luck() {
        INDArray luck = Nd4j.rand(1, 2).addi(Math.random() + new Random(1).nextDouble());
        return Nd4j.getExecutioner()
                .exec(new BernoulliDistribution(luck, 0.5))
                .addi(Nd4j.getRandom().nextDouble());
    }
}
