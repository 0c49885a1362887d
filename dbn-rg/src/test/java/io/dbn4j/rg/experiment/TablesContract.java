package io.dbn4j.rg.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A contract on the tables of a run: each table on the page has a file, and programs can read every file. */
final class TablesContract {

    private static final Pattern TABLE =
            Pattern.compile("<div class=\"table\">.*?</table>(?:<p class=\"file\">([^<]*)</p>)?", Pattern.DOTALL);

    private TablesContract() {}

    /** Asserts the contract for a run folder. */
    static void holdsFor(Path folder) throws IOException {
        List<String> shown = TABLE.matcher(Files.readString(folder.resolve("report.html")))
                .results()
                .map(table -> String.valueOf(table.group(1)))
                .toList();
        assertThat(shown).as("files of the tables on the page").isNotEmpty().doesNotContain("null", "");
        shown.forEach(name -> assertThat(folder.resolve(name)).exists());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".csv")).toList()) {
                readable(file);
            }
        }
    }

    private static void readable(Path file) throws IOException {
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file)) {
            List<CsvRecord> lines = reader.stream().toList(); // refuses lines of different lengths
            List<String> header = lines.get(0).getFields();
            assertThat(header)
                    .as("header of %s", file.getFileName())
                    .doesNotHaveDuplicates()
                    .allMatch(name -> name.matches("\\S+"));
        }
    }
}
