package io.dbn4j.ui.command;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.cli.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

class HelpTest {

    static Stream<String> commands() {
        return commands("", new Program(Main.class, TinyExperiment.LIST).commandLine());
    }

    private static Stream<String> commands(String name, CommandLine command) {
        Stream<String> below = command.getSubcommands().entrySet().stream()
                .flatMap(entry -> commands((name + " " + entry.getKey()).strip(), entry.getValue()));
        return Stream.concat(Stream.of(name), below);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpGoesToStandardOutputAndEndsWithExamples(String command) {
        Ran ran = Ran.dbn((Object[]) words(command + " --help"));

        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).startsWith("Usage: dbn " + command);
        assertThat(ran.out().substring(ran.out().indexOf("Examples:"))).contains("./dbn ");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionAndParameterIsDescribedInASentence(String command) {
        for (ArgSpec argument : spec(command).args()) {
            assertThat(String.join(" ", argument.description()))
                    .as(argument.toString())
                    .matches("[A-Z].*\\.");
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyExampleIsARightCommandLine(String command) {
        List<String> examples = new ArrayList<>();
        for (String line : spec(command).usageMessage().footer()) {
            if (line.contains("./dbn ")) {
                examples.add(line.replaceFirst(".*\\./dbn ", "").replaceFirst("(  | \\||>|\\)).*", ""));
            }
        }

        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            assertThat(new Program(Main.class, TinyExperiment.LIST)
                            .commandLine()
                            .parseArgs(words(example))
                            .errors())
                    .isEmpty();
        }
    }

    /** A wrapped line cannot be copied; the presets are those of the program. */
    @ParameterizedTest
    @MethodSource("commands")
    void helpHasLinesOfAtMost100CharactersAndWrapsNoFooter(String command) {
        CommandLine named = below(new Program(Main.class, Main.EXPERIMENTS).commandLine(), command);
        List<String> lines =
                named.getUsageMessage().lines().map(String::stripTrailing).toList();

        assertThat(lines).allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(100));
        assertThat(lines).noneMatch(line -> line.strip().startsWith("/dbn"));
        assertThat(lines).noneMatch(line -> line.contains("...]...]"));
        assertThat(lines).contains(named.getCommandSpec().usageMessage().footer());
    }

    @Test
    void withoutACommandThereIsHelp() {
        assertThat(Ran.dbn()).isEqualTo(Ran.dbn("--help"));
    }

    @Test
    void helpOfRunNamesThePresets() {
        assertThat(Ran.dbn("run", "--help").out())
                .contains("  tiny   takes no time", "  other  is no image experiment");
    }

    @Test
    void helpOfMnistNamesThePresetsThatItCanRun() {
        assertThat(Ran.dbn("mnist", "--help").out())
                .contains("  tiny  takes no time")
                .doesNotContain("is no image experiment");
    }

    @Test
    void versionIsTheSameInBothWays() {
        Ran ran = Ran.dbn("version");

        assertThat(ran.out()).startsWith("dbn4j ").hasLineCount(1);
        assertThat(Ran.dbn("--version")).isEqualTo(ran);
    }

    private static CommandSpec spec(String command) {
        return below(new Program(Main.class, TinyExperiment.LIST).commandLine(), command)
                .getCommandSpec();
    }

    private static CommandLine below(CommandLine named, String command) {
        for (String word : words(command)) {
            named = word.isEmpty()
                    ? named
                    : requireNonNull(named.getSubcommands().get(word));
        }
        return named;
    }

    private static String[] words(String line) {
        return line.strip().split(" +");
    }
}
