package io.dbn4j.lab.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.lab.data.TableDescription.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableDescriptionTest {

    @TempDir
    Path folder;

    private TableDescription described(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("rows.csv"), text.replace(' ', '\n') + "\n");
        return TableDescription.of(TableFile.read(file.toString()));
    }

    @Test
    void everyColumnGetsTheKindOfUnitThatFits() throws IOException {
        TableDescription found = described(
                "flag,spin,kind,part,real,same 0,1,2,0.25,-7.5,4 1,-1,0,0.5,12,4" + " 0,1,1,0.75,,4 0,1,2,0.25,-7.5,4");

        assertThat(found.columns().stream().map(Column::type))
                .containsExactly("flag", "spin", "category", "part", "real", "constant");
        assertThat(found.columns().stream().map(Column::units))
                .containsExactly(
                        "bernoulli", "spin", "softmax-3", "bernoulli", "diagonal-gaussian", "diagonal-gaussian");
        assertThat(found.units())
                .isEqualTo("--units bernoulli:1+spin:1+softmax-3:3+diagonal-gaussian:3,bernoulli --standardize");
        assertThat(List.of(found.missing(), (long) found.rowsWithGaps(), (long) found.duplicateRows()))
                .containsExactly(1L, 1L, 1L);
        assertThat(found.odd()).containsExactly("one value in all rows: same");
        assertThat(found.columns().get(4).mean()).isEqualTo("-1 ± 9.192");
    }

    @Test
    void valuesOfOneKindNeedNoBlocks() throws IOException {
        assertThat(described("a,b 0,1 1,1 0,0").units()).isEqualTo("--units bernoulli");
        assertThat(described("a,b 0.5,1 1,0.25 0,0").units()).isEqualTo("--units bernoulli");
        assertThat(described("a,b -1,1 1,1 1,-1").units()).isEqualTo("--units spin");
        assertThat(described("a,b 1.5,7 9,-3 0,2").units())
                .isEqualTo("--units diagonal-gaussian,bernoulli --standardize");
    }

    @Test
    void labelsIndicesSortedRowsBytesAndCopiesAreOdd() throws IOException {
        String rows = IntStream.range(0, 24)
                .mapToObj(row -> row + "," + row / 12 + "," + 40 * (row % 7) % 251 + "," + 40 * (row % 7) % 251)
                .collect(Collectors.joining(" "));

        TableDescription found = described("n,class,x,y2 " + rows);
        assertThat(found.units())
                .isEqualTo("--data FILE:drop=n,label=class --units diagonal-gaussian,bernoulli --standardize");
        assertThat(found.odd())
                .containsExactly(
                        "column n: counts the rows; leave it out with FILE:drop=n",
                        "column class: looks like a label; leave it out of the rows with FILE:label=class",
                        "column class: rows are sorted by it; a part of the file is no fair sample",
                        "values are whole numbers up to 240 like bytes; FILE:scale=255 makes gray values of them",
                        "equal to column x: y2");
    }

    @Test
    void textsAreShownWithTheirGroupsAndLongTablesAreCut() throws IOException {
        TableDescription texts = described("color,x red,1.5 blue,2.5 red,3.5");
        String header = IntStream.range(0, 30).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        String row = IntStream.range(0, 30).mapToObj(i -> "0").collect(Collectors.joining(","));
        TableDescription wide = described(header + " " + row + " " + row).shortened();

        assertThat(texts.columns().get(0).units()).isEqualTo("softmax-2");
        assertThat(texts.columns().get(0).low() + " " + texts.columns().get(0).high())
                .isEqualTo("blue red");
        assertThat(texts.units()).startsWith("texts become groups in ./dbn train");
        assertThat(wide.columns()).hasSize(24);
        assertThat(wide.notes()).contains("columns: the first 24 of 30 are shown; --json has all");
    }
}
