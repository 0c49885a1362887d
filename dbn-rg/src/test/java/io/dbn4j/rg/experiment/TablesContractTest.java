package io.dbn4j.rg.experiment;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesContractTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void aPageWithATable() throws IOException {
        write("report.html", "<div class=\"table\"><table></table><p class=\"file\">rbms.csv</p></div>");
        write("rbms.csv", "seed,energy\n1,-1.5\n2,\"-1,5\"\n");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aTableWithItsFileHolds() {
        assertThatCode(() -> TablesContract.holdsFor(folder)).doesNotThrowAnyException();
    }

    @Test
    void twoColumnsOfOneNameAreRejected() throws IOException {
        write("rbms.csv", "energy,energy\n1,-1.5\n");

        assertThatThrownBy(() -> TablesContract.holdsFor(folder)).hasMessageContaining("header of rbms.csv");
    }

    @Test
    void aRowOfAnotherLengthIsRejected() throws IOException {
        write("rbms.csv", "seed,energy\n1,-1.5\n2\n");

        assertThatThrownBy(() -> TablesContract.holdsFor(folder)).hasMessageContaining("has 1 fields");
    }

    @Test
    void aTableWithoutAFileIsRejected() throws IOException {
        write("report.html", "<div class=\"table\"><table></table></div>");

        assertThatThrownBy(() -> TablesContract.holdsFor(folder)).hasMessageContaining("files of the tables");
    }
}
