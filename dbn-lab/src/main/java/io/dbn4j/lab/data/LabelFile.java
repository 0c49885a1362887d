package io.dbn4j.lab.data;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.Idx;
import io.dbn4j.core.data.Npy;
import io.dbn4j.core.data.Npz;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The labels of rows, one for each row, from a file of their own: text with one column, NPY, an array of an NPZ file, or
 * IDX.
 *
 * @param name name of the file, for messages and provenance
 * @param labels the label of each row; empty where it is missing
 * @param sha256 SHA-256 digest of the file as it is stored, in hexadecimal
 */
public record LabelFile(String name, List<String> labels, String sha256) {

    /**
     * Reads the labels of a file.
     *
     * @param given file as {@link FileSource} parses it
     * @throws IllegalArgumentException in one line naming file, rule and value, whatever is wrong with it
     */
    public static LabelFile read(String given) {
        FileSource source = FileSource.of(given);
        if (DataFile.isText(source)) {
            TableFile table = TableFile.read(given);
            TableColumn column = table.label().map(table::found).orElseGet(() -> only(table));
            return new LabelFile(table.name(), column.names(), table.sha256());
        }
        try {
            INDArray values = values(source);
            Check.require(
                    values.length() == values.size(0),
                    "%s: must hold one label for each row, had %d values for %d rows",
                    source,
                    values.length(),
                    values.size(0));
            List<String> labels = TableColumn.of("", Elements.of(values)).names();
            return new LabelFile(source.toString(), labels, DataFile.sha256(source.file()));
        } catch (IOException e) {
            throw new IllegalArgumentException(source + ": cannot be read, " + e, e);
        }
    }

    private static TableColumn only(TableFile table) {
        Check.require(
                table.columns().size() == 1,
                "%s: must hold one column of labels, has %s; choose one with :label=NAME",
                table.name(),
                table.shownNames());
        return table.columns().get(0);
    }

    private static INDArray values(FileSource source) throws IOException {
        String ending = String.valueOf(source.file().getFileName()).toLowerCase(Locale.ROOT);
        if (ending.endsWith(".npz")) {
            try (Npz npz = Npz.open(source.file())) {
                String array = source.option(FileSource.ARRAY).orElse("");
                Check.require(
                        npz.names().contains(array),
                        "%s: name the array of the labels: %s:ARRAY; it holds %s",
                        source,
                        source,
                        Check.shown(String.join(", ", npz.names())));
                return npz.stored(array).values();
            }
        }
        if (ending.endsWith(".npy")) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(source.file()))) {
                return Npy.stored(source.toString(), in, Files.size(source.file()))
                        .values();
            }
        }
        return Idx.stored(source.file()).values();
    }
}
