package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.cli.Program;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares what wrong command lines print with user-errors.txt, which a person can read from top to bottom.
 *
 * <p>A line that begins with {@code $} is a command; the test runs it and prints the exit code and the message below it. The
 * system property {@code dbn.record=user-errors} rewrites the file; a new entry needs only its command.
 */
class UserErrorsTest {

    private static final Path GOLDEN = Path.of("src/test/resources/user-errors.txt");
    private static final String COMMAND = "$ ./dbn ";
    private static final String HERE = Path.of("").toAbsolutePath() + "/";
    private static final int LONGEST = 400;

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    /** Texts that only a programmer understands. */
    private static final Pattern INTERNAL =
            Pattern.compile("\\w(Exception|Error)\\b|\\b[a-z]\\w*(\\.[a-z]\\w*)+\\.[A-Z]\\w+"
                    + "|\\tat |(?<!, was )\\bnull\\b|Optional\\[|@[0-9a-f]{5,}|%[sd]|\\{}");

    @TempDir
    Path folder;

    @Test
    void theLinesThatWrongUsePrintsAreTheRecordedOnes() throws IOException {
        WrongFiles.write(folder);
        List<String> recorded = Files.readAllLines(GOLDEN);
        List<String> printed = new ArrayList<>();
        List<String> complaints = new ArrayList<>();

        for (String line : recorded) {
            if (line.startsWith(COMMAND)) {
                Ran ran = run(line.substring(COMMAND.length()));
                complaint(ran).ifPresent(reason -> complaints.add(line + ": " + reason));
                printed.add(line);
                printed.add(entry(ran));
            } else if (!line.matches("exit \\d+: .*")) {
                printed.add(line);
            }
        }
        if ("user-errors".equals(System.getProperty("dbn.record"))) {
            Files.write(GOLDEN, printed);
            recorded = printed;
        }

        assertThat(printed).filteredOn(line -> line.startsWith(COMMAND)).hasSizeGreaterThan(100);
        assertThat(printed).containsExactlyElementsOf(recorded);
        assertThat(complaints).isEmpty();
    }

    /** Runs a command line with file names resolved against the folder of wrong files, and cuts the folder out of messages. */
    private Ran run(String line) {
        Object[] words = WORD.matcher(line)
                .results()
                .map(word -> resolved(word.group(1) == null ? word.group(2) : word.group(1)))
                .toArray();
        PrintStream progress = System.err;
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            Ran ran = line.contains(" tiny") ? Ran.dbn(words) : dbn(words);
            return new Ran(
                    ran.code(), ran.out(), ran.err().replace(folder + "/", "").replace(HERE, ""));
        } finally {
            System.setErr(progress);
        }
    }

    /** Runs a command line with the presets of the program. */
    private static Ran dbn(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] arguments = Stream.of(words).map(String::valueOf).toArray(String[]::new);
        int code = new Program(Main.class, Main.EXPERIMENTS).run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Ran(code, out.toString(), err.toString());
    }

    private String resolved(String word) {
        int value = word.startsWith("data=") ? "data=".length() : 0;
        String file = word.substring(value).replaceFirst("[:/].*", "");
        boolean named = !file.isEmpty() && Files.exists(folder.resolve(file));
        return named ? word.substring(0, value) + folder.resolve(word.substring(value)) : word;
    }

    private static String entry(Ran ran) {
        return "exit " + ran.code() + ": " + (ran.err().strip() + ran.out().strip()).replace("\n", "\n    ");
    }

    /** Returns what is wrong with the output of a wrong command line; empty if it is one line for a user. */
    static Optional<String> complaint(Ran ran) {
        String line = ran.err().replaceFirst("\\R$", "");
        Matcher internal = INTERNAL.matcher(line);
        if (ran.code() != 1 && ran.code() != 2) {
            return Optional.of("exit code must be 1 or 2, was " + ran.code());
        } else if (!ran.out().isEmpty()) {
            return Optional.of("standard output must be empty, was " + ran.out());
        } else if (!line.matches("dbn: \\S.*\\S")) {
            return Optional.of("must be one line that begins with dbn:, was " + line);
        } else if (line.length() > LONGEST) {
            return Optional.of("must have at most " + LONGEST + " characters, had " + line.length());
        } else if (internal.find()) {
            return Optional.of("must be for users, contains " + internal.group());
        }
        return Optional.empty();
    }

    static Stream<Ran> brokenOutputs() {
        return Stream.of(
                new Ran(1, "", "dbn: first line\ndbn: second line\n"),
                new Ran(1, "", "dbn: cannot read x\n\tat io.dbn4j.core.data.Npy.read(Npy.java:40)\n"),
                new Ran(1, "", "dbn: cannot read x: java.io.EOFException\n"),
                new Ran(1, "", "dbn: unexpected NullPointerException\n"),
                new Ran(1, "", "dbn: class io.dbn4j.core.units.Spin is not allowed\n"),
                new Ran(1, "", "dbn: null must be at least 1, was 0\n"),
                new Ran(1, "", "dbn: %s must be at least 1\n"),
                new Ran(1, "", "dbn: " + "no preset, there are: a, b, c, ".repeat(20) + "d\n"),
                new Ran(1, "", "layers must be at least 1, was 0\n"),
                new Ran(1, "", ""),
                new Ran(1, "half a result\n", "dbn: layers must be at least 1, was 0\n"),
                new Ran(0, "", "dbn: layers must be at least 1, was 0\n"));
    }

    @ParameterizedTest
    @MethodSource("brokenOutputs")
    void outputThatIsNotOneLineForUsersIsRejected(Ran broken) {
        assertThat(complaint(broken)).isPresent();
    }

    @Test
    void oneLineForUsersIsAccepted() {
        assertThat(complaint(new Ran(1, "", "dbn: layers must be at least 1, was 0\n")))
                .isEmpty();
    }
}
