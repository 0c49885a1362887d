package io.dbn4j.lab.data;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.Npz;
import io.dbn4j.core.data.StoredArray;
import java.util.Arrays;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A matrix as {@code scipy.sparse.save_npz} stores it, made dense.
 *
 * <pre>
 *   csr, csc   data [n], indices [n], indptr [rows or columns + 1]
 *   bsr        data [n, block rows, block columns], indices [n], indptr [block rows of the matrix + 1]
 *   coo        data [n], row [n], col [n]
 * </pre>
 *
 * <p>Values at the same place are added, as SciPy does.
 */
final class SparseMatrix {

    private final String name;
    private final Npz npz;
    private final int rows;
    private final int columns;
    private final double[] dense;

    private SparseMatrix(String name, Npz npz) {
        this.name = name;
        this.npz = npz;
        double[] shape = numbers("shape");
        Check.require(shape.length == 2, "%s: shape must have 2 sizes, had %d", name, shape.length);
        rows = size(shape[0]);
        columns = size(shape[1]);
        long most = Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / 4 / Double.BYTES);
        Check.require(
                (long) rows * columns <= most,
                "%s: must have at most %d values when made dense, to fit into the Java heap, was %d x %d; use fewer columns",
                name,
                most,
                rows,
                columns);
        dense = new double[rows * columns];
    }

    /** Tells whether the arrays of an archive are those of a sparse matrix. */
    static boolean isIn(Npz npz) {
        return npz.names().containsAll(Set.of("format", "shape", "data"));
    }

    /**
     * Reads a matrix from an archive.
     *
     * @return {@code [rows, columns]}, FLOAT if the stored values are FLOAT, otherwise DOUBLE
     * @throws IllegalArgumentException if the arrays break a rule of the format, naming it
     */
    static StoredArray read(String name, Npz npz) {
        String format = npz.text("format");
        Check.require(
                Set.of("csr", "csc", "bsr", "coo").contains(format),
                "%s: sparse matrices must be csr, csc, bsr or coo, was %s; save .tocsr()",
                name,
                format);
        SparseMatrix matrix = new SparseMatrix(name, npz);
        StoredArray stored = npz.stored("data");
        INDArray data = stored.values();
        switch (format) {
            case "coo" -> matrix.coordinates(Elements.of(data));
            case "bsr" -> matrix.blocks(data);
            default -> matrix.compressed(Elements.of(data), format.equals("csr"));
        }
        INDArray dense = Nd4j.createFromArray(matrix.dense).reshape('c', matrix.rows, matrix.columns);
        return new StoredArray(data.dataType() == DataType.FLOAT ? dense.castTo(DataType.FLOAT) : dense, stored.kind());
    }

    private void coordinates(double[] data) {
        double[] row = numbers("row");
        double[] column = numbers("col");
        requireLengths(data.length, row, column);
        for (int i = 0; i < data.length; i++) {
            add(row[i], column[i], data[i]);
        }
    }

    private void compressed(double[] data, boolean byRows) {
        double[] indices = numbers("indices");
        requireLengths(data.length, indices);
        int[] starts = starts(byRows ? rows : columns, data.length);
        for (int line = 0; line < starts.length - 1; line++) {
            for (int i = starts[line]; i < starts[line + 1]; i++) {
                add(byRows ? line : indices[i], byRows ? indices[i] : line, data[i]);
            }
        }
    }

    private void blocks(INDArray data) {
        Check.require(
                data.rank() == 3 && rows % data.size(1) == 0 && columns % data.size(2) == 0,
                "%s: data must be blocks that divide the matrix of %d x %d, was %s",
                name,
                rows,
                columns,
                Arrays.toString(data.shape()));
        int height = (int) data.size(1);
        int width = (int) data.size(2);
        double[] indices = numbers("indices");
        requireLengths((int) data.size(0), indices);
        double[] values = Elements.of(data);
        int[] starts = starts(rows / height, indices.length);
        for (int line = 0; line < starts.length - 1; line++) {
            for (int i = starts[line]; i < starts[line + 1]; i++) {
                for (int j = 0; j < height * width; j++) {
                    add(line * height + j / width, indices[i] * width + j % width, values[i * height * width + j]);
                }
            }
        }
    }

    private int[] starts(int lines, int entries) {
        int[] starts =
                Arrays.stream(numbers("indptr")).mapToInt(start -> (int) start).toArray();
        boolean rising = starts.length == lines + 1 && starts[0] == 0 && starts[lines] == entries;
        for (int i = 0; rising && i < lines; i++) {
            rising = starts[i] <= starts[i + 1];
        }
        Check.require(rising, "%s: indptr must rise from 0 to %d in %d steps", name, entries, lines);
        return starts;
    }

    private void add(double row, double column, double value) {
        Check.require(
                row >= 0 && row < rows && column >= 0 && column < columns,
                "%s: entries must be within %d x %d, one was at %s, %s",
                name,
                rows,
                columns,
                row,
                column);
        int line = (int) row;
        int place = (int) column;
        dense[line * columns + place] += value;
    }

    private double[] numbers(String array) {
        return Elements.of(npz.array(array));
    }

    private void requireLengths(int length, double[]... arrays) {
        for (double[] array : arrays) {
            Check.require(array.length == length, "%s: must have %d indices, had %d", name, length, array.length);
        }
    }

    private int size(double size) {
        Check.require(
                size >= 1 && size <= Integer.MAX_VALUE && size == Math.rint(size),
                "%s: sizes must be from 1 to %d, was %s",
                name,
                Integer.MAX_VALUE,
                size);
        return (int) size;
    }
}
