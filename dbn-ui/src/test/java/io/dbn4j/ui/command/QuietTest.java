package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.cli.Output;
import io.dbn4j.cli.Program;
import io.dbn4j.lab.run.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class QuietTest {

    private static final List<String> PRINTED = new ArrayList<>();

    private static final Progress DISPLAY = new Progress() {

        @Override
        public void note(String line) {
            PRINTED.add(line);
        }

        @Override
        public void warn(String line) {
            PRINTED.add(line);
        }
    };

    /** Returns all commands that have the option {@code --quiet}. */
    static Stream<CommandSpec> quietCommands() {
        return below(new Program(Main.class, TinyExperiment.LIST).commandLine(DISPLAY))
                .map(CommandLine::getCommandSpec)
                .filter(command -> command.findOption("--quiet") != null);
    }

    private static Stream<CommandLine> below(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(QuietTest::below));
    }

    @Test
    void everyCommandThatComputesHasIt() {
        assertThat(quietCommands().map(CommandSpec::qualifiedName))
                .contains("dbn mnist", "dbn rg", "dbn run", "dbn sweep", "dbn sweep lcurve", "dbn sweep lr-range")
                .contains("dbn replay", "dbn rbm train", "dbn rbm logz", "dbn rbm sample", "dbn rbm inpaint");
    }

    @ParameterizedTest
    @MethodSource("quietCommands")
    void warningsStayWhereNotesGo(CommandSpec command) {
        command.findOption("--quiet").setValue(true);
        PRINTED.clear();

        Progress progress = output(command).progress();
        progress.note("a note");
        progress.warn("the result is doubtful");

        assertThat(PRINTED).containsExactly("the result is doubtful");
    }

    private static Output output(CommandSpec command) {
        return outputs(command).findFirst().orElseThrow();
    }

    private static Stream<Output> outputs(CommandSpec command) {
        Stream<Output> own = command.userObject() instanceof Output output ? Stream.of(output) : Stream.empty();
        return Stream.concat(own, command.mixins().values().stream().flatMap(QuietTest::outputs));
    }
}
