package io.dbn4j.lab.experiment;

import io.dbn4j.core.Check;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.lab.data.EncodingRule;
import io.dbn4j.lab.data.FileSource;
import io.dbn4j.lab.data.LabelFile;
import io.dbn4j.lab.data.TableEncoding;
import io.dbn4j.lab.data.TableFile;
import io.dbn4j.lab.training.LabeledRows;
import io.dbn4j.lab.training.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The source of labeled rows, and the rows that a classifier is measured on.
 *
 * @param rows file of the training rows and how it is read, see {@link FileSource}
 * @param label column of the label in {@code rows}, by name or number, from 0, -1 is the last; empty for a column with a
 *     usual name, such as {@code class}
 * @param labels file of the labels of {@code rows}; empty if a column holds them
 * @param test file of rows that are measured and not trained on; empty to hold some of {@code rows} out
 * @param testLabels file of the labels of {@code test}; empty if a column holds them
 * @param heldOut number of rows, or part of all rows if below 1, that are held out if there is no test file; the seed
 *     draws them, from every class in proportion
 */
public record LabeledSource(String rows, String label, String labels, String test, String testLabels, double heldOut) {

    /** Largest number of classes that are numbers, unless there are ten times as many rows. */
    private static final int MOST_NUMBERS = 20;

    public LabeledSource {
        rows = absolute(rows);
        labels = absolute(labels);
        test = absolute(test);
        testLabels = absolute(testLabels);
        Check.require(label.isEmpty() || labels.isEmpty(), "label and labels must not both be given");
        Check.require(
                test.isEmpty() ? heldOut > 0 : heldOut == 0,
                test.isEmpty()
                        ? "heldOut must be positive without a test file, was %s"
                        : "heldOut must be 0 with a test file, was %s",
                heldOut);
        Check.require(
                heldOut < 1 || heldOut == Math.rint(heldOut),
                "heldOut must be a part below 1 or whole, was %s",
                heldOut);
        Check.require(
                testLabels.isEmpty() || !test.isEmpty(),
                "testLabels must be empty without a test file, was %s",
                testLabels);
    }

    private static String absolute(String file) {
        return file.isEmpty() ? file : FileSource.absolute(file);
    }

    /**
     * Labeled rows, divided for training and measurement.
     *
     * @param heldOut numbers of the measured rows of the file; empty if they are a file of their own
     * @param protocol numbers of rows for training and for measurement
     * @param sha256 digests of the files by name
     * @param notes decisions, one line each
     */
    record Loaded(
            LabeledRows train,
            LabeledRows test,
            TableEncoding encoding,
            Optional<Split> heldOut,
            String protocol,
            Map<String, String> sha256,
            List<String> notes) {}

    /** A table with its label, taken apart. */
    private record Labeled(TableFile inputs, String label, List<String> labels) {}

    /**
     * Reads the files.
     *
     * @throws IllegalArgumentException in one line, if a file or the label does not fit
     */
    Loaded load(RandomSource random) {
        Check.require(!rows.isEmpty(), "data.rows must name a file, was empty; set data.rows=FILE");
        Map<String, String> sha256 = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        Labeled all = labeled(rows, labels, sha256, notes);
        List<String> classes = classes(all);
        if (!test.isEmpty()) {
            EncodingRule.Choice choice = EncodingRule.choose(all.inputs, all.label, classes);
            notes.addAll(choice.notes());
            LabeledRows train = encoded(choice.encoding(), all, notes);
            Labeled measured = labeledLike(all, sha256, notes);
            LabeledRows heldBack = encoded(choice.encoding(), measured, notes);
            requireMeasurable(measured);
            String protocol = String.format(
                    Locale.ROOT,
                    "trained on %d rows, measured once on the %d rows of %s",
                    train.size(),
                    heldBack.size(),
                    measured.inputs.name());
            return new Loaded(train, heldBack, choice.encoding(), Optional.empty(), protocol, sha256, notes);
        }
        return split(all, classes, random, sha256, notes);
    }

    /**
     * Reads the files and returns the number of training rows.
     *
     * @throws IllegalArgumentException in one line, if a file or the label does not fit
     */
    public int trainingRows() {
        return load(new Seed(0).stream("held-out")).train().size();
    }

    private Loaded split(
            Labeled all, List<String> classes, RandomSource random, Map<String, String> sha256, List<String> notes) {
        int count = all.labels.size();
        int kept = heldOut < 1 ? (int) Math.max(1, Math.round(heldOut * count)) : (int) heldOut;
        Check.require(
                kept < count, "fewer than the %d rows of %s must be held out, was %d", count, all.inputs.name(), kept);
        int[] indices = TableEncoding.indices(all.inputs.name(), all.labels, classes);
        Split split = Split.stratified(indices, kept, random);
        Labeled train = pick(all, split.trained());
        EncodingRule.Choice choice = EncodingRule.choose(train.inputs, all.label, classes);
        notes.addAll(choice.notes());
        Labeled heldBack = pick(all, split.heldOut());
        requireMeasurable(heldBack);
        String protocol = String.format(
                Locale.ROOT,
                "trained on %d rows, measured on %d drawn from every class (%s)",
                count - kept,
                kept,
                Split.HELD_OUT_FILE);
        LabeledRows trained = encoded(choice.encoding(), train, notes);
        List<String> ofHeldOut = new ArrayList<>();
        LabeledRows measured = encoded(choice.encoding(), heldBack, ofHeldOut);
        ofHeldOut.forEach(note -> notes.add("held-out rows of " + note));
        return new Loaded(trained, measured, choice.encoding(), Optional.of(split), protocol, sha256, notes);
    }

