package io.dbn4j.lab.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dbn4j.core.Check;
import io.dbn4j.core.array.NativeThreads;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.json.RunFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The provenance of a run, sufficient to repeat it: the content of {@code run.json}.
 *
 * @param name name of the preset or of the file that holds the experiment
 * @param seed seed of all random streams
 * @param overrides values by path, as given; already applied to {@code experiment}
 * @param experiment the whole configuration
 * @param code revision of the program, with {@code -dirty} if files had been changed; {@code unknown} without one
 * @param machine the machine of the run
 * @param threads threads of the native libraries
 * @param data SHA-256 of the loaded data, by name
 * @param process number of the process on its machine
 * @param started time at which the folder was made
 * @param resumed time of the last resumption; empty if there was none
 * @param ended time of the end; empty while it runs
 * @param status state of the run
 * @param message reason of a failure; empty otherwise
 * @param headline the result in a few words; empty until there is one
 */
public record RunRecord(
        String name,
        long seed,
        Map<String, String> overrides,
        Map<String, Object> experiment,
        String code,
        Machine machine,
        NativeThreads threads,
        Map<String, String> data,
        long process,
        Instant started,
        String resumed,
        String ended,
        Status status,
        String message,
        String headline) {

    /** Name of the file that holds the record in a run folder. */
    public static final String FILE = "run.json";

    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    public RunRecord {
        RunRequest.requireName(name);
        Check.require(process >= 0, "process must be at least 0, was %d", process);
        requireTime("started", started);
        requireTimeOrNone("resumed", resumed);
        requireTimeOrNone("ended", ended);
    }

    private static void requireTimeOrNone(String what, String text) {
        if (!text.isEmpty()) {
            try {
                requireTime(what, Instant.parse(text));
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(
                        what + " must be empty or a time such as 2025-11-21T03:42:00Z, was " + Check.shown(text), e);
            }
        }
    }

    private static void requireTime(String what, Instant time) {
        Check.require(
                !time.isBefore(EARLIEST) && !time.isAfter(LATEST),
                "%s must be a time from %s to %s, was %s",
                what,
                EARLIEST,
                LATEST,
                time);
    }

    /** The state of a run. */
    public enum Status {
        /** A run that has not ended, or that was killed before it could record its end. */
        @JsonProperty("running")
        RUNNING,
        /** A run that ended with a result. */
        @JsonProperty("done")
        DONE,
        /** A run that ended with an error. */
        @JsonProperty("failed")
        FAILED,
        /** A run that was stopped from outside. */
        @JsonProperty("interrupted")
        INTERRUPTED
    }

    static RunRecord start(RunRequest request) {
        return new RunRecord(
                request.name(),
                request.seed(),
                request.overrides(),
                Json.toMap(request.experiment()),
                revision(),
                Machine.current(),
                NativeThreads.current(),
                Map.of(),
                ProcessHandle.current().pid(),
                Instant.now(),
                "",
                "",
                Status.RUNNING,
                "",
                "");
    }

    /**
     * Reads the record of a run folder.
     *
     * @throws IllegalArgumentException if the record is damaged; names the file and the place
     */
    public static RunRecord read(Path folder) {
        return Json.read(new RunFile(folder, FILE), RunRecord.class);
    }

    /**
     * Returns the request that this run answered, to be run again.
     *
     * @throws IllegalArgumentException if the recorded experiment does not fit its type in {@code experiments}
     */
    public RunRequest request(ExperimentList experiments) {
        return new RunRequest(name, experiments.read(experiment), seed, overrides);
    }

    /** Returns the command line that repeats the run. */
    public String command() {
        StringBuilder command = new StringBuilder(String.format(Locale.ROOT, "./dbn run %s --seed %d", name, seed));
        overrides.forEach((path, value) -> command.append(" --set ").append(quoted(path + "=" + value)));
        return command.toString();
    }

    RunRecord withData(String source, String sha256) {
        Map<String, String> more = new LinkedHashMap<>(data);
        more.put(source, sha256);
        return with(code, more, process, resumed, ended, status, message, headline);
    }

    RunRecord ended(Status how, String why, String result) {
        return with(code, data, process, resumed, Instant.now().toString(), how, why, result);
    }

    /** Returns the record of the same run, resumed in this process. */
    RunRecord resumedHere() {
        String now = Instant.now().toString();
        long here = ProcessHandle.current().pid();
        return with(revision(), data, here, now, "", Status.RUNNING, "", "");
    }

    private RunRecord with(
            String newCode,
            Map<String, String> newData,
            long newProcess,
            String newResumed,
            String newEnded,
            Status newStatus,
            String newMessage,
            String newHeadline) {
        return new RunRecord(
                name,
                seed,
                overrides,
                experiment,
                newCode,
                machine,
                threads,
                newData,
                newProcess,
                started,
                newResumed,
                newEnded,
                newStatus,
                newMessage,
                newHeadline);
    }

    /**
     * Tells whether the recorded process still exists and is not a later process with the same number. Used where no
     * {@link RunLock} answers.
     */
    boolean isAlive() {
        Instant last = resumed.isEmpty() ? started : Instant.parse(resumed);
        return ProcessHandle.of(process)
                .map(ProcessHandle::info)
                .map(info ->
                        info.startInstant().map(start -> !start.isAfter(last)).orElse(true))
                .orElse(false);
    }

    /** Quotes a word for a POSIX shell; control characters, which a terminal would act on, are escaped. */
    private static String quoted(String word) {
        if (!Check.printable(word).equals(word)) {
            StringBuilder escaped = new StringBuilder("$'");
            word.chars()
                    .forEach(c -> escaped.append(
                            c == '\'' || c == '\\' || Character.isISOControl(c) || c > 0x7e
                                    ? String.format(Locale.ROOT, "\\u%04x", c)
                                    : String.valueOf((char) c)));
            return escaped.append('\'').toString();
        }
        return word.matches("[A-Za-z0-9._=,:/+-]*") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static String revision() {
        Properties git = new Properties();
        try (InputStream in = RunRecord.class.getResourceAsStream("/git.properties")) {
            if (in != null) {
                git.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("git.properties: " + e.getMessage(), e);
        }
        String dirty = git.getProperty("git.dirty", "false").equals("true") ? "-dirty" : "";
        return git.getProperty("git.commit.id.full", "unknown") + dirty;
    }
}
