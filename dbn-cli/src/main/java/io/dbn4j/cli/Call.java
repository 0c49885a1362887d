package io.dbn4j.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbn4j.core.json.Json;
import io.dbn4j.lab.run.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;

/** A command line of a {@link Session}, and the display of its progress. */
final class Call implements Progress {

    /** Exit code of a command that was canceled, as of one that was interrupted. */
    private static final int CANCELED = 130;

    private static final long INTERVAL_NANOS = 200_000_000;

    private final JsonNode id;
    private final List<String> words;
    private final Predicate<Map<String, ?>> answers;
    private final StringWriter errors = new StringWriter();
    private volatile boolean canceled;
    private String task = "";
    private String unit = "";
    private long total;
    private long done;
    private long shown;

    /**
     * Creates a call.
     *
     * @param answers sends an answer; false if nobody reads the answers anymore
     */
    Call(JsonNode id, List<String> words, Predicate<Map<String, ?>> answers) {
        this.id = id;
        this.words = words;
        this.answers = answers;
    }

    /** Makes the command stop at its next report of progress. */
    void cancel() {
        canceled = true;
    }

    /** Runs the command and returns the last answer: its exit code with its output or its error. */
    Map<String, ?> run(Program program) {
        StringWriter out = new StringWriter();
        int code = canceled
                ? CANCELED
                : program.run(new PrintWriter(out), new PrintWriter(errors), this, words.toArray(new String[0]));
        boolean stopped = canceled && code != 0;
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("exit", stopped ? CANCELED : code);
        if (stopped) {
            answer.put("error", "canceled");
        } else if (code != 0) {
            answer.put("error", said());
        } else {
            noteWhatWasSaid();
        }
        String text = out.toString().strip();
        if (code == 0 || !text.isEmpty()) {
            answer.put("output", words.contains("--json") ? json(text) : text);
        }
        return ofThis(answer);
    }

    /** Returns the JSON of a text, or the text if it is not JSON, such as the help of a command. */
    private static Object json(String text) {
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    @Override
    public synchronized void begin(String newTask, long newTotal, String newUnit) {
        end();
        task = newTask;
        total = newTotal;
        unit = newUnit;
        done = 0;
        show();
    }

    /**
     * Shows progress five times a second.
     *
     * @throws CancellationException if the command was canceled, or nobody reads the answers anymore
     */
    @Override
    public synchronized void at(long now) {
        if (canceled) {
            throw new CancellationException("canceled");
        }
        done = now;
        if (System.nanoTime() - shown >= INTERVAL_NANOS) {
            show();
        }
    }

    @Override
    public synchronized void advance(long more) {
        at(done + more);
    }

    @Override
    public synchronized void note(String line) {
        noteWhatWasSaid();
        send(Map.of("note", line));
    }

    @Override
    public synchronized void warn(String line) {
        noteWhatWasSaid();
        send(Map.of("warning", line));
    }

    @Override
    public synchronized void end() {
        if (total > 0) {
            show();
            total = 0;
        }
    }

    private void show() {
        noteWhatWasSaid();
        shown = System.nanoTime();
        Map<String, Object> progress = new LinkedHashMap<>();
        progress.put("task", task);
        progress.put("done", done);
        progress.put("total", total);
        progress.put("unit", unit);
        send(Map.of("progress", progress));
    }

    /** Sends what the command wrote for people, such as the address of a page, as notes. */
    private void noteWhatWasSaid() {
        said().lines().forEach(line -> send(Map.of("note", line)));
    }

    /** Returns what the command wrote to its standard error since the last call, without the name of the program. */
    private String said() {
        StringBuffer written = errors.getBuffer();
        String said = written.toString().replaceAll("(?m)^dbn: ", "").strip();
        written.setLength(0);
        return said;
    }

    private void send(Map<String, ?> content) {
        if (!answers.test(ofThis(content))) {
            cancel();
        }
    }

    private Map<String, Object> ofThis(Map<String, ?> content) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", id);
        answer.putAll(content);
        return answer;
    }
}
