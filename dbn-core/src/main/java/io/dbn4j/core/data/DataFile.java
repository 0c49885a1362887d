package io.dbn4j.core.data;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.units.UnitType;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Rows of numbers from a file of the user's own: {@code .npy}, {@code .npz}, {@code .csv}, {@code .idx}, {@code .idx.gz}.
 *
 * <p>The first axis is that of the rows; the others are joined. An {@code .npz} file must hold one array, or one that is
 * called {@code data}. Bytes of IDX files, being pixels, are divided by 255; everything else is taken as it is.
 *
 * @param name of the file, for messages and provenance
 * @param rows {@code [rows, columns]}, FLOAT or DOUBLE, order 'c'
 * @param sha256 of the file as it is stored, in hexadecimal
 */
public record DataFile(String name, INDArray rows, String sha256) {

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException in one line naming file, rule and value, whatever is wrong with it
     */
    public static DataFile read(Path file) {
        String name = file.toString();
        Check.require(Files.isRegularFile(file), "no such file: %s", name);
        try {
            INDArray array = array(file);
            Check.require(array.rank() >= 2, "%s: must have rows and columns, was %d-dimensional", name, array.rank());
            return new DataFile(name, array.reshape('c', array.size(0), array.length() / array.size(0)), sha256(file));
        } catch (EOFException e) {
            throw new IllegalArgumentException(name + ": must be a whole file, was cut short", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(name + ": cannot be read, " + e, e);
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static INDArray array(Path file) throws IOException {
        String ending = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (ending.endsWith(".npy")) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                return Npy.read(file.toString(), in, Files.size(file));
            }
        }
        if (ending.endsWith(".npz")) {
            return only(file);
        }
        if (ending.endsWith(".csv")) {
            return Csv.read(file);
        }
        Check.require(
                ending.matches(".*[.-]idx.*"), "%s: must end in .npy, .npz, .csv, .idx or .idx.gz", file.toString());
        Idx idx = Idx.read(file);
        Check.require(idx.shape().length >= 2, "%s: must have rows and columns, was %d-dimensional", file, 1);
        return idx.scaled();
    }

    private static INDArray only(Path file) {
        try (Npz npz = Npz.open(file)) {
            Set<String> names = npz.names();
            Check.require(
                    names.size() == 1 || names.contains("data"),
                    "%s: must hold one array or one called data, had %s",
                    file,
                    Check.shown(names.stream().sorted().toList().toString()));
            return npz.array(names.size() == 1 ? names.iterator().next() : "data");
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /**
     * The rows as states, or means of states, of units.
     *
     * @return {@link #rows} in that type; not a copy if they have it
     * @throws IllegalArgumentException naming row and column of a value that such a unit cannot have
     */
    public INDArray states(UnitType unit, DataType type) {
        long columns = rows.size(1);
        long from = 0;
        for (INDArray block : Rows.blocks(rows)) {
            double[] values = Elements.of(block);
            for (int i = 0; i < values.length; i++) {
                Check.require(
                        values[i] >= unit.low() && values[i] <= unit.high() && Double.isFinite(values[i]),
                        "%s: row %d, column %d: must be a number in [%s, %s] for %s units, was %s",
                        name,
                        from + i / columns + 1,
                        i % columns + 1,
                        unit.low(),
                        unit.high(),
                        unit.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                        values[i]);
            }
            from += block.size(0);
        }
        return rows.castTo(type);
    }
}
