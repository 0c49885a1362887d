package io.dbn4j.lab.training;

import io.dbn4j.core.data.ImageSet;
import io.dbn4j.core.dl4j.CpuDropout;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.random.Seed;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The network that is fine-tuned: the RBM layers with a softmax layer on top.
 *
 * @param layers settings of the layers of the stack
 * @param train training images
 */
public record Classifier(List<LayerRecipe> layers, FineTuning fineTuning, ImageSet train, Seed seed) {

    /** Creates the network with the weights of a trained stack; the softmax layer starts at random. */
    public DeepBeliefNetwork from(DeepBeliefNetwork stack) {
        DeepBeliefNetwork network = fromRandomStart();
        for (int layer = 0; layer < layers.size(); layer++) {
            network.getLayer(layer).params().assign(stack.getLayer(layer).params());
        }
        return network;
    }

    /** Creates the network with random weights of the scale that suits backpropagation. */
    public DeepBeliefNetwork fromRandomStart() {
        IUpdater updater = fineTuning.updater(train.size());
        var builder = new NeuralNetConfiguration.Builder()
                .seed(seed.forConfiguration())
                .updater(updater)
                .weightInit(WeightInit.XAVIER)
                .list();
        int visible = (int) train.images().size(1);
        for (int i = 0; i < layers.size(); i++) {
            double dropout = i == 0 ? fineTuning.inputDropout() : fineTuning.hiddenDropout();
            builder.layer(dropping(dropout, new RbmLayer.Builder().weightInit(WeightInit.XAVIER))
                    .nIn(visible)
                    .nOut(layers.get(i).hidden())
                    .build());
            visible = layers.get(i).hidden();
        }
        var output = new OutputLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX);
        builder.layer(dropping(fineTuning.hiddenDropout(), output)
                .nIn(visible)
                .nOut(train.classes().size())
                .build());
        DeepBeliefNetwork network = new DeepBeliefNetwork(builder.build());
        network.init();
        return network;
    }

    private static <B extends FeedForwardLayer.Builder<B>> B dropping(double probability, B layer) {
        return probability == 0 ? layer : layer.dropOut(new CpuDropout(1 - probability));
    }
}
