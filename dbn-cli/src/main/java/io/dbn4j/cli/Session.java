package io.dbn4j.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbn4j.core.Check;
import io.dbn4j.core.json.Json;
import io.dbn4j.lab.run.NativeMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A sequence of command lines that run in one process, requested and answered by lines of JSON.
 *
 * <pre>
 *   {"id": 1, "args": ["rbm", "train", "--data", "rows.npy", "--json"]}     runs a command line
 *   {"cancel": 1}                                                           stops it
 *   {"exit": true}                                                          ends the session, as end of input does
 * </pre>
 *
 * <p>Commands run one after another, in the order of the requests. Each answer has the {@code id} of its request, a
 * number or a text:
 *
 * <pre>
 *   {"id":1,"progress":{"task":"layer 1 of 1","done":300,"total":600,"unit":"rows"}}
 *   {"id":1,"note":"run folder: runs/digits"}
 *   {"id":1,"warning":"ais: 3 effective samples"}
 *   {"id":1,"exit":0,"output":{"logPartition":{"value":12.3}}}              the JSON of --json, else a text
 *   {"id":1,"exit":1,"error":"no such file: rows.npy"}                      the last answer has the exit code
 * </pre>
 */
public final class Session {

    /** Name of the command that starts a session. */
    public static final String NAME = "session";

    /** Command that runs until the process is interrupted, so that requests after it would wait forever. */
    private static final String ENDLESS = "ui";

    private static final int WRONG_REQUEST = 2;

    private static final String FORMS =
            "must be {\"id\": 1, \"args\": [\"version\"]}, {\"cancel\": 1} or {\"exit\": true}";

    private final Program program;
    private final PrintWriter out;
    private final Map<JsonNode, Call> open = new ConcurrentHashMap<>();

    /**
     * Creates a session of a program.
     *
     * @param program runs the commands
     * @param out receives the answers
     */
    public Session(Program program, PrintWriter out) {
        this.program = program;
        this.out = out;
    }

    /**
     * Answers requests until the input ends; returns when the last command has ended.
     *
     * @throws UncheckedIOException if the input cannot be read
     */
    public void serve(Reader in) {
        // One thread for all commands: the number of OpenMP threads belongs to the thread that sets it.
        ExecutorService commands = Executors.newSingleThreadExecutor(work -> new Thread(work, NAME));
        try (BufferedReader requests = new BufferedReader(in)) {
            String line = requests.readLine();
            while (line != null && accepted(line, commands)) {
                line = requests.readLine();
            }
            commands.shutdown();
            commands.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read requests: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            commands.shutdownNow();
        }
    }

    /** Handles a request; returns false if it ends the session. */
    private boolean accepted(String line, ExecutorService commands) {
        if (line.isBlank()) {
            return true;
        }
        Map<String, Object> refusal = new LinkedHashMap<>();
        try {
            JsonNode request = Json.parse(line);
            JsonNode id = request.path("id");
            if (isId(id) && !open.containsKey(id)) { // else the refusal would end the command that has this id
                refusal.put("id", id);
                refusal.put("exit", WRONG_REQUEST);
            }
            switch (keys(request)) {
                case "cancel" -> cancel(request.get("cancel"));
                case "args,id", "id,args" -> commands.execute(call(request));
                case "exit" -> {
                    return false;
                }
                default -> Check.require(false, "request %s", FORMS);
            }
        } catch (IllegalArgumentException e) {
            refusal.put("error", String.valueOf(e.getMessage()));
            answer(refusal);
        }
        return true;
    }

    private static boolean isId(JsonNode id) {
        return id.isTextual() || id.isIntegralNumber();
    }

    private static String keys(JsonNode request) {
        List<String> keys = new ArrayList<>();
        for (Iterator<String> names = request.fieldNames(); names.hasNext(); ) {
            keys.add(names.next());
        }
        return String.join(",", keys);
    }

    private void cancel(JsonNode id) {
        Call call = open.get(id);
        if (call != null) {
            call.cancel();
        }
    }

    private Runnable call(JsonNode request) {
        JsonNode id = request.get("id");
        Check.require(isId(id), "id must be a text or a whole number, was %s", id);
        List<String> words = new ArrayList<>();
        Check.require(request.get("args").isArray(), "args must be a list of texts, was %s", request.get("args"));
        for (JsonNode word : request.get("args")) {
            Check.require(word.isTextual(), "args must be a list of texts, had %s", word);
            words.add(word.textValue());
        }
        String command = words.isEmpty() ? "" : words.get(0);
        Check.require(!command.equals(NAME), "a session cannot start another one");
        Check.require(!command.equals(ENDLESS), "%s has no end: start it as a process of its own", ENDLESS);
        Call call = new Call(id, words, this::answer);
        Check.require(open.putIfAbsent(id, call) == null, "id %s is in use by a command that has not ended", id);
        return () -> {
            Map<String, ?> last = call.run(program);
            open.remove(id);
            answer(last);
            NativeMemory.collect();
        };
    }

    /** Writes an answer; returns false if nobody reads the answers anymore. */
    private boolean answer(Map<String, ?> answer) {
        synchronized (out) {
            out.println(Json.line(answer));
            return !out.checkError();
        }
    }
}
