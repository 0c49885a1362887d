package io.dbn4j.core.model;

import static io.dbn4j.core.dl4j.SmallNetworks.CD;
import static io.dbn4j.core.dl4j.SmallNetworks.PIXELS;
import static io.dbn4j.core.dl4j.SmallNetworks.barsAndStripes;
import static io.dbn4j.core.dl4j.SmallNetworks.base;
import static io.dbn4j.core.dl4j.SmallNetworks.classifier;
import static io.dbn4j.core.dl4j.SmallNetworks.initialized;
import static io.dbn4j.core.dl4j.SmallNetworks.labels;
import static io.dbn4j.core.dl4j.SmallNetworks.layer;
import static io.dbn4j.core.dl4j.SmallNetworks.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.training.GreedyPretraining;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.LocalFileModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** DL4J's tools around a network with RBM layers. */
class Dl4jToolsTest {

    private static final int ROWS = 28;

    private final INDArray rows = barsAndStripes(ROWS, DataType.FLOAT);
    private final INDArray labels = labels(ROWS, DataType.FLOAT);
    private final DataSetIterator batches = new ExistingDataSetIterator(new DataSet(rows, labels).batchBy(7));

    private static GreedyPretraining epochs(Integer... epochs) {
        return new GreedyPretraining(List.of(epochs), 7, Binarization.NONE, Binarization.NONE);
    }

    @Test
    void earlyStoppingSavesAPretrainedNetwork(@TempDir Path folder) {
        DeepBeliefNetwork network =
                initialized(new DeepBeliefNetwork(classifier(base(DataType.FLOAT, new Adam(0.05)))));
        epochs(3, 3).train(network, rows, new Seed(1));
        double[] pretrained = Elements.of(network.getParam("0_vb"));
        EarlyStoppingConfiguration<MultiLayerNetwork> stopping = new EarlyStoppingConfiguration.Builder<
                        MultiLayerNetwork>()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(5))
                .scoreCalculator(new DataSetLossCalculator(batches, true))
                .modelSaver(new LocalFileModelSaver(folder.toString()))
                .build();

        EarlyStoppingResult<MultiLayerNetwork> result = new EarlyStoppingTrainer(stopping, network, batches).fit();

        assertThat(result.getTerminationReason())
                .isEqualTo(EarlyStoppingResult.TerminationReason.EpochTerminationCondition);
        DeepBeliefNetwork best = DeepBeliefNetwork.of(result.getBestModel());
        assertThat(best.rbms()).hasSize(2);
        assertThat(Elements.of(best.getParam("0_vb"))).isEqualTo(pretrained);
        assertThat(best.score(new DataSet(rows, labels))).isLessThan(Math.log(2));
    }

    private static ComputationGraph twoInputs() {
        ComputationGraph graph = new ComputationGraph(base(DataType.FLOAT, new Adam(0.05))
                .graphBuilder()
                .addInputs("a", "b")
                .addLayer("left", layer(PIXELS, 6, CD).build(), "a")
                .addLayer("right", layer(PIXELS, 6, CD).build(), "b")
                .addVertex("both", new MergeVertex(), "left", "right")
                .addLayer("top", layer(12, 8, CD).build(), "both")
                .addLayer(
                        "out",
                        new OutputLayer.Builder()
                                .nIn(8)
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "top")
                .setOutputs("out")
                .build());
        graph.init();
        return graph;
    }

    @Test
    void aGraphWithTwoInputsIsPretrainedFineTunedSavedAndRestored(@TempDir Path folder) throws IOException {
        ComputationGraph graph = twoInputs();
        INDArray inverse = rows.rsub(1);
        MultiDataSet data = new MultiDataSet(new INDArray[] {rows, inverse}, new INDArray[] {labels});

        epochs(5, 5, 5).train(graph, List.of(rows, inverse), new Seed(1));
        for (int epoch = 0; epoch < 60; epoch++) {
            graph.fit(data);
        }

        assertThat(graph.score(data)).isLessThan(Math.log(2) / 2);
        File file = folder.resolve("graph.zip").toFile();
        ModelSerializer.writeModel(graph, file, true);
        assertThat(Elements.of(ModelSerializer.restoreComputationGraph(file).output(rows, inverse)[0]))
                .isEqualTo(Elements.of(graph.output(rows, inverse)[0]));
    }

    @Test
    void sizesFollowFromTheInputAlsoAboveAConvolution() {
        DeepBeliefNetwork network = initialized(new DeepBeliefNetwork(base(DataType.FLOAT, new Sgd(0.1))
                .list()
                .layer(new ConvolutionLayer.Builder(2, 2)
                        .nOut(2)
                        .activation(Activation.SIGMOID)
                        .build())
                .layer(new RbmLayer.Builder().nOut(5).build())
                .layer(new OutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(3, 3, 1))
                .build()));
        INDArray images = rows.reshape(ROWS, 1, 3, 3);
        double[] before = parameters(network);

        epochs(2).train(network, images, new Seed(1));
        network.pretrain(new ExistingDataSetIterator(new DataSet(images, labels).batchBy(7)), 1);
        network.fit(new DataSet(images, labels));

        assertThat(((RbmLayerRuntime) network.getLayer(1)).rbm().visible()).isEqualTo(8);
        assertThat(parameters(network)).isNotEqualTo(before);
        assertThat(network.score()).isFinite();
    }

    @Test
    void transferLearningReplacesTheSizeOfAnRbm() {
        DeepBeliefNetwork network = initialized(new DeepBeliefNetwork(classifier(base(DataType.FLOAT, new Sgd(0.1)))));

        MultiLayerNetwork wider = new TransferLearning.Builder(network)
                .nOutReplace(1, 7, WeightInit.XAVIER)
                .build();

        assertThat(DeepBeliefNetwork.of(wider).rbms().get(1).hidden()).isEqualTo(7);
        assertThat(wider.output(rows).shape()).containsExactly(ROWS, 2);
        assertThat(Elements.of(wider.getParam("0_W"))).isEqualTo(Elements.of(network.getParam("0_W")));
    }
}
