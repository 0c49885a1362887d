package io.dbn4j.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.json.Json;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableEncodingTest {

    @TempDir
    Path folder;

    private TableFile table(String... lines) throws IOException {
        Path file = folder.resolve("table.csv");
        Files.writeString(file, String.join("\n", lines) + "\n");
        return TableFile.read(file.toString());
    }

    private static TableEncoding encoding(TableFile table) {
        return EncodingRule.choose(table, "", List.of("a", "b")).encoding();
    }

    @Test
    void numbersAreStandardizedTextsBecomeOneHotAndGapsTheMean() throws IOException {
        TableFile rows = table("x,t,f", "1,red,0", "3,blue,1", "5,red,1", ",blue,0", "3,red,1", "3,blue,1");

        TableEncoding.Encoded encoded = encoding(rows).encode(rows);

        // f, then blue and red of t, then x: mean 3, variance (4 + 4) / 5.
        double end = 2 / Math.sqrt(8.0 / 5);
        float[][] states = encoded.states().toFloatMatrix();
        assertThat(states[0]).containsExactly(new float[] {0, 0, 1, (float) -end}, within(1e-6f));
        assertThat(states[2]).containsExactly(new float[] {1, 0, 1, (float) end}, within(1e-6f));
        assertThat(states[3]).containsExactly(new float[] {0, 1, 0, 0}, within(1e-6f));
        assertThat(encoding(rows).unit().name()).isEqualTo("bernoulli:1+softmax-2:2+diagonal-gaussian:1");
        assertThat(encoded.notes())
                .hasSize(1)
                .first()
                .asString()
                .contains("column \"x\": 1 of 6 values are missing and");
    }

    @Test
    void anUnknownTextGetsTheFrequenciesOfTheKnownOnes() throws IOException {
        TableFile rows = table("t,x", "red,1", "red,2", "red,4", "blue,4", "blue,3", "blue,2", "red,1", "green,3");
        TableEncoding encoding = encoding(rows);

        TableEncoding.Encoded encoded = encoding.encode(table("x,t", "1,pink", "1,green", "1,", "1,pink"));

        assertThat(encoded.notes())
                .singleElement()
                .asString()
                .endsWith("column \"t\": 4 of 4 values are missing or unknown (\"green\", \"pink\") and become the mean"
                        + " of the training rows");
        float[] state = encoded.states().toFloatMatrix()[0];
        assertThat(state[0]).isCloseTo(3f / 7, within(1e-6f));
        assertThat(state[1]).isCloseTo(4f / 7, within(1e-6f));
        assertThat(Json.fromMap(Json.toMap(encoding), TableEncoding.class)).isEqualTo(encoding);
    }

    @Test
    void manyColumnsFromZeroArePixelsAndAreDividedByTheLargest() throws IOException {
        String names = IntStream.range(0, 16).mapToObj(i -> "p" + i).collect(Collectors.joining(","));
        TableFile rows = table(names, "0,".repeat(15) + "16", "16,".repeat(15) + "0", "8,".repeat(15) + "4");

        float[][] states = encoding(rows).encode(rows).states().toFloatMatrix();

        assertThat(encoding(rows).unit().name()).isEqualTo("bernoulli");
        assertThat(states[1][0]).isEqualTo(1);
        assertThat(states[2][15]).isEqualTo(0.25f);
    }

    @Test
    void aLongTailGetsALogarithmAndConstantsAreLeftOut() throws IOException {
        String[] lines = IntStream.range(0, 101)
                .mapToObj(row -> row == 0 ? "x,c,id" : (row == 100 ? 1000 : row % 3) + ",7,n" + row)
                .toArray(String[]::new);
        EncodingRule.Choice choice = EncodingRule.choose(table(lines), "", List.of("a", "b"));

        assertThat(choice.encoding().columns())
                .hasSize(1)
                .first()
                .isInstanceOfSatisfying(
                        ColumnEncoding.Quantity.class,
                        number -> assertThat(number.scale()).isPositive());
        assertThat(choice.notes())
                .anySatisfy(note -> assertThat(note).contains("one value in all rows: c"))
                .anySatisfy(note -> assertThat(note).contains("texts that hardly repeat: id"));
    }

    @Test
    void withoutNamesColumnsAreTakenInTheirOrderAndTheLabelIsIgnored() throws IOException {
        TableEncoding encoding = EncodingRule.choose(
                        table("1.5,2,x", "2,4,z", "3,6,x").without("2"), "2", List.of("x", "z"))
                .encoding();

        assertThat(encoding.encode(table("1.5,2,x", "2,4,z")).states())
                .isEqualTo(encoding.encode(table("1.5,2", "2,4")).states());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoding.encode(table("1,2,3,4")))
                .withMessageContaining("must have the 2 columns of the training rows, has 4 columns without names");
    }

    @Test
    void aMistakeInAColumnOfNumbersIsRefusedWithItsLine() {
        String[] lines = IntStream.range(0, 30)
                .mapToObj(row -> row == 0 ? "x,y" : (row == 17 ? "12a" : row) + ",1")
                .toArray(String[]::new);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> table(lines))
                .withMessageContaining(
                        "line 18, column \"x\": must be a number like 28 other fields of the column, was \"12a\"");
    }

    @Test
    void aTableOfTextsOnlyKeepsItsSeparator() throws IOException {
        TableFile texts = table("cap;odor;class", "flat;none;a", "bell;foul, strong;b", "flat;none;a");

        assertThat(texts.columns()).extracting(TableColumn::name).containsExactly("cap", "odor", "class");
        assertThat(texts.likelyLabel()).contains("class");
    }

    @Test
    void aFolderOfPicturesIsATableWithAColumnOfClasses() throws IOException {
        for (String name : List.of("dark/b.png", "dark/a.png", "light/c.png")) {
            BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
            picture.getRaster().setSample(1, 0, 0, name.startsWith("light") ? 200 : name.charAt(5) - 'a');
            Files.createDirectories(folder.resolve(name).getParent());
            ImageIO.write(picture, "png", folder.resolve(name).toFile());
        }

        TableFile pictures = TableFile.read(folder.toString());

        assertThat(pictures.columns()).extracting(TableColumn::name).containsExactly("2x1:0", "2x1:1", "class");
        assertThat(pictures.columns().get(1).numbers()).containsExactly(0, 1, 200);
        assertThat(pictures.values("class")).containsExactly("dark", "dark", "light");
        ImageIO.write(
                new BufferedImage(3, 1, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve("light/d.png").toFile());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TableFile.read(folder.toString()))
                .withMessageContaining("d.png: must have 2 x 1 pixels like the first picture, has 3 x 1");
    }
}
