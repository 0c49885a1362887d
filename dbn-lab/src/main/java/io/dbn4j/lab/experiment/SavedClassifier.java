package io.dbn4j.lab.experiment;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.model.ModelZip;
import io.dbn4j.lab.data.DataFile;
import io.dbn4j.lab.data.TableEncoding;
import io.dbn4j.lab.data.TableFile;
import io.dbn4j.lab.run.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A classifier from a model file: of {@link TableClassifier}, with the encoding of its columns, or any other network
 * with a softmax layer on top, whose classes are 0, 1, 2 ...
 *
 * @param name name of the file, for messages
 * @param encoding encoding of the columns, if the file holds one
 * @param classes names of the classes
 */
public record SavedClassifier(
        String name, DeepBeliefNetwork network, Optional<TableEncoding> encoding, List<String> classes) {

    /** The predicted class of a row, and the probability of every class. */
    public record Prediction(String predicted, Map<String, Double> probabilities) {}

    /** The predictions for the rows of a file, in their order. */
    public record Predicted(List<String> classes, List<Prediction> rows) {}

    /** Tells whether a {@code .zip} file holds a classifier: a network with a layer of classes on top. */
    public static boolean isClassifier(Path file) {
        return ModelZip.read(file).getOutputLayer() instanceof BaseOutputLayer;
    }

    /**
     * Reads a model file.
     *
     * @throws IllegalArgumentException in one line naming file and rule, if it is not a classifier
     */
    public static SavedClassifier read(Path file) {
        DeepBeliefNetwork network = ModelZip.read(file);
        Check.require(
                network.getOutputLayer() instanceof BaseOutputLayer,
                "%s: must be a classifier, has no layer of classes on top; ./dbn train makes one",
                file);
        Optional<TableEncoding> encoding = TableEncoding.read(file);
        int outputs = Math.toIntExact(
                ((FeedForwardLayer) network.getOutputLayer().conf().getLayer()).getNOut());
        List<String> classes = encoding.map(TableEncoding::classes)
                .orElseGet(() ->
                        IntStream.range(0, outputs).mapToObj(String::valueOf).toList());
        Check.require(
                classes.size() == outputs,
                "%s: must have as many classes as outputs (%d), had %d",
                file,
                outputs,
                classes.size());
        return new SavedClassifier(file.toString(), network, encoding, classes);
    }

    /**
     * Predicts the rows of a file.
     *
     * @param source file as {@link io.dbn4j.lab.data.FileSource} parses it
     * @param progress receives notes about the file
     * @throws IllegalArgumentException in one line, if the columns do not fit
     */
    public Predicted predict(String source, Progress progress) {
        INDArray states = encoding.isPresent() ? encoded(encoding.get(), source, progress) : plain(source, progress);
        List<Prediction> rows = new ArrayList<>();
        for (INDArray block : Rows.blocks(states)) {
            double[] probabilities = Elements.of(network.output(block, false));
            for (int first = 0; first < probabilities.length; first += classes.size()) {
                rows.add(prediction(probabilities, first));
            }
        }
        return new Predicted(classes, rows);
    }

    private Prediction prediction(double[] probabilities, int first) {
        Map<String, Double> named = new LinkedHashMap<>();
        int best = 0;
        for (int label = 0; label < classes.size(); label++) {
            named.put(classes.get(label), probabilities[first + label]);
            best = probabilities[first + label] > probabilities[first + best] ? label : best;
        }
        return new Prediction(classes.get(best), named);
    }

    private static INDArray encoded(TableEncoding encoding, String source, Progress progress) {
        TableFile table = TableFile.read(source);
        TableEncoding.Encoded encoded = encoding.encode(table);
        table.notes().forEach(progress::note);
        encoded.notes().forEach(progress::note);
        return encoded.states();
    }

    private INDArray plain(String source, Progress progress) {
        DataFile file = DataFile.read(source);
        long inputs = ((FeedForwardLayer) network.getLayer(0).conf().getLayer()).getNIn();
        Check.require(
                file.rows().size(1) == inputs,
                "%s: must have %d columns, one for each input of %s, had %d",
                file.name(),
                inputs,
                name,
                file.rows().size(1));
        file.notes().forEach(progress::note);
        file.warnings().forEach(progress::warn);
        INDArray states = file.rows().castTo(DataType.FLOAT);
        Check.require(
                Arrays.stream(Elements.of(states)).noneMatch(Double::isNaN),
                "%s: must have no missing values for this model",
                file.name());
        return states;
    }
}