    /** Refuses a single row: the standard error of the log loss needs two or more. */
    private static void requireMeasurable(Labeled measured) {
        int count = measured.labels.size();
        Check.require(
                count >= 2,
                "%s: at least 2 rows must be measured, was %d; hold more out (--held-out) or give a longer test file",
                measured.inputs.name(),
                count);
    }

    private static Labeled pick(Labeled all, int[] some) {
        List<String> labels = new ArrayList<>();
        for (int row : some) {
            labels.add(all.labels.get(row));
        }
        return new Labeled(all.inputs.pick(some), all.label, labels);
    }

    private static LabeledRows encoded(TableEncoding encoding, Labeled table, List<String> notes) {
        TableEncoding.Encoded encoded = encoding.encode(table.inputs);
        notes.addAll(encoded.notes());
        return new LabeledRows(
                encoded.states(),
                TableEncoding.indices(table.inputs.name(), table.labels, encoding.classes()),
                encoding.classes());
    }

    private Labeled labeled(String file, String ofLabels, Map<String, String> sha256, List<String> notes) {
        TableFile table = TableFile.read(file);
        sha256.put(file, table.sha256());
        notes.addAll(table.notes());
        if (!ofLabels.isEmpty()) {
            LabelFile found = LabelFile.read(ofLabels);
            sha256.put(ofLabels, found.sha256());
            Check.require(
                    found.labels().size() == table.rows(),
                    "%s: must hold one label for each of the %d rows of %s, had %d",
                    found.name(),
                    table.rows(),
                    table.name(),
                    found.labels().size());
            return new Labeled(table, "", found.labels());
        }
        return labeled(table, labelOf(table, notes));
    }

    private static Labeled labeled(TableFile table, String label) {
        Check.require(
                table.columns().size() > 1,
                "%s: must have a column besides the label, has only the label",
                table.name());
        return new Labeled(table.without(label), label, table.values(label));
    }

    private String labelOf(TableFile table, List<String> notes) {
        if (!label.isEmpty()) {
            return table.nameOf(label);
        }
        Optional<String> likely = table.label().or(table::likelyLabel);
        Check.require(
                likely.isPresent(),
                "%s: which column is the label? Name it with --label (columns: %s), or a file of labels with --labels",
                table.name(),
                table.shownNames());
        if (table.label().isEmpty()) {
            notes.add(
                    "label: column \"" + Check.shown(likely.get()) + "\", because of its name; --label takes another");
        }
        return likely.get();
    }

    /** Reads the test file with the label column of the training file. */
    private Labeled labeledLike(Labeled train, Map<String, String> sha256, List<String> notes) {
        Check.require(
                !train.label.isEmpty() || !testLabels.isEmpty(),
                "testLabels must name the labels of %s (--test-labels)",
                test);
        if (!testLabels.isEmpty()) {
            return labeled(test, testLabels, sha256, notes);
        }
        TableFile table = TableFile.read(test);
        sha256.put(test, table.sha256());
        return labeled(table, table.label().orElseGet(() -> table.nameOf(train.label)));
    }

    /** Returns the names of the classes: numbers by size, texts by alphabet. */
    private static List<String> classes(Labeled table) {
        List<String> found = table.labels.stream()
                .filter(label -> !label.isEmpty())
                .distinct()
                .toList();
        String what = table.label.isEmpty() ? "labels" : "label column \"" + Check.shown(table.label) + "\"";
        String file = table.inputs.name();
        Check.require(
                found.size() > 1,
                "%s: %s must have at least 2 classes, had %s",
                file,
                what,
                found.isEmpty() ? "none" : "only \"" + Check.shown(found.get(0)) + "\"");
        boolean numbers = found.stream().allMatch(label -> label.matches("-?[0-9.]+(E-?[0-9]+)?"));
        int rows = table.labels.size();
        boolean quantity = numbers && found.size() > MOST_NUMBERS && 10L * found.size() > rows;
        Check.require(
                2L * found.size() <= rows && !quantity,
                "%s: %s must hold classes, each in several rows; has %d different values in %d rows",
                file,
                what,
                found.size(),
                rows);
        Comparator<String> order =
                numbers ? Comparator.comparingDouble(Double::parseDouble) : Comparator.naturalOrder();
        return found.stream().sorted(order).toList();
    }
}
