package io.dbn4j.example.pipelines;

import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.Persistent;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.UnitType;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.records.reader.impl.transform.TransformProcessRecordReader;
import org.datavec.api.split.FileSplit;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.transform.schema.Schema;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A table with numbers and categories: DataVec makes one column of each category, a scaler brings all columns to the
 * range of the visible units, and the scaler is saved with the network.
 *
 * <p>The files have a header, then lines such as {@code 35.2,nurse,41.0,blue,-12.50,no}.
 *
 * @param units visible units of the RBM
 * @param scaler scaler that makes states of these units
 */
public record CategoryPipeline(UnitType units, DataNormalization scaler) {

    private static final int BATCH = 50;
    private static final int HIDDEN = 40;

    private static final List<String> CLASSES = List.of("yes", "no", "maybe");

    private static final Schema TABLE = new Schema.Builder()
            .addColumnDouble("age")
            .addColumnCategorical("job", "clerk", "smith", "nurse", "pilot")
            .addColumnDouble("hours")
            .addColumnCategorical("color", "red", "green", "blue")
            .addColumnDouble("score")
            .addColumnCategorical("class", CLASSES)
            .build();

    /** Takes CSV files to train on and to test on, and the file for the network. */
    public static void main(String[] arguments) throws Exception {
        CategoryPipeline pipeline = new CategoryPipeline(new Bernoulli(), new NormalizerMinMaxScaler(0, 1));
        DeepBeliefNetwork network = pipeline.train(new File(arguments[0]));
        pipeline.save(network, new File(arguments[2]));
        double accuracy =
                network.evaluate(pipeline.scaled(new File(arguments[1]))).accuracy();
        System.out.printf(Locale.ROOT, "accuracy %.3f%n", accuracy);
    }

    /** Fits the scaler, pretrains the RBM without classes and fine-tunes the network with them. */
    DeepBeliefNetwork train(File file) throws IOException, InterruptedException {
        scaler.fit(rows(file));
        DataSetIterator batches = scaled(file);
        DeepBeliefNetwork network = new DeepBeliefNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.005))
                .list()
                .layer(new RbmLayer.Builder()
                        .nIn(batches.inputColumns())
                        .nOut(HIDDEN)
                        .visibleUnit(units)
                        .objective(new Likelihood(new Persistent(100, new Gibbs(), 1)))
                        .build())
                .layer(new OutputLayer.Builder()
                        .nIn(HIDDEN)
                        .nOut(CLASSES.size())
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        network.pretrain(batches, 5);
        network.fit(batches, 10);
        return network;
    }

    /** Saves the network and the scaler; ModelSerializer.writeModel(network, file, true, scaler) fails on Java 17. */
    void save(DeepBeliefNetwork network, File file) throws IOException {
        network.save(file, true);
        ModelSerializer.addNormalizerToModel(file, scaler);
    }

    /** Reads rows as the network wants them. */
    DataSetIterator scaled(File file) throws IOException, InterruptedException {
        DataSetIterator rows = rows(file);
        rows.setPreProcessor(scaler);
        return rows;
    }

    /** Reads rows as the file has them, with a column of 0 and 1 for each category. */
    static DataSetIterator rows(File file) throws IOException, InterruptedException {
        TransformProcess columns = new TransformProcess.Builder(TABLE)
                .categoricalToOneHot("job", "color")
                .categoricalToInteger("class")
                .build();
        TransformProcessRecordReader reader = new TransformProcessRecordReader(new CSVRecordReader(1), columns);
        reader.initialize(new FileSplit(file));
        return new RecordReaderDataSetIterator.Builder(reader, BATCH)
                .classification(columns.getFinalSchema().numColumns() - 1, CLASSES.size())
                .build();
    }
}
