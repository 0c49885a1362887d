package io.dbn4j.lab.training;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.FreeEnergyGap;
import io.dbn4j.core.stack.HiddenActivity;
import io.dbn4j.core.stack.Measurement;
import io.dbn4j.core.stack.PseudoLikelihood;
import io.dbn4j.core.stack.WeightNorms;
import io.dbn4j.lab.run.Run;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The cheap measurements of an RBM at the end of an epoch, which are logged.
 *
 * @param run run that logs the measurements
 * @param name name of the layer, the prefix of its series
 * @param layer index of the layer, from 0
 */
record EpochLook(Run run, String name, int layer) {

    private static final int ROWS = 1000;

    /** Largest number of epochs of a layer that are measured. */
    private static final int MOST = 100;

    /** Measurements that are logged besides the free energy and the reconstruction error. */
    private static final List<Measurement> MEASUREMENTS =
            List.of(new FreeEnergyGap(), new PseudoLikelihood(false), new WeightNorms(), new HiddenActivity(0.01));

    /**
     * Tells whether an epoch is measured: every epoch of at most a hundred, otherwise about a hundred of them, because
     * the measurement may take longer than a short epoch.
     */
    static boolean isDue(int epoch, int epochs) {
        int every = (epochs + MOST - 1) / MOST;
        return epoch % every == 0 || epoch == epochs || epoch == 1;
    }

    /**
     * Measures the RBM and logs the values.
     *
     * @param rows training rows, {@code [rows, visible]}
     * @param heldOut held-out rows; null if there are none
     * @param step number of updates so far
     */
    void at(RbmLayerRuntime runtime, INDArray rows, @Nullable INDArray heldOut, int epoch, long step) {
        Rbm rbm = runtime.rbm();
        INDArray some = head(rows);
        INDArray again = rbm.visibleGivenHidden(rbm.hiddenGivenVisible(some));
        run.metrics().add(name + ".freeEnergy", step, epoch, FreeEnergyGap.mean(rbm, some));
        run.metrics().add(name + ".reconstructionError", step, epoch, squaredDistance(again, some) / some.size(0));
        // Each epoch has its own stream, so that a resumed run draws the same numbers.
        RandomSource random = run.random("measurements-" + name + "-" + epoch);
        Measurement.Data data = new Measurement.Data(
                states(layer, rbm, some, random),
                Optional.ofNullable(heldOut).map(held -> states(layer, rbm, head(held), random)));
        for (Measurement measurement : MEASUREMENTS) {
            measurement
                    .of(rbm, data, random)
                    .forEach((what, value) -> run.metrics().add(name + "." + what, step, epoch, value));
        }
        runtime.state().monitors().forEach((what, value) -> run.metrics().add(name + "." + what, step, epoch, value));
    }

    /** Returns the first rows, enough for a measurement. */
    static INDArray head(INDArray rows) {
        return Rows.first((int) Math.min(ROWS, rows.size(0)), rows);
    }

    /** Draws states where rows are means: rows of Bernoulli units, and all rows that come from a layer below. */
    static INDArray states(int layer, Rbm rbm, INDArray rows, RandomSource random) {
        if (layer == 0 && !rbm.visibleUnit().hasStates(0, 1)) {
            return rows;
        }
        INDArray states = rows.ulike();
        rbm.visibleUnit().draw(rbm.visibleParameters(), rows, states, random);
        return states;
    }

    /** Sums in Java, because ND4J's full reductions depend on the number of threads at the start of the process. */
    private static double squaredDistance(INDArray a, INDArray b) {
        double sum = 0;
        for (double difference : Elements.of(a.sub(b))) {
            sum += difference * difference;
        }
        return sum;
    }
}
