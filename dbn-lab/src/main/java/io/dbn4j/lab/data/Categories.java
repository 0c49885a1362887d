package io.dbn4j.lab.data;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.units.Span;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A conversion of rows of categories 0 ... k-1 to the groups of k numbers with a single 1 of Softmax units. */
final class Categories {

    private Categories() {}

    /**
     * Tells whether rows hold categories and cannot be one-hot: whole numbers from 0 to k-1, with one above 1 or with a
     * number of columns that is not a multiple of k.
     *
     * @param divisor number by which the numbers of the file were divided
     */
    static boolean are(INDArray rows, int states, double divisor) {
        boolean above = rows.size(1) % states != 0;
        for (INDArray block : Rows.blocks(rows)) {
            for (double value : Elements.of(block)) {
                double category = category(value, divisor);
                if (!(category >= 0 && category < states)) {
                    return false;
                }
                above |= category > 1;
            }
        }
        return above;
    }

    /** Returns the whole number of the file, or NaN if it is not whole. */
    private static double category(double value, double divisor) {
        double category = value * divisor;
        double whole = Math.rint(category);
        return Math.abs(category - whole) < 1e-4 ? whole : Double.NaN;
    }

    /**
     * Turns categories into one-hot groups.
     *
     * @param rows {@code [rows, groups]}: for a group of k units whole numbers from 0 to k-1 after multiplication by
     *     {@code divisor}, for a single unit its state; NaN is missing
     * @param groups groups of all units of the side
     * @return {@code [rows, units]}; a missing category is a group of NaN
     * @throws IllegalArgumentException if a number is not a category, naming its row and column
     */
    static INDArray oneHot(String name, INDArray rows, List<Span> groups, double divisor, DataType type) {
        int columns = groups.size();
        int units = groups.get(columns - 1).to();
        Check.require(
                rows.size(0) * units <= Integer.MAX_VALUE - 8,
                "%s: must have at most %d values as one-hot groups, was %d x %d",
                name,
                Integer.MAX_VALUE - 8,
                rows.size(0),
                units);
        INDArray states = Nd4j.createUninitialized(type, rows.size(0), units);
        int from = 0;
        for (INDArray block : Rows.blocks(rows)) {
            double[] values = Elements.of(block);
            double[] ones = new double[values.length / columns * units];
            for (int i = 0; i < values.length; i++) {
                Span group = groups.get(i % columns);
                int first = i / columns * units + group.from();
                if (group.units() == 1) {
                    ones[first] = values[i];
                } else {
                    put(values[i] * divisor, ones, first, group.units(), name, from + i / columns, i % columns);
                }
            }
            int to = from + (int) block.size(0);
            Elements.put(ones, states.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()));
            from = to;
        }
        return states;
    }

    private static void put(double value, double[] ones, int first, int states, String name, int row, int column) {
        if (Double.isNaN(value)) {
            Arrays.fill(ones, first, first + states, Double.NaN);
            return;
        }
        double category = category(value, 1);
        Check.require(
                category >= 0 && category < states,
                "%s: row %d, column %d: must be a category from 0 to %d for softmax-%d units, was %s",
                name,
                row + 1,
                column + 1,
                states - 1,
                states,
                value);
        ones[first + (int) category] = 1;
    }
}
