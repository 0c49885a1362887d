package io.dbn4j.example.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Java code of the README and of the page on the library is code of this module, line by line. */
class ReadmeTest {

    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @Test
    void theReadmeShowsLinesOfThisModule() throws IOException {
        assertThat(blocks("README.md")).hasSize(1).allMatch(block -> contains(source("FirstNetwork"), block));
        assertThat(blocks("docs/library.md")).hasSize(1).allMatch(block -> contains(source("Watch"), block));
    }

    @Test
    void aLineThatDiffersIsFound() {
        String source = "class A {\n    int f() {\n        return 1;\n    }\n}\n";

        assertThat(contains(source, "int f() {\n    return 1;\n}\n")).isTrue();
        assertThat(contains(source, "int f() {\n    return 2;\n}\n")).isFalse();
        assertThat(contains(source, "int f() {\n}\n")).isFalse();
    }

    private static List<String> blocks(String page) throws IOException {
        return BLOCK.matcher(Files.readString(Path.of("..", "..", page)))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** Tells whether a source has all lines of a block in order, all indented by the same number of steps. */
    private static boolean contains(String source, String block) {
        return List.of(0, 4, 8).stream().anyMatch(spaces -> source.contains("\n" + indented(block, spaces)));
    }

    private static String indented(String block, int spaces) {
        return Pattern.compile("^(?=.)", Pattern.MULTILINE).matcher(block).replaceAll(" ".repeat(spaces));
    }

    private static String source(String type) {
        try {
            return Files.readString(Path.of("src/main/java/io/dbn4j/example/pipelines", type + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
