package io.dbn4j.mnist.bench;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.Persistent;
import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.partition.AnnealingStart;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.stack.FreeEnergyGap;
import io.dbn4j.core.stack.Initialization;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.training.GreedyPretraining;
import io.dbn4j.mnist.data.Mnist;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Measures data means as the start of training and of annealing, on the first RBM of the README's example.
 *
 * <p>Prints, for each seed, the log-likelihood of sampled test digits after training from data means and from visible
 * biases of zero, both by AIS from data means, and by AIS from the visible biases of the trained model.
 */
public final class DataMeanStart {

    private static final int EPOCHS = 10;

    private DataMeanStart() {}

    /** Measures for each seed. Arguments: the number of temperatures of AIS, then the seeds. */
    public static void main(String[] arguments) {
        INDArray images = Mnist.load().train().images();
        INDArray digits = Mnist.load().test().images();
        int betas = Integer.parseInt(arguments[0]);
        for (int argument = 1; argument < arguments.length; argument++) {
            Seed seed = new Seed(Long.parseLong(arguments[argument]));
            INDArray states = digits.ulike();
            Binarization.BERNOULLI.apply(digits, states, seed.stream("states"));
            Rbm fromMeans = trained(images, seed, Initialization.DATA_MEANS);
            Rbm fromZero = trained(images, seed, Initialization.AS_IS);
            print(
                    seed,
                    "trained from data means, AIS from data means",
                    fromMeans,
                    BaseRate.ofRows(fromMeans, images),
                    states,
                    betas);
            print(
                    seed,
                    "trained from zero, AIS from data means",
                    fromZero,
                    BaseRate.ofRows(fromZero, images),
                    states,
                    betas);
            print(
                    seed,
                    "trained from data means, AIS from visible biases",
                    fromMeans,
                    new BaseRate(fromMeans.visibleBias()),
                    states,
                    betas);
        }
    }

    private static Rbm trained(INDArray images, Seed seed, Initialization initialization) {
        DeepBeliefNetwork network = new DeepBeliefNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed.value())
                .updater(new Sgd(0.05))
                .list()
                .layer(new RbmLayer.Builder()
                        .nIn(images.size(1))
                        .nOut(500)
                        .objective(new Likelihood(new Persistent(100, new Gibbs(), 1)))
                        .build())
                .build());
        network.init();
        new GreedyPretraining(List.of(EPOCHS), 100, Binarization.BERNOULLI, Binarization.NONE, 0, initialization)
                .train(network, images, seed, new GreedyPretraining.Observer() {});
        return ((RbmLayerRuntime) network.getLayer(0)).rbm();
    }

    private static void print(Seed seed, String what, Rbm rbm, BaseRate base, INDArray states, int betas) {
        Estimate logZ = new AnnealedImportanceSampling(betas, 100)
                .logPartition(rbm, AnnealingStart.at(base), seed.stream("ais"));
        Estimate found = FreeEnergyGap.mean(rbm, states).subtractedFrom(0).minus(logZ);
        System.out.printf(
                Locale.ROOT,
                "seed %d, %s: %.2f +- %.2f nats, effective samples %.1f of 100%n",
                seed.value(),
                what,
                found.value(),
                found.standardError(),
                logZ.ess());
    }
}
