package io.dbn4j.core.broken.part;

import io.dbn4j.core.broken.Accomplice;
import io.dbn4j.core.sample.Sampler;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.BernoulliDistribution;
import org.nd4j.linalg.factory.Nd4j;

/** Breaks every rule of {@link io.dbn4j.core.CodeRules}: an algorithm without source that trains and gambles. */
public abstract class Culprit implements Sampler {

    /** Goes in a circle. */
    public abstract Accomplice accomplice();

    /** Knows DL4J. */
    public abstract MultiLayerNetwork network();

    /** Draws past the one door in every way. */
    public INDArray luck() {
        INDArray luck = Nd4j.rand(1, 2).addi(Math.random() + new Random(1).nextDouble());
        return Nd4j.getExecutioner()
                .exec(new BernoulliDistribution(luck, 0.5))
                .addi(Nd4j.getRandom().nextDouble());
    }
}
