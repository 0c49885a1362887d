package io.dbn4j.lab.data;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.ByteRule;
import io.dbn4j.core.data.Idx;
import io.dbn4j.core.data.Npy;
import io.dbn4j.core.data.NumberKind;
import io.dbn4j.core.data.StoredArray;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.Span;
import io.dbn4j.core.units.States;
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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rows of numbers from a file or a named {@link DataSource}. Files are NPY, NPZ (one array of it, or a sparse matrix
 * of SciPy), text ({@code .csv}, {@code .tsv}, {@code .txt}) or IDX.
 *
 * <p>The first axis counts the rows; all others are joined into columns. NaN marks a missing value. In every format
 * unsigned bytes are gray values: they are divided by 255 if one of them is above 1. Other numbers are not changed.
 *
 * @param name name of the file, for messages and provenance
 * @param rows {@code [rows, columns]}, FLOAT or DOUBLE, order 'c'
 * @param sha256 SHA-256 digest of the file as it is stored, in hexadecimal
 * @param divisor number by which the numbers of the file were divided
 * @param notes decisions of the reader, one line each
 * @param warnings decisions that may be wrong and how to overrule them, one line each
 */
public record DataFile(
        String name, INDArray rows, String sha256, double divisor, List<String> notes, List<String> warnings) {

    private static final List<String> CHOICE =
            List.of(FileSource.LABEL, FileSource.DROP, FileSource.COLUMNS, FileSource.SCALE);

    static final List<String> TEXT_CHOICE =
            concat(List.of(FileSource.SEPARATOR, FileSource.HEADER, FileSource.INDEX), CHOICE);

    private static final List<String> ARCHIVE_CHOICE = concat(List.of(FileSource.ARRAY), CHOICE);

    public DataFile {
        notes = List.copyOf(notes);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a registered {@link DataSource}, or a file as {@link FileSource} says.
     *
     * @param source the name of a source, {@code FILE}, {@code FILE:ARRAY} or {@code FILE:OPTION=VALUE,...}
     * @throws IllegalArgumentException in one line naming file, rule and value, whatever is wrong with it
     */
    public static DataFile read(String source) {
        DataSource named = DataSource.REGISTERED.get(source);
        return named == null ? read(FileSource.of(source)) : named.read();
    }

    /**
     * Reads a file without options.
     *
     * @throws IllegalArgumentException in one line naming file, rule and value, whatever is wrong with it
     */
    public static DataFile read(Path file) {
        Check.require(!Files.isDirectory(file), "%s is a folder, must be a file", file);
        Check.require(Files.isRegularFile(file), "no such file: %s", file);
        return read(new FileSource(file, Map.of()));
    }

    static DataFile read(FileSource source) {
        String name = source.toString();
        try {
            return load(source, sha256(source.file()));
        } catch (EOFException e) {
            throw new IllegalArgumentException(name + ": must be a whole file, was cut short", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(name + ": cannot be read, " + e, e);
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static DataFile load(FileSource source, String sha256) throws IOException {
        String ending = String.valueOf(source.file().getFileName()).toLowerCase(Locale.ROOT);
        if (isText(source)) {
            source.requireOnly("text", TEXT_CHOICE);
            Csv.Table table = Csv.read(source);
            double scale = source.scale().orElse(1.0);
            return new DataFile(
                    source.toString(),
                    scale == 1 ? table.rows() : table.rows().divi(scale),
                    sha256,
                    scale,
                    table.notes(),
                    table.warnings());
        }
        if (ending.endsWith(".npz")) {
            source.requireOnly("npz", ARCHIVE_CHOICE);
            return Archive.read(source, sha256);
        }
        source.requireOnly("npy and idx", CHOICE);
        if (ending.endsWith(".npy")) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(source.file()))) {
                return of(source, Npy.stored(source.toString(), in, Files.size(source.file())), sha256, List.of());
            }
        }
        Check.require(
                ending.matches(".*[.-]idx.*"),
                "%s: must end in .npy, .npz, .csv, .tsv, .txt, .idx or .idx.gz, or contain -idx as the names of MNIST do",
                source);
        return idx(source, sha256);
    }

    /** Tells whether a file holds text: by the ending of its name, unless it is an IDX file. */
    static boolean isText(FileSource source) {
        String name = String.valueOf(source.file().getFileName()).toLowerCase(Locale.ROOT);
        return name.matches(".*\\.(csv|tsv|txt)") && Idx.dimensions(source.file()) == 0;
    }

    private static DataFile idx(FileSource source, String sha256) {
        if (Idx.dimensions(source.file()) == 0) {
            return of(source, Idx.stored(source.file()), sha256, List.of());
        }
        // Bytes stay bytes until they are scaled: as numbers they would take five times the memory.
        Idx bytes = Idx.read(source.file());
        int largest = bytes.largest();
        double divisor = source.scale().orElse((double) ByteRule.divisor(largest));
        return chosen(source, bytes.scaled(divisor), sha256, divisor, byteNotes(source, largest), bytes.shape().length);
    }

    /** Rows of an array: the rule for bytes is applied, and columns are left out. */
    static DataFile of(FileSource source, StoredArray array, String sha256, List<String> notes) {
        INDArray values = array.values();
        List<String> all = new ArrayList<>(notes);
        double divisor = source.scale().orElse(1.0);
        if (array.kind() == NumberKind.U1) {
            int largest = values.maxNumber().intValue();
            divisor = source.scale().orElse((double) ByteRule.divisor(largest));
            all.addAll(byteNotes(source, largest));
        }
        return chosen(source, divisor == 1 ? values : values.divi(divisor), sha256, divisor, all, values.rank());
    }

    private static List<String> byteNotes(FileSource source, int largest) {
        return source.scale().isPresent() ? List.of() : List.of(source + ": " + ByteRule.note(largest));
    }

    private static DataFile chosen(
            FileSource source, INDArray values, String sha256, double divisor, List<String> notes, int rank) {
        Check.require(rank >= 2, "%s: must have rows and columns, was %d-dimensional", source, rank);
        INDArray rows = values.reshape('c', values.size(0), values.length() / values.size(0));
        ColumnChoice choice = ColumnChoice.of(source, Math.toIntExact(rows.size(1)), List.of());
        INDArray kept = choice.kept().length == rows.size(1) ? rows : Nd4j.pullRows(rows, 0, choice.kept());
        return new DataFile(source.toString(), kept, sha256, divisor, concat(notes, choice.notes()), choice.warnings());
    }

    private static List<String> concat(List<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    /** Returns the SHA-256 of a file in hexadecimal digits. */
    public static String sha256(Path file) throws IOException {
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
     * Returns the rows as states of units; gray values are allowed if all units are Bernoulli units. Categories 0 ...
     * k-1 become groups for Softmax units.
     *
     * @return the rows in that type; not a copy if {@link #rows} have it
     * @throws IllegalArgumentException naming row and column of a value that such units cannot have, and what to do
     */
    public INDArray states(UnitType unit, DataType type) {
        INDArray groups = grouped(unit, type);
        return States.require(unit, groups, name).castTo(type);
    }

    /**
     * Returns the rows as numbers, one for each unit, without a check that they are states.
     *
     * @param units number of units, which tells categories from one-hot groups
     * @return the rows in that type, NaN where a value is missing; not a copy if {@link #rows} have it
     * @throws IllegalArgumentException naming the file, if its number of columns does not fit
     */
    public INDArray units(UnitType unit, int units, DataType type) {
        List<Span> groups = Span.groups(unit, units);
        boolean categories = groups.size() < units && rows.size(1) == groups.size();
        Check.require(
                categories || rows.size(1) == units,
                "%s: must have %d columns, one for each visible unit%s, was %d",
                name,
                units,
                groups.size() < units ? categories(unit, groups.size()) : "",
                rows.size(1));
        return categories ? Categories.oneHot(name, rows, groups, divisor, type) : rows.castTo(type);
    }

    private static String categories(UnitType unit, int columns) {
        return String.format(
                Locale.ROOT, unit.hasOneKind() ? " (or %d categories)" : " (or %d, one for each group)", columns);
    }

    /**
     * Returns the rows as visible states of an RBM.
     *
     * @throws IllegalArgumentException naming the file, if the number of columns or a value does not fit, or a value is
     *     missing
     */
    public INDArray states(Rbm rbm) {
        return States.require(rbm.visibleUnit(), units(rbm), name);
    }

    /**
     * Returns the rows as means of the hidden units of an RBM.
     *
     * @throws IllegalArgumentException naming the file, if the number of columns or a value does not fit
     */
    public INDArray hiddenMeans(Rbm rbm) {
        Check.require(
                rows.size(1) == rbm.hidden(),
                "%s: must have %d columns, one for each hidden unit, was %d",
                name,
                rbm.hidden(),
                rows.size(1));
        return States.requireMeans(rbm.hiddenUnit(), rows.castTo(rbm.weights().dataType()), name);
    }

    /**
     * Returns the rows as visible states of an RBM, with NaN for values that are not known.
     *
     * @param held 1 for columns whose values are used, 0 for those that count as not known, {@code [visible]}
     * @return a copy
     * @throws IllegalArgumentException naming the file, if their number of columns or a value that is used does not fit
     */
    public INDArray known(Rbm rbm, double[] held) {
        double[] values = Elements.of(units(rbm));
        for (int i = 0; i < values.length; i++) {
            values[i] = held[i % held.length] == 1 ? values[i] : Double.NaN;
        }
        INDArray known = Nd4j.createFromArray(values)
                .reshape('c', -1, held.length)
                .castTo(rbm.weights().dataType());
        return States.requireWithGaps(rbm.visibleUnit(), known, name);
    }

    private INDArray units(Rbm rbm) {
        return units(rbm.visibleUnit(), rbm.visible(), rbm.weights().dataType());
    }

    private INDArray grouped(UnitType unit, DataType type) {
        if (!unit.hasOneKind()) {
            return units(unit, unit.width(), type);
        }
        boolean categories = unit.width() > 1 && Categories.are(rows, unit.width(), divisor);
        int units = Math.toIntExact(rows.size(1) * unit.width());
        return categories ? Categories.oneHot(name, rows, Span.groups(unit, units), divisor, type) : rows;
    }
}
