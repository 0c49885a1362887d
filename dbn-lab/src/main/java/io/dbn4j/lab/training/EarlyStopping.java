package io.dbn4j.lab.training;

import java.util.OptionalDouble;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;

/**
 * A rule that ends the training of a classifier: after a number of epochs, or earlier, once the log loss of validation
 * rows has not fallen for some epochs.
 */
final class EarlyStopping {

    private final int epochs;
    private final int patience;
    private final @Nullable LabeledRows validation;
    private double least = Double.POSITIVE_INFINITY;
    private int best;
    private int last;

    private EarlyStopping(int epochs, int patience, @Nullable LabeledRows validation) {
        this.epochs = epochs;
        this.patience = patience;
        this.validation = validation;
    }

    /** Returns the rule that ends training after a number of epochs. */
    static EarlyStopping after(int epochs) {
        return new EarlyStopping(epochs, epochs, null);
    }

    /**
     * Returns the rule that watches validation rows.
     *
     * @param epochs largest number of epochs
     * @param patience number of epochs without a lower log loss that ends training
     */
    static EarlyStopping on(LabeledRows validation, int epochs, int patience) {
        return new EarlyStopping(epochs, patience, validation);
    }

    int epochs() {
        return epochs;
    }

    /** Tells whether validation rows are watched, so that there is a state to keep. */
    boolean watches() {
        return validation != null;
    }

    boolean isOver() {
        return validation != null && last - best >= patience;
    }

    /** Measures the log loss of the validation rows after an epoch, weighted as in training, if there are any. */
    OptionalDouble look(MultiLayerNetwork network, int epoch) {
        last = epoch;
        if (validation == null) {
            return OptionalDouble.empty();
        }
        double loss = Predictions.of(network, validation).weightedLogLoss();
        if (loss < least) {
            least = loss;
            best = epoch;
        }
        return OptionalDouble.of(loss);
    }

    /** Returns the epoch with the lowest log loss of the validation rows; 0 if there are none. */
    int best() {
        return best;
    }

    /** Returns the state for a checkpoint. */
    long[] state() {
        return new long[] {Double.doubleToRawLongBits(least), best, last};
    }

    /** Restores the state of a checkpoint. */
    void restore(long[] state) {
        least = Double.longBitsToDouble(state[0]);
        best = (int) state[1];
        last = (int) state[2];
    }
}
