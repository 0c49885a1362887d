package io.dbn4j.example.pipelines;

import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.model.DeepBeliefNetwork;
import java.io.File;
import java.io.IOException;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.FileSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.learning.config.Adam;

/**
 * An RBM behind a DataVec pipeline: CSV files, a scaler, pretraining, fine-tuning, evaluation.
 *
 * <p>Each line of the files is an example: numbers of any range, then the index of its class.
 */
public final class CsvPipeline {

    private static final int BATCH = 50;

    private final int columns;
    private final int classes;

    CsvPipeline(int columns, int classes) {
        this.columns = columns;
        this.classes = classes;
    }

    /** Takes CSV files to train on and to test on, the number of columns before the class, and that of classes. */
    public static void main(String[] arguments) throws Exception {
        CsvPipeline pipeline = new CsvPipeline(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        System.out.println(
                pipeline.run(new File(arguments[0]), new File(arguments[1])).stats());
    }

    Evaluation run(File train, File test) throws IOException, InterruptedException {
        DataSetIterator trainBatches = batches(train);
        DataSetIterator testBatches = batches(test);
        // Bernoulli units want [0, 1]; the range is that of the training data.
        NormalizerMinMaxScaler scaler = new NormalizerMinMaxScaler(0, 1);
        scaler.fit(trainBatches);
        trainBatches.setPreProcessor(scaler);
        testBatches.setPreProcessor(scaler);

        DeepBeliefNetwork network = new DeepBeliefNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .list()
                .layer(new RbmLayer.Builder().nIn(columns).nOut(100).build())
                .layer(new OutputLayer.Builder()
                        .nIn(100)
                        .nOut(classes)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        network.pretrain(trainBatches, 5);
        network.fit(trainBatches, 10);
        return network.evaluate(testBatches);
    }

    private DataSetIterator batches(File file) throws IOException, InterruptedException {
        CSVRecordReader reader = new CSVRecordReader();
        reader.initialize(new FileSplit(file));
        return new RecordReaderDataSetIterator.Builder(reader, BATCH)
                .classification(columns, classes)
                .build();
    }
}
