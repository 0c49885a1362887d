package io.dbn4j.example.pipelines;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.data.BinarizingPreProcessor;
import io.dbn4j.core.data.IdxRecordReader;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.random.Seed;
import java.nio.file.Path;
import java.util.List;
import org.datavec.api.split.CollectionInputSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Images in MNIST's file format through a DataVec pipeline: pixels are drawn as black or white for pretraining, and the
 * labels train the classifier on gray pixels.
 */
public final class IdxPipeline {

    private static final int BATCH = 50;
    private static final int HIDDEN = 100;

    private IdxPipeline() {}

    /** Prints the evaluation, given four files: images and labels to train on, images and labels to test on. */
    public static void main(String[] arguments) {
        List<Path> files = List.of(arguments).stream().map(Path::of).toList();
        System.out.println(run(files.subList(0, 2), files.subList(2, 4)).stats());
    }

    static Evaluation run(List<Path> train, List<Path> test) {
        IdxRecordReader reader = reader(train, List.of());
        List<String> classes = reader.getLabels();
        long pixels = batches(reader, classes).next().getFeatures().size(1);
        DeepBeliefNetwork network = new DeepBeliefNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.005))
                .list()
                .layer(new RbmLayer.Builder().nIn(pixels).nOut(HIDDEN).build())
                .layer(new OutputLayer.Builder()
                        .nIn(HIDDEN)
                        .nOut(classes.size())
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        RecordReaderDataSetIterator states = batches(reader(train, classes), classes);
        // The reader makes each batch anew, so every epoch sees other draws.
        states.setPreProcessor(new BinarizingPreProcessor(Binarization.BERNOULLI, new Seed(1).stream("pixels")));
        network.pretrain(states, 3);
        network.fit(batches(reader(train, classes), classes), 5);
        return network.evaluate(batches(reader(test, classes), classes));
    }

    /** Opens files of images and labels; the classes are those of the training files, or those that occur if none are given. */
    private static IdxRecordReader reader(List<Path> files, List<String> classes) {
        IdxRecordReader reader = new IdxRecordReader(classes);
        reader.initialize(
                new CollectionInputSplit(files.stream().map(Path::toUri).toList()));
        return reader;
    }

    private static RecordReaderDataSetIterator batches(IdxRecordReader reader, List<String> classes) {
        return new RecordReaderDataSetIterator.Builder(reader, BATCH)
                .classification(1, classes.size())
                .build();
    }
}
