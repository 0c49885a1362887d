package io.dbn4j.lab.data;

import io.dbn4j.core.Check;
import io.dbn4j.lab.data.ColumnEncoding.Category;
import io.dbn4j.lab.data.ColumnEncoding.Level;
import io.dbn4j.lab.data.ColumnEncoding.Quantity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The choice of an encoding by the training rows.
 *
 * <pre>
 *   texts                        a category: one of the texts that occur in {@value #FEWEST} rows or more
 *   all numbers 0 or 1           a level: a Bernoulli unit
 *   columns of a picture         levels, divided by the largest number: {@value #PIXELS} or more columns of numbers
 *                                without negative ones, half of which reach half of that number
 *   other numbers                a quantity: a Gaussian unit, standardized; after a logarithm if no number is negative
 *                                and the largest is {@value #FAR} standard deviations or more above the mean
 *   one value in all rows        left out
 * </pre>
 */
public final class EncodingRule {

    private static final int FEWEST = 3;
    private static final int MOST_VALUES = 200;
    private static final int PIXELS = 16;
    private static final int FAR = 6;

    private final TableFile table;
    private final double pixel;
    private final List<ColumnEncoding> levels = new ArrayList<>();
    private final List<ColumnEncoding> categories = new ArrayList<>();
    private final List<ColumnEncoding> numbers = new ArrayList<>();
    private final List<String> constant = new ArrayList<>();
    private final List<String> various = new ArrayList<>();

    private EncodingRule(TableFile table) {
        this.table = table;
        pixel = pixel(table);
    }

    /**
     * An encoding and the reasons for it.
     *
     * @param notes one line for each decision
     */
    public record Choice(TableEncoding encoding, List<String> notes) {}

    /**
     * Chooses the encoding of a table.
     *
     * @param table training rows without the label
     * @param label name of the column of the label; empty for none
     * @param classes names of the classes
     */
    public static Choice choose(TableFile table, String label, List<String> classes) {
        EncodingRule rule = new EncodingRule(table);
        table.columns().forEach(rule::add);
        List<ColumnEncoding> all = new ArrayList<>(rule.levels);
        rule.categories.sort(Comparator.comparingInt(ColumnEncoding::units));
        all.addAll(rule.categories);
        all.addAll(rule.numbers);
        Check.require(
                !all.isEmpty(),
                "%s: must have a column that tells rows apart, has only columns with one value or with texts that are"
                        + " all different",
                table.name());
        List<String> inputs = table.columns().stream().map(TableColumn::name).toList();
        return new Choice(new TableEncoding(inputs, table.named(), label, classes, all), rule.notes());
    }

    private void add(TableColumn column) {
        if (column.isText()) {
            addText(column);
            return;
        }
        double[] known = ColumnEncoding.known(column.numbers());
        double low = Arrays.stream(known).min().orElse(0);
        double high = Arrays.stream(known).max().orElse(0);
        if (pixel > 0 || Arrays.stream(known).allMatch(x -> x == 0 || x == 1)) {
            double largest = pixel > 0 ? pixel : 1;
            if (pixel > 0 || low < high) {
                levels.add(new Level(column.name(), largest, mean(known) / largest));
                return;
            }
        }
        if (low == high) {
            constant.add(column.name());
        } else {
            numbers.add(number(column.name(), known, low, high));
        }
    }

    private static Quantity number(String name, double[] known, double low, double high) {
        double mean = mean(known);
        double deviation = deviation(known, mean);
        if (low < 0 || high < mean + FAR * deviation) {
            return new Quantity(name, 0, mean, deviation);
        }
        // The mean as unit keeps small numbers nearly linear and makes the tail of large ones short.
        double[] logarithms =
                Arrays.stream(known).map(x -> Math.log1p(x / mean)).toArray();
        double center = mean(logarithms);
        return new Quantity(name, mean, center, deviation(logarithms, center));
    }

    private void addText(TableColumn column) {
        Map<String, Long> counts = Category.counts(column.texts());
        List<Map.Entry<String, Long>> values = counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= FEWEST)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_VALUES)
                .sorted(Map.Entry.comparingByKey())
                .toList();
        if (values.size() < 2) {
            (counts.size() == 1 ? constant : various).add(column.name());
            return;
        }
        double all = values.stream().mapToLong(Map.Entry::getValue).sum();
        categories.add(new Category(
                column.name(),
                values.stream().map(Map.Entry::getKey).toList(),
                values.stream().map(entry -> entry.getValue() / all).toList()));
    }

    /** Returns the largest number if the columns are those of a picture, otherwise 0. */
    private static double pixel(TableFile table) {
        List<double[]> varied = table.columns().stream()
                .filter(column -> !column.isText())
                .map(column -> ColumnEncoding.known(column.numbers()))
                .filter(known -> Arrays.stream(known).distinct().limit(2).count() == 2)
                .toList();
        double low = varied.stream().flatMapToDouble(Arrays::stream).min().orElse(0);
        double high = varied.stream().flatMapToDouble(Arrays::stream).max().orElse(0);
        long reaching = varied.stream()
                .filter(known -> Arrays.stream(known).max().orElse(0) >= high / 2)
                .count();
        return varied.size() >= PIXELS && low == 0 && 2 * reaching >= varied.size() ? high : 0;
    }

    private static double mean(double[] known) {
        return Arrays.stream(known).average().orElse(0);
    }

    private static double deviation(double[] known, double mean) {
        return Math.sqrt(
                Arrays.stream(known).map(x -> (x - mean) * (x - mean)).average().orElse(0));
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (!levels.isEmpty()) {
            String why = pixel > 0
                    ? String.format(Locale.ROOT, "divided by %s, because they range from 0 like pixels", text(pixel))
                    : "0 or 1";
            notes.add(line(levels.size(), "bernoulli units", why));
        }
        if (!categories.isEmpty()) {
            notes.add(line(categories.size(), "softmax groups", "texts"));
        }
        long tailed = numbers.stream()
                .filter(column -> ((Quantity) column).scale() > 0)
                .count();
        if (!numbers.isEmpty()) {
            String logarithm = tailed == 0
                    ? ""
                    : String.format(Locale.ROOT, ", %d of them after a logarithm, for their long tails", tailed);
            notes.add(line(
                    numbers.size(),
                    "gaussian units",
                    "standardized by mean and deviation of the training rows" + logarithm));
        }
        if (!constant.isEmpty()) {
            notes.add(table.name() + ": left out, one value in all rows: " + Check.shown(String.join(", ", constant)));
        }
        if (!various.isEmpty()) {
            notes.add(
                    table.name() + ": left out, texts that hardly repeat: " + Check.shown(String.join(", ", various)));
        }
        return notes;
    }

    private static String text(double number) {
        return number == Math.rint(number)
                ? String.format(Locale.ROOT, "%.0f", number)
                : String.format(Locale.ROOT, "%.6g", number);
    }

    private static String line(int columns, String units, String why) {
        return String.format(Locale.ROOT, "columns: %d to %s (%s)", columns, units, why);
    }
}
