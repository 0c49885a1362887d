package io.dbn4j.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Fixed.class, name = "fixed"),
        @JsonSubTypes.Type(value = Nested.class, name = "nested")
    })
    interface Chain {}

    record Fixed(int steps) implements Chain {
        Fixed {
            Check.atLeast(1, steps, "steps");
        }
    }

    record Nested(int chains, Chain inner) implements Chain {}

    record Unregistered(int steps) implements Chain {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface ByClassName {}

    record Gadget(int steps) implements ByClassName {}

    record Holder(ByClassName content) {}

    enum Mode {
        @JsonProperty("fast")
        FAST,
        @JsonProperty("slow")
        SLOW
    }

    record Layer(int size, Chain chain) {}

    record Config(
            String name, double rate, boolean centered, Mode mode, List<Layer> layers, Map<String, Integer> counts) {}

    record Pair(List<Integer> sizes, List<Integer> epochs) {
        Pair {
            Check.require(sizes.size() == epochs.size(), "epochs must have %d elements", sizes.size());
        }
    }

    private static final Config CONFIG = new Config(
            "first",
            0.05,
            false,
            Mode.FAST,
            List.of(new Layer(500, new Fixed(1)), new Layer(20, new Nested(100, new Fixed(5)))),
            Map.of("a", 1));

    /** The properties of a Config. */
    private static final String NAMES = "name, rate, centered, mode, layers, counts";

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(Json.read(Json.write(CONFIG), Config.class)).isEqualTo(CONFIG);
        assertThat(Json.fromMap(Json.toMap(CONFIG), Config.class)).isEqualTo(CONFIG);
    }

    @Test
    void filesAreIndentedWithShortNamesAndListsOnOneLine() {
        assertThat(Json.write(new Nested(100, new Fixed(5)))).isEqualTo("""
                        {
                          "type": "nested",
                          "chains": 100,
                          "inner": {
                            "type": "fixed",
                            "steps": 5
                          }
                        }
                        """);
        assertThat(Json.line(new Pair(List.of(1, 2), List.of(3, 4)))).isEqualTo("{\"sizes\":[1,2],\"epochs\":[3,4]}");
        assertThat(Json.write(new Pair(List.of(1, 2), List.of(3, 4)))).contains("\"sizes\": [ 1, 2 ]");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void numbersThatAreNotFiniteAreWrittenAsTexts(double value) {
        record Measured(double value) {}

        assertThat(Json.line(new Measured(value))).isEqualTo("{\"value\":\"" + value + "\"}");
        assertThat(Json.read(Json.line(new Measured(value)), Measured.class)).isEqualTo(new Measured(value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"rate\":0.05' | '\"rat\":0.05' | 'unknown property \"rat\"; allowed: NAMES'",
                "'\"rate\":0.05,' | '' | 'missing property \"rate\"; required: NAMES'",
                "'\"rate\":0.05' | '\"rate\":null' | 'rate: must be a number, was null'",
                "'\"rate\":0.05' | '\"rate\":\"0.05\"' | 'rate: must be a number, was \"0.05\"'",
                "'\"rate\":0.05' | '\"rate\":1e999' | 'rate: number is too large'",
                "'\"first\"' | '7' | 'name: must be a text, was 7'",
                "'false' | '0' | 'centered: must be true or false, was 0'",
                "'\"fast\"' | '\"FAST\"' | 'mode: must be one of fast, slow, was \"FAST\"'",
                "'\"size\":20' | '\"size\":20.5' | 'layers[1].size: must be a whole number, was 20.5'",
                "'\"size\":20' | '\"size\":20000000000' | 'layers[1].size: must be a whole number, was 20000000000'",
                "'\"chains\"' | '\"chain\"' | 'layers[1].chain: unknown property \"chain\"; allowed: chains, inner'",
                "'\"nested\"' | '\"lang\"' | 'layers[1].chain.type: unknown name \"lang\"; allowed: fixed, nested'",
                "'\"type\":\"nested\",' | '' | 'layers[1].chain: missing property \"type\"; allowed: fixed, nested'",
                "'{\"a\":1}' | '{\"a\":null}' | 'counts.a: must be a whole number, was null'",
                "'{\"a\":1}' | '[1]' | 'counts: must be an object, was [1]'",
                "'\"steps\":5' | '\"steps\":0' | 'layers[1].chain.inner: steps must be at least 1, was 0'"
            })
    void whatDoesNotFitIsNamedInOneLine(String found, String replacement, String message) {
        String text = Json.line(CONFIG);
        assertThat(text).contains(found);

        assertThatThrownBy(() -> Json.read(text.replace(found, replacement), Config.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message.replace("NAMES", NAMES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"steps\":1} {}", "{\"steps\":1,\"steps\":2}", "{'steps':1}", "{\"steps\":NaN}"})
    void textThatIsNotStrictJsonIsRefusedInOneLine(String text) {
        assertThatThrownBy(() -> Json.read(text, Fixed.class))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains("JSON")
                .doesNotContain("\n");
    }

    @Test
    void nestingAndLengthAreLimited() {
        assertThatThrownBy(() -> Json.parse("[".repeat(1000) + "]".repeat(1000)))
                .hasMessageContaining("depth");
        assertThatThrownBy(() -> Json.parse(" ".repeat((1 << 24) + 1)))
                .hasMessageContaining("at most 16777216 characters");
    }

    @Test
    void classNamesAreNeitherReadNorWritten() {
        assertThatThrownBy(() -> Json.line(new Unregistered(1)))
                .hasMessageContaining("Unregistered has no registered name");
        assertThatThrownBy(() -> Json.read(
                        "{\"content\":{\"@class\":\"%s\",\"steps\":1}}".formatted(Gadget.class.getName()),
                        Holder.class))
                .hasMessageContaining("must be written by name, not by class");
        assertThatThrownBy(() -> Json.read("{\"type\":\"%s\"}".formatted(Fixed.class.getName()), Chain.class))
                .hasMessageContaining("allowed: fixed, nested");
    }

    @Test
    void aRecordIsNotReadAsItsSibling() {
        assertThat(Json.read("{\"type\":\"fixed\",\"steps\":3}", Fixed.class)).isEqualTo(new Fixed(3));
        assertThatThrownBy(() -> Json.read("{\"type\":\"nested\",\"steps\":3}", Fixed.class))
                .hasMessage("type: unknown name \"nested\"; allowed: fixed");
    }

    @Test
    void aFileIsNamedInItsErrors(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("fixed.json");
        Files.writeString(file, "{\"steps\":1}");

        assertThatThrownBy(() -> Json.read(file, Fixed.class))
                .hasMessageStartingWith(file + ": missing property \"type\"");
        assertThatThrownBy(() -> Json.read(folder.resolve("none.json"), Fixed.class))
                .hasMessageContaining("no such file");
    }

    @Test
    void onePropertyIsReplacedByItsPath() {
        assertThat(Json.with(CONFIG, "layers[1].chain.chains", "500")
                        .layers()
                        .get(1)
                        .chain())
                .isEqualTo(new Nested(500, new Fixed(5)));
        assertThat(Json.with(CONFIG, "layers[0].chain", "{\"type\":\"fixed\",\"steps\":9}")
                        .layers()
                        .get(0)
                        .chain())
                .isEqualTo(new Fixed(9));
        assertThat(Json.with(CONFIG, "mode", "slow").mode()).isEqualTo(Mode.SLOW);
        assertThat(Json.with(CONFIG, "rate", "Infinity").rate()).isInfinite();
        assertThat(Json.with(CONFIG, "rate", "1e-3").rate()).isEqualTo(1e-3);
        assertThat(Json.with(CONFIG, "name", "500").name()).isEqualTo("500");
        assertThat(Json.with(CONFIG, "counts.a", "2").counts()).isEqualTo(Map.of("a", 2));
        assertThat(Json.with(new Pair(List.of(1), List.of(1)), "sizes[0]", "7").sizes())
                .containsExactly(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "layers[1].chain.chain | 5 | layers[1].chain: unknown property \"chain\"; allowed: chains, inner",
                "layer | 5 | unknown property \"layer\"; allowed: NAMES",
                "rate.x | 5 | rate: unknown property \"x\"; allowed: none",
                "layers[2].size | 5 | layers: no element [2]; allowed: [0] to [1]",
                "rate[0] | 5 | rate: no element [0]; allowed: none",
                "counts.b | 5 | counts: unknown property \"b\"; allowed: a",
                "rate | fast | rate: must be a number, was \"fast\"",
                "layers[0].chain.steps | 0 | layers[0].chain: steps must be at least 1, was 0",
                "layers..size | 5 | path must look like a.b[0].c, was \"layers..size\""
            })
    void aPathThatDoesNotExistOrAValueThatDoesNotFitIsNamed(String path, String value, String message) {
        assertThatThrownBy(() -> Json.with(CONFIG, path, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message.replace("NAMES", NAMES));
    }

    @Test
    void replacementsThatBelongTogetherAreMadeTogether() {
        Pair pair = new Pair(List.of(1), List.of(1));
        Map<String, String> both = new LinkedHashMap<>();
        both.put("sizes", "[5,6]");
        both.put("epochs", "[7,8]");

        assertThat(Json.with(pair, both)).isEqualTo(new Pair(List.of(5, 6), List.of(7, 8)));
        assertThatThrownBy(() -> Json.with(pair, "sizes", "[5,6]")).hasMessage("epochs must have 2 elements");
    }

    @Test
    void tornJsonIsRefusedWithoutWordsAboutTheParser() {
        assertThatThrownBy(() -> Json.read("{\"flips\": [1, 2", Pair.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not JSON at line 1, column 16: ")
                .hasMessageNotContaining("REDACTED")
                .hasMessageNotContaining("Source")
                .hasMessageContaining("[line: 1, column: 11]");
    }

    /** The first word of a file may be a password. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SECRET hello",
                "{} SECRET",
                "{SECRET:1}",
                "'SECRET'",
                "SECRET:x:0:0",
                "{\"SECRET\":1,\"SECRET\":2}",
                "{\"a\":\"\\SECRET\"}",
                "-SECRET",
                "\"SECRET"
            })
    void whatIsNoJsonIsNotQuoted(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .hasMessageStartingWith("not JSON at line 1, column ")
                .hasMessageNotContaining("SECRET")
                .hasMessageNotContaining("'S'");
    }

    @Test
    void aFileThatIsNotUtf8IsRefusedInWords(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("fixed.json"), new byte[] {'"', (byte) 0xe9, '"'});

        assertThatThrownBy(() -> Json.read(file, Fixed.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ": must be text in UTF-8, had other bytes");
    }
}
