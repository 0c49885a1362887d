package io.dbn4j.lab.experiment;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.rbm.Standardization;
import io.dbn4j.lab.data.DataFile;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.training.Split;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The rows of a file, divided for training and measurement.
 *
 * @param split the use of each row
 * @param train rows for training, {@code [rows, visible]}; the last of them are for validation
 * @param measured rows whose likelihood is measured, {@code [rows, visible]}
 * @param batch rows of an update
 */
record SplitRows(Split split, INDArray train, INDArray measured, int batch) {

    /**
     * Reads and divides the rows of a training.
     *
     * @param run records the data and shows notes about them; modified
     */
    static SplitRows of(Run run, RbmTraining settings) {
        DataFile file = file(settings);
        run.data(settings.data(), file.sha256());
        file.notes().forEach(run.progress()::note);
        file.warnings().forEach(run.progress()::warn);
        INDArray rows = states(file, settings);
        if (rows.size(1) > file.rows().size(1)) {
            run.progress()
                    .note(file.name() + ": categories became groups for "
                            + settings.units().get(0).name() + " units");
        }
        int heldOut = settings.heldOut();
        int count = Math.toIntExact(rows.size(0));
        Split split = Split.random(count, settings.validation(), heldOut, run.random("held-out"));
        boolean all = heldOut + settings.validation() == 0;
        INDArray train = all ? rows : Rows.pick(rows, split.forTraining());
        INDArray measured = heldOut == 0 ? rows : Rows.pick(rows, split.heldOut());
        SplitRows divided = new SplitRows(split, train, measured, Math.min(settings.batch(), split.trained().length));
        divided.remark(run, settings);
        return divided;
    }

    /** Refuses a file that does not fit the settings, in one line. */
    static void require(RbmTraining settings) {
        states(file(settings), settings);
    }

    /** Reads the file and refuses it if it has too few rows. */
    private static DataFile file(RbmTraining settings) {
        DataFile file = DataFile.read(settings.data());
        long count = file.rows().size(0);
        Check.require(
                count - settings.heldOut() - settings.validation() >= 1,
                "%s: must have more rows than the %d held out and %d for validation, had %d",
                settings.data(),
                settings.heldOut(),
                settings.validation(),
                count);
        Check.require(
                settings.heldOut() != 1 && count > 1, "%s: at least 2 rows must be measured, was 1", settings.data());
        return file;
    }

    private static INDArray states(DataFile file, RbmTraining settings) {
        return file.states(settings.units().get(0), settings.standardize() ? DataType.DOUBLE : DataType.FLOAT);
    }

    private void remark(Run run, RbmTraining settings) {
        if (batch < settings.batch()) {
            run.progress()
                    .note(String.format(
                            Locale.ROOT,
                            "batch: an update takes all %d training rows, because they are fewer than %d",
                            batch,
                            settings.batch()));
        }
        if (settings.units().get(0).withVariances().isPresent() && !settings.standardize()) {
            Standardization seen = Standardization.of(settings.units().get(0), trainedOn());
            if (seen.isFar()) {
                run.progress()
                        .warn("columns have " + seen.seen() + ", far from the 0 and 1 that gaussian units"
                                + " expect: standardize them (--standardize)");
            }
        }
    }

    /** Returns the rows for training without the rows for validation; nothing may be fitted to validation rows. */
    INDArray trainedOn() {
        return Rows.first(split.trained().length, train);
    }

    /** Describes the numbers of rows for training and for measurement, and what was left out. */
    String protocol(RbmTraining settings) {
        return rows()
                + (settings.start().isEmpty() ? "" : ", started from " + settings.start() + seenBefore())
                + (settings.logPartition() ? "" : ", log Z not measured");
    }

    /** Names the condition under which held-out rows are new to a model from which training started. */
    private String seenBefore() {
        return split.heldOut().length == 0
                ? ""
                : ", which has not seen the held-out rows if its run had the same data, seed and number of them";
    }

    private String rows() {
        int validation = split.validation().length;
        int heldOut = split.heldOut().length;
        String shown =
                validation == 0 ? "" : String.format(Locale.ROOT, ", %d others shown to the objective", validation);
        String trained = String.format(Locale.ROOT, "trained on %d rows%s", split.trained().length, shown);
        return heldOut == 0
                ? trained + String.format(Locale.ROOT, ", measured on all %d", split.trained().length + validation)
                : trained
                        + String.format(
                                Locale.ROOT, ", measured on %d drawn at random (%s)", heldOut, Split.HELD_OUT_FILE);
    }
}
