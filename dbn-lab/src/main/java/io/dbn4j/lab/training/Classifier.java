package io.dbn4j.lab.training;

import io.dbn4j.core.dl4j.CpuDropout;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.UnitType;
import io.dbn4j.lab.run.Run;
import java.util.List;
import java.util.Locale;
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
 * @param visible kind of the visible units of the first layer; all others are Bernoulli
 * @param l2 strength of the quadratic penalty on all weights in fine-tuning
 * @param train training rows
 */
public record Classifier(
        List<LayerRecipe> layers, UnitType visible, FineTuning fineTuning, double l2, LabeledRows train, Seed seed) {

    /** Describes a network for rows of Bernoulli units, fine-tuned without a penalty on the weights. */
    public Classifier(List<LayerRecipe> layers, FineTuning fineTuning, LabeledRows train, Seed seed) {
        this(layers, new Bernoulli(), fineTuning, 0, train, seed);
    }

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
                .l2(l2)
                .list();
        int inputs = (int) train.rows().size(1);
        for (int i = 0; i < layers.size(); i++) {
            double dropout = i == 0 ? fineTuning.inputDropout() : fineTuning.hiddenDropout();
            builder.layer(dropping(dropout, new RbmLayer.Builder().weightInit(WeightInit.XAVIER))
                    .visibleUnit(i == 0 ? visible : new Bernoulli())
                    .nIn(inputs)
                    .nOut(layers.get(i).hidden())
                    .build());
            inputs = layers.get(i).hidden();
        }
        var output = new OutputLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX);
        builder.layer(dropping(fineTuning.hiddenDropout(), output)
                .nIn(inputs)
                .nOut(train.classes().size())
                .build());
        DeepBeliefNetwork network = new DeepBeliefNetwork(builder.build());
        network.init();
        return network;
    }

    /**
     * A network after its fine-tuning.
     *
     * @param epochs number of epochs of its training
     * @param seconds seconds of training, with those of the choice of the number of epochs
     * @param protocol how the number of epochs was chosen, for a report; empty if it was not chosen
     */
    public record Tuned(DeepBeliefNetwork network, int epochs, double seconds, String protocol) {}

    /**
     * Fine-tunes a trained stack. A first training on part of the rows finds the epoch with the lowest log loss of the
     * validation rows; a second one on all rows ends at that epoch.
     *
     * @param stack not modified
     * @param split training rows and, as held-out rows, the validation rows; if there are none, training takes all
     *     epochs
     * @param patience number of epochs without a lower log loss that ends the first training
     */
    public Tuned tuned(Run run, DeepBeliefNetwork stack, Split split, int patience) {
        int epochs = fineTuning.epochs();
        double seconds = 0;
        String protocol = "";
        if (split.heldOut().length > 0) {
            Classifier part = with(train.pick(split.trained()));
            EarlyStopping stopping = EarlyStopping.on(train.pick(split.heldOut()), epochs, patience);
            seconds = part.fineTuning.train(
                    run, "early-stopping", part.from(stack), part.train, stopping, run.random("early-stopping"));
            epochs = stopping.best();
            protocol = String.format(
                    Locale.ROOT,
                    "; %d of the training rows chose the number of epochs, %d",
                    split.heldOut().length,
                    epochs);
        }
        Classifier all = with(train);
        DeepBeliefNetwork network = all.from(stack);
        seconds += all.fineTuning.train(
                run, "fine-tuning", network, train, EarlyStopping.after(epochs), run.random("fine-tuning"));
        return new Tuned(network, epochs, seconds, protocol);
    }

    /** Returns the same network for other rows; an update takes all rows if there are fewer than a batch. */
    private Classifier with(LabeledRows rows) {
        FineTuning fitting = fineTuning.ofBatch(Math.min(fineTuning.batch(), rows.size()));
        return new Classifier(layers, visible, fitting, l2, rows, seed);
    }

    private static <B extends FeedForwardLayer.Builder<B>> B dropping(double probability, B layer) {
        return probability == 0 ? layer : layer.dropOut(new CpuDropout(1 - probability));
    }
}
