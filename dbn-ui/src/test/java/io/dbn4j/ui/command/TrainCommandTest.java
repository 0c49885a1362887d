package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.lab.data.DataFile;
import io.dbn4j.lab.data.TableEncoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;

/** Tests of {@code dbn train} and {@code dbn predict} on a table whose class follows from its columns. */
class TrainCommandTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int ROWS = 60;

    @TempDir
    Path folder;

    private Path table;

    @BeforeEach
    void writeTable() throws IOException {
        table = write(
                "table.csv",
                "size,color,heavy,species",
                IntStream.range(0, ROWS)
                        .mapToObj(row -> row(row) + "," + (row % 2 == 0 ? "Cat" : "big dog"))
                        .toList());
    }

    /** Dogs are large and mostly brown; the weight of some is not known. */
    private static String row(int row) {
        String color = row % 2 == 0 ? (row % 3 == 0 ? "white" : "black") : (row % 5 == 0 ? "black" : "brown");
        return (row % 2 * 40 + 10 + row % 7) + "," + color + "," + (row % 11 == 0 ? "" : row % 2);
    }

    private Path write(String name, String header, List<String> rows) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, header + "\n" + String.join("\n", rows) + "\n");
        return file;
    }

    private Ran train(Path data, Object... options) {
        List<Object> words = new ArrayList<>(List.of("train", "--data", data, "--hidden", "4", "--quiet"));
        words.addAll(List.of("--epochs", "30", "--set", "patience=30", "--set", "fineTuning.batch=8"));
        words.addAll(List.of("--set", "fineTuning.learningRate=0.03", "--set", "fineTuning.hiddenDropout=0"));
        words.addAll(List.of("--out", folder.resolve("run")));
        words.addAll(List.of(options));
        return Ran.dbn(words.toArray());
    }

    private JsonNode trained(Object... options) throws IOException {
        Ran ran = train(table, options);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        return MAPPER.readTree(folder.resolve("run/result.json").toFile());
    }

    private List<String> predict(Object... words) {
        List<Object> all = new ArrayList<>(List.of("predict", "--quiet"));
        all.addAll(List.of(words));
        Ran ran = Ran.dbn(all.toArray());
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        return ran.out().lines().toList();
    }

    @Test
    void aPredictionOfTheHeldOutRowsIsTheResultOfTheRun() throws IOException {
        JsonNode result = trained("--held-out", "0.3");
        List<String> lines = Files.readAllLines(table);
        List<Integer> heldOut = Files.readAllLines(folder.resolve("run/held-out.csv")).stream()
                .skip(1)
                .map(Integer::valueOf)
                .toList();
        Path rows = write(
                "held.csv",
                lines.get(0),
                heldOut.stream().map(row -> lines.get(row + 1)).toList());

        List<String> predicted = predict(folder.resolve("run"), "--data", rows);

        long right = IntStream.range(0, heldOut.size())
                .filter(i -> lines.get(heldOut.get(i) + 1).endsWith("," + predicted.get(i + 1)))
                .count();
        assertThat(predicted).hasSize(19).startsWith("class");
        assertThat(result.at("/accuracy/value").asDouble()).isEqualTo(100.0 * right / 18);
        assertThat(result.at("/accuracy/low").asDouble())
                .isGreaterThan(result.at("/majorityAccuracy/value").asDouble());
        assertThat(result.at("/warning").asText()).isEmpty();
        assertThat(result.at("/classes/0/name").asText()).isEqualTo("Cat");
        JsonNode scores = MAPPER.readTree(Ran.dbn("score", folder.resolve("run"), "--data", rows, "--json", "--quiet")
                .out());
        assertThat(scores.at("/accuracy")).isEqualTo(result.at("/accuracy"));
        assertThat(scores.at("/logLoss/value").asDouble())
                .isCloseTo(result.at("/logLoss/value").asDouble(), within(1e-6));
        assertThat(Files.readString(folder.resolve("run/report.html"))).contains("big dog", "Calibration");
    }

    /** Rows to predict may lack the label and have other columns, unknown texts and gaps. */
    @Test
    void theModelKeepsTheEncodingOfEveryColumnForOtherTables() throws IOException {
        trained();
        TableEncoding encoding =
                TableEncoding.read(folder.resolve("run/model.zip")).orElseThrow();
        assertThat(encoding.label()).isEqualTo("species");
        assertThat(encoding.classes()).containsExactly("Cat", "big dog");
        assertThat(encoding.columns())
                .extracting(Object::getClass)
                .extracting(Class::getSimpleName)
                .containsExactly("Level", "Category", "Quantity");
        Path rows = write("new.csv", "id,heavy,size,color", List.of("7,1,53,brown", "8,,12,pink"));

        List<String> lines = predict(folder.resolve("run/model.zip"), "--data", rows, "--probabilities");

        assertThat(lines.get(0)).isEqualTo("class,Cat,big dog");
        assertThat(lines).extracting(line -> line.split(",", -1)[0]).containsExactly("class", "big dog", "Cat");
        for (String line : lines.subList(1, 3)) {
            String[] cells = line.split(",", -1);
            assertThat(Double.parseDouble(cells[1]) + Double.parseDouble(cells[2]))
                    .isBetween(0.99999, 1.00001);
        }
        Path out = folder.resolve("classes.csv");
        predict(folder.resolve("run"), "--data", rows, "--probabilities", "--out", out);
        assertThat(Files.readAllLines(out)).isEqualTo(lines);
        JsonNode json = MAPPER.readTree(String.join("", predict(folder.resolve("run"), "--data", rows, "--json")));
        assertThat(json.at("/rows/0/predicted").asText()).isEqualTo("big dog");
        Path others = write("others.csv", "size,hue", List.of("1,white"));
        Ran lacking = Ran.dbn("predict", folder.resolve("run"), "--data", others);
        assertThat(lacking.code()).isEqualTo(1);
        assertThat(lacking.err()).hasLineCount(1).contains("lacks color, heavy; it has size, hue");
    }

    /** The numbers of a table would pass for states of Gaussian units, and the result would mean nothing. */
    @Test
    void commandsForRbmsSayThatTheyDoNotEncodeColumns() throws IOException {
        trained();
        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            Path features = folder.resolve("features.npy");
            Path states = write("states.csv", "a,b,c,d,e", List.of("1,0,1,0,0.5", "0,1,0,0,-0.5"));
            Ran ran = Ran.dbn("rbm", "transform", folder.resolve("run"), "--data", states, "--out", features);
            assertThat(ran.err()).isEmpty();
        } finally {
            System.setErr(before);
        }

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("the encoding of its table is not applied");
    }

    @Test
    void labelsAndTestRowsMayComeFromFilesOfTheirOwn() throws IOException {
        List<String> rows =
                IntStream.range(0, ROWS).mapToObj(TrainCommandTest::row).toList();
        Path data = write("rows.csv", "size,color,heavy", rows);
        Path labels = write(
                "labels.csv",
                "kind",
                IntStream.range(0, ROWS).mapToObj(row -> "" + row % 2).toList());

        Ran ran =
                train(data, "--labels", labels, "--test", data, "--test-labels", labels, "--class-weights", "balanced");

        assertThat(ran.err()).isEmpty();
        JsonNode result = MAPPER.readTree(folder.resolve("run/result.json").toFile());
        assertThat(result.at("/accuracy/samples").asInt()).isEqualTo(ROWS);
        assertThat(result.at("/classes/1/name").asText()).isEqualTo("1");
        assertThat(result.at("/accuracy/value").asDouble()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b\\n1,2\\n3,4 | which column is the label? Name it with --label (columns: a, b), or a file of labels with --labels",
                "a,y\\n1,x\\n3,x\\n4,x | label column \"y\" must have at least 2 classes, had only \"x\"",
                "a,y\\n1,x\\n3,z\\n4,w | label column \"y\" must hold classes, each in several rows; has 3 different values in 3 rows",
                "y,class\\n1,x\\n3,z\\n4,w | columns y, class may each be the label; name one with --label",
                "y\\nx\\nx\\nz\\nz | must have a column besides the label, has only the label",
                "a,y\\n1,x\\n3,z\\n4,x\\n5,z\\n6, | every row must have a label, 1 have none, the first is row 5; remove them",
                "a,y\\n7,x\\n7,z\\n7,x\\n7,z\\n7,x | must have a column that tells rows apart"
            })
    void aTableThatCannotBeLearnedIsRefusedInOneLine(String content, String message) throws IOException {
        Path wrong = folder.resolve("wrong.csv");
        Files.writeString(wrong, content.strip().replace("\\n", "\n") + "\n");

        assertOneLine(train(wrong), message.strip());
    }

    @Test
    void aQuantityIsNoLabel() throws IOException {
        Path prices = write(
                "prices.csv",
                "size,price",
                IntStream.range(0, 1000)
                        .mapToObj(row -> row + "," + row % 500 * 1.5)
                        .toList());

        assertOneLine(
                train(prices, "--label", "price"),
                "label column \"price\" must hold classes, each in several rows; has 500 different values in 1000 rows");
    }

    @Test
    void testRowsOfOtherColumnsOrClassesAreRefused() throws IOException {
        Path other = write("other.csv", "size,species", List.of("3,Cat"));
        Path unseen = write("unseen.csv", "size,color,heavy,species", List.of("3,white,0,Cat", "4,white,0,cow"));

        assertOneLine(train(table, "--test", other), "must have the columns of the training rows, lacks color, heavy");
        assertOneLine(
                train(table, "--test", unseen),
                "row 2: label must be a class of the training rows (Cat, big dog), was \"cow\"");
    }

    private void assertOneLine(Ran ran, String message) {
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).hasLineCount(1).contains(message);
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void aClassifierThatLearnsNothingIsWarnedAbout() throws IOException {
        Path noise = write(
                "noise.csv",
                "a,b,y",
                IntStream.range(0, ROWS)
                        .mapToObj(row -> row * 7 % 13 + "," + row * 5 % 11 + "," + (row % 4 == 0 ? "rare" : "often"))
                        .collect(Collectors.toList()));

        Ran ran = train(noise);

        assertThat(ran.code()).isZero();
        assertThat(MAPPER.readTree(folder.resolve("run/result.json").toFile())
                        .at("/warning")
                        .asText())
                .contains("no better than always predicting often");
    }

    /** The file of a network without an encoding, as {@code dbn mnist} and DL4J write it. */
    @Test
    void otherClassifiersTakeNumbersAndNameTheirClassesByNumber() throws IOException {
        DeepBeliefNetwork network = new DeepBeliefNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new RbmLayer.Builder().nIn(2).nOut(3).build())
                .layer(new OutputLayer.Builder()
                        .nIn(3)
                        .nOut(4)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        Path model = folder.resolve("plain.zip");
        network.save(model.toFile(), false);
        Path rows = write("rows.csv", "a,b", List.of("0,1", "1,1", "0.5,0"));
        float[][] expected = network.output(DataFile.read(rows).rows().castTo(DataType.FLOAT), false)
                .toFloatMatrix();

        List<String> lines = predict(model, "--data", rows, "--probabilities");

        assertThat(lines).hasSize(4).startsWith("class,0,1,2,3");
        assertThat(Double.parseDouble(lines.get(3).split(",", -1)[4])).isCloseTo(expected[2][3], within(1e-5));
        assertThat(Ran.dbn("predict", model, "--data", table).err()).hasLineCount(1);
    }
}
