package io.dbn4j.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dbn4j.ui.Documents.Page;
import io.dbn4j.ui.command.DocumentedCommands;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {

    private static final Pattern TYPE = Pattern.compile("(?:record|class) (\\w+)");

    private static List<Page> pages;

    @BeforeAll
    static void readAllPages() throws IOException {
        pages = Checkout.files(name -> name.endsWith(".md") && !name.startsWith(".")).stream()
                .map(Page::read)
                .toList();
        assertThat(pages).hasSizeGreaterThan(25);
    }

    private static List<String> all(Function<Page, List<String>> rule) {
        return pages.stream().flatMap(page -> rule.apply(page).stream()).toList();
    }

    private static Page page(String text) {
        return new Page(Checkout.ROOT.resolve("PAGE.md"), text);
    }

    private static boolean isReadmeOfModule(Page page) {
        return page.file().endsWith("README.md") && !page.file().getParent().equals(Checkout.ROOT);
    }

    @Test
    void readmesAreShort() {
        assertThat(Documents.tooLong(Page.read(Checkout.ROOT.resolve("README.md")), 200))
                .isEmpty();
        assertThat(all(page -> isReadmeOfModule(page) ? Documents.tooLong(page, 100) : List.of()))
                .isEmpty();
    }

    @Test
    void aLongReadmeIsFound() {
        assertThat(Documents.tooLong(page("line\n".repeat(101)), 100)).hasSize(1);
        assertThat(Documents.tooLong(page("line\n".repeat(100)), 100)).isEmpty();
    }

    @Test
    void linesOutsideTablesAndCodeFitOnAScreen() {
        assertThat(all(Documents::longLines)).isEmpty();
    }

    @Test
    void aLongLineIsFound() {
        String line = "x".repeat(Documents.LINE + 1) + "\n";

        assertThat(Documents.longLines(page("short\n" + line)))
                .containsExactly(Checkout.ROOT.resolve("PAGE.md") + ":2: 121 characters, at most 120");
        assertThat(Documents.longLines(page("| " + line + "```\n" + line + "```\n" + line.substring(1))))
                .isEmpty();
    }

    @Test
    void cellsOfTablesHoldFactsAndNoStories() {
        assertThat(all(Documents::wordyCells)).isEmpty();
    }

    @Test
    void aWordyCellIsFound() {
        String words = "w ".repeat(Documents.CELL);

        assertThat(Documents.wordyCells(page("| a | " + words + "w |"))).hasSize(1);
        assertThat(Documents.wordyCells(page("| " + words + "| " + words + "± |\n" + words + "w")))
                .isEmpty();
        assertThat(Documents.wordyCells(page("| `" + words + "w` | [" + words + "](a/b/c) |")))
                .isEmpty();
    }

    @Test
    void linksLeadToFilesAndHeadings() {
        assertThat(all(Documents::brokenLinks)).isEmpty();
    }

    @Test
    void aBrokenLinkIsFound() {
        String broken =
                "[a](nowhere.md) [b](README.md#no-such-heading) [c](#none) ![d](docs/none.png) [`e`](none.java)";
        String whole =
                "# `Head`, here\n[a](README.md) [b](README.md#limits) [c](#head-here) [d](docs) [e](https://example.org)";

        assertThat(Documents.brokenLinks(page(broken))).hasSize(5);
        assertThat(Documents.brokenLinks(page(whole))).isEmpty();
    }

    @Test
    void markedCommandsRun(@TempDir Path folder) throws Exception {
        List<String> commands = all(Documents::commands);
        assertThat(commands).hasSizeGreaterThan(10);

        assertThat(run(commands, folder)).as("exit status of %s", folder).isZero();
    }

    @Test
    void aMarkedCommandThatFailsIsFound(@TempDir Path folder) throws Exception {
        assertThat(run(Documents.commands(page("<!-- run -->\n```sh\n./dbn rbm logz none.zip\n```\n")), folder))
                .isEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Documents.commands(page("<!-- run -->\n```sh\nls | wc\n```\n")))
                .withMessageContaining("ls | wc");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Documents.commands(page("<!-- run -->\n\n```sh\n./dbn list\n```\n")))
                .withMessageContaining("must stand before");
    }

    /** Runs commands in a folder from which docs is seen, and returns the exit status. */
    private static int run(List<String> commands, Path folder) throws Exception {
        Files.createSymbolicLink(folder.resolve("docs"), Checkout.ROOT.resolve("docs"));
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:CompileCommand=quiet",
                "-XX:CompileCommand=exclude,org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner::exec",
                "-cp",
                System.getProperty("java.class.path"),
                DocumentedCommands.class.getName()));
        words.addAll(commands);
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        Files.writeString(folder.resolve("output.txt"), output);
        if (status != 0) {
            System.out.println(output);
        }
        Files.delete(folder.resolve("docs"));
        return status;
    }

    @Test
    void markedSkeletonsCompile(@TempDir Path folder) throws IOException {
        List<String> sources = all(Documents::sources);

        assertThat(sources).hasSizeGreaterThan(3);
        assertThat(compile(sources, folder)).isEmpty();
    }

    @Test
    void aMarkedSkeletonThatDoesNotCompileIsFound(@TempDir Path folder) throws IOException {
        String broken = "<!-- compiles -->\n```java\nrecord Broken() implements Missing {}\n```\n";

        assertThat(compile(Documents.sources(page(broken)), folder)).contains("Missing");
    }

    /** Returns what the compiler says of the sources; empty if nothing. */
    private static String compile(List<String> sources, Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String source : sources) {
            Matcher type = TYPE.matcher(source);
            assertThat(type.find()).as(source).isTrue();
            files.add(Files.writeString(folder.resolve(type.group(1) + ".java"), source));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-proc:none", "-nowarn", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
            compiler.getTask(said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
        }
        return said.toString();
    }
}
