package io.dbn4j.lab.data;

import io.dbn4j.core.Check;
import io.dbn4j.core.data.NpyHeader;
import io.dbn4j.core.data.Npz;
import io.dbn4j.core.data.StoredArray;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A reader of the rows of an {@code .npz} file: of the named array, of the only table, or of a sparse matrix. */
final class Archive {

    private static final int MOST_SHOWN = 12;

    private Archive() {}

    /**
     * Reads the rows of an archive.
     *
     * @throws IllegalArgumentException if the choice of the array is ambiguous, naming all arrays, or the array is
     *     damaged
     */
    static DataFile read(FileSource source, String sha256) {
        try (Npz npz = Npz.open(source.file())) {
            if (SparseMatrix.isIn(npz)) {
                Check.require(
                        source.option(FileSource.ARRAY).isEmpty(),
                        "%s: is one sparse matrix; leave out the array name",
                        source);
                StoredArray dense = SparseMatrix.read(source.toString(), npz);
                return DataFile.of(source, dense, sha256, List.of(source + ": a sparse matrix, made dense"));
            }
            String array = source.option(FileSource.ARRAY).orElseGet(() -> only(source, npz));
            Check.require(
                    npz.names().contains(array),
                    "%s: has no array %s, holds %s",
                    source,
                    Check.shown(array),
                    listed(npz));
            List<String> notes =
                    npz.names().size() == 1 ? List.of() : List.of(source + ": rows of array " + Check.shown(array));
            return DataFile.of(source, npz.stored(array), sha256, notes);
        }
    }

    private static String only(FileSource source, Npz npz) {
        Check.require(!npz.names().isEmpty(), "%s: must hold an array (NAME.npy), had none", source);
        if (npz.names().size() == 1 || npz.names().contains("data")) {
            return npz.names().size() == 1 ? npz.names().iterator().next() : "data";
        }
        List<String> tables =
                npz.names().stream().filter(name -> isTable(npz, name)).toList();
        Check.require(
                tables.size() == 1,
                "%s: holds %s; name the array of the rows: %s:%s",
                source,
                listed(npz),
                source,
                tables.stream().sorted().findFirst().orElse("ARRAY"));
        return tables.get(0);
    }

    private static boolean isTable(Npz npz, String name) {
        NpyHeader header = npz.header(name);
        return header.shape().length >= 2 && header.holdsNumbers();
    }

    private static String listed(Npz npz) {
        return npz.names().stream()
                .sorted()
                .limit(MOST_SHOWN)
                .map(name -> String.format(
                        Locale.ROOT,
                        "%s %s",
                        Check.shown(name),
                        Arrays.toString(npz.header(name).shape())))
                .collect(Collectors.joining(", "));
    }
}
