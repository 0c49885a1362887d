package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbn4j.cli.Program;
import io.dbn4j.cli.Session;
import io.dbn4j.core.json.Json;
import io.dbn4j.lab.run.FolderComparison;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTest {

    @TempDir
    private Path folder;

    private String data;

    @BeforeEach
    void writeRows() throws IOException {
        data = Files.writeString(folder.resolve("rows.csv"), "1,0,1\n0,1,0\n1,1,0\n0,0,1\n")
                .toString();
    }

    private List<String> train(String run, int epochs) {
        return List.of(
                "rbm",
                "train",
                "--data=" + data,
                "--hidden=2",
                "--epochs=" + epochs,
                "--threads=1",
                "--seed=0",
                "--json",
                "--out=" + folder.resolve(run));
    }

    private static String request(int id, List<String> words) {
        return Json.line(Map.of("id", id, "args", words)) + "\n";
    }

    private static Session session(StringWriter out) {
        return new Session(new Program(Main.class, Main.EXPERIMENTS), new PrintWriter(out));
    }

    private static List<JsonNode> answers(String requests) {
        StringWriter out = new StringWriter();
        session(out).serve(new StringReader(requests));
        return parsed(out);
    }

    private static List<JsonNode> parsed(StringWriter out) {
        return out.toString().lines().map(Json::parse).toList();
    }

    private static JsonNode last(List<JsonNode> answers, int id) {
        List<JsonNode> ended = answers.stream()
                .filter(answer -> answer.path("id").asInt() == id && answer.has("exit"))
                .toList();
        assertThat(ended).as("last answers of command %d", id).hasSize(1);
        return ended.get(0);
    }

    /** The fresh process proves that nothing of an earlier command, or of its error, changes a later one. */
    @Test
    void aCommandTwiceInASessionAndInAFreshProcessHasEqualBits() throws Exception {
        List<JsonNode> answers = answers(request(1, train("first", 5))
                + request(2, List.of("rbm", "train", "--data=missing.csv"))
                + request(3, List.of("rbm", "train", "--epoch=1"))
                + request(4, train("second", 5)));
        List<String> fresh = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        fresh.addAll(train("fresh", 5));
        Process process = new ProcessBuilder(fresh)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();

        assertThat(process.waitFor()).isZero();
        assertThat(FolderComparison.of(folder.resolve("fresh"), folder.resolve("first")))
                .isEmpty();
        assertThat(FolderComparison.of(folder.resolve("fresh"), folder.resolve("second")))
                .isEmpty();
        JsonNode first = last(answers, 1);
        assertThat(first.get("output")).isEqualTo(Json.tree(folder.resolve("first/result.json")));
        assertThat(answers)
                .anyMatch(answer -> answer.at("/progress/task").asText().contains("layer 1"));
        assertThat(answers).anyMatch(answer -> answer.path("note").asText().startsWith("run folder: "));
        assertThat(last(answers, 2))
                .isEqualTo(Json.tree(Map.of("id", 2, "exit", 1, "error", "no such file: missing.csv")));
        assertThat(last(answers, 3).get("exit").asInt()).isEqualTo(2);
        assertThat(last(answers, 3).get("error").asText())
                .startsWith("unknown option --epoch")
                .endsWith("train --help");
    }

    @Test
    void aCanceledCommandStopsAndTheNextOneRuns() throws Exception {
        try (PipedWriter requests = new PipedWriter();
                PipedReader in = new PipedReader(requests)) {
            StringWriter out = new StringWriter() {
                private boolean canceled;

                @Override
                public void flush() {
                    if (!canceled && toString().contains("layer 1")) {
                        canceled = true;
                        feed(requests, "{\"cancel\": 1}\n" + request(2, List.of("version")) + "{\"exit\": true}\n");
                    }
                }
            };
            feed(requests, request(1, train("endless", 100_000_000)));
            session(out).serve(in);

            assertThat(last(parsed(out), 1)).isEqualTo(Json.tree(Map.of("id", 1, "exit", 130, "error", "canceled")));
            assertThat(last(parsed(out), 2).get("output").asText()).startsWith("dbn4j ");
        }
        assertThat(Files.readString(folder.resolve("endless/run.json"))).contains("\"status\": \"interrupted\"");
    }

    private static void feed(PipedWriter requests, String lines) {
        try {
            requests.write(lines);
            requests.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version                           | not JSON",
                "{'id': 1}                         | request must be {\"id\": 1, \"args\": [\"version\"]}",
                "{'id': true, 'args': []}          | id must be a text or a whole number, was true",
                "{'id': 1, 'args': 'version'}      | args must be a list of texts, was \"version\"",
                "{'id': 1, 'args': [1]}            | args must be a list of texts, had 1",
                "{'id': 1, 'args': ['session']}    | a session cannot start another one",
                "{'id': 1, 'args': ['ui']}         | ui has no end: start it as a process of its own"
            },
            quoteCharacter = '~')
    void aWrongRequestIsAnsweredInOneLine(String request, String error) {
        List<JsonNode> answers = answers(request.replace('\'', '"') + "\n" + request(2, List.of("version")));

        assertThat(answers).hasSize(2);
        assertThat(answers.get(0).get("error").asText()).startsWith(error);
        if (request.contains("'id': 1")) {
            assertThat(last(answers, 1).get("exit").asInt()).isEqualTo(2);
        }
        assertThat(last(answers, 2).get("exit").asInt()).isZero();
    }
}
