package io.dbn4j.lab.experiment;

import static io.dbn4j.lab.experiment.SmallTraining.copy;
import static io.dbn4j.lab.experiment.SmallTraining.delete;
import static io.dbn4j.lab.experiment.SmallTraining.differences;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.lab.run.RunRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Kills processes at any moment, cuts logs anywhere and puts links in between: equal bits, and no JVM crashes. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class PowerCutTest {

    private static final long SEED = Long.getLong("dbn.seed", 1);

    private static final int KILLS = Integer.getInteger("dbn.kills", 40);

    private static final int EPOCHS = 60;

    private static final List<String> NAMES = List.of(
            "metrics.jsonl", "checkpoints", "plots", "run.json", "result.json", "model.zip", ".lock", "training", "x");

    @TempDir
    Path root;

    private final Random random = new Random(SEED);
    private final Map<String, Integer> counts = new TreeMap<>();

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    @Test
    void fortyKillsCutsAndLinksEndWithTheSameBits() throws Exception {
        Path whole = new SmallTraining(root, EPOCHS).whole("whole");
        Path outside = Files.createDirectory(root.resolve("outside"));
        Files.writeString(outside.resolve("precious.txt"), "precious");
        Files.copy(whole.resolve("metrics.jsonl"), outside.resolve("log"));
        Map<String, String> before = content(outside);
        for (int round = 1; counts.getOrDefault("kills", 0) < KILLS; round++) {
            Path folder = root.resolve("run-" + round);
            boolean done = kill("create", folder);
            for (int again = 0; again < 4 && !done; again++) {
                damage(folder);
                refuseLink(folder, outside.resolve(random.nextBoolean() ? "" : "log"));
                done = kill("resume", folder);
            }
            if (!done) {
                assertThat(start("resume", folder).end()).isEqualTo("0 ");
            }
            assertThat(differences(whole, folder))
                    .as("seed %d, round %d", SEED, round)
                    .isEmpty();
            count("runs with equal bits");
        }
        assertThat(content(outside)).isEqualTo(before);
        try (var files = Files.list(root)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("crash")))
                    .isEmpty();
        }
        System.out.println("seed " + SEED + ": " + counts);
    }

    private TrainingProcess start(String what, Path folder) throws IOException {
        return TrainingProcess.start(what, root, EPOCHS, folder, root);
    }

    /** Kills a training at a random moment; tells whether the run had ended before. */
    private boolean kill(String what, Path folder) throws Exception {
        TrainingProcess training = start(what, folder);
        Process process = training.process();
        while (process.isAlive() && !Files.isDirectory(folder.resolve("checkpoints"))) {
            process.waitFor(5, TimeUnit.MILLISECONDS);
        }
        process.waitFor(what.equals("create") ? random.nextInt(1500) : random.nextInt(4000), TimeUnit.MILLISECONDS);
        String signal = List.of("KILL", "KILL", "KILL", "INT", "TERM").get(random.nextInt(5));
        if (process.isAlive()) {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        }
        String end = training.end();
        boolean done = RunRecord.read(folder).status() == RunRecord.Status.DONE;
        assertThat(end.substring(0, end.indexOf(' ')))
                .as("%s %s, counts %s: %s", what, signal, counts, end)
                .isIn(done ? List.of("0", "130", "137", "143") : List.of("130", "137", "143"));
        if (!end.startsWith("0")) {
            count("kills");
            count("kills by SIG" + signal);
        }
        return done;
    }

    private void damage(Path folder) throws IOException {
        Path log = folder.resolve("metrics.jsonl");
        byte[] bytes = Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
        switch (random.nextInt(5)) {
            case 0 -> {
                Files.write(log, Arrays.copyOf(bytes, bytes.length == 0 ? 0 : random.nextInt(bytes.length)));
                count("logs cut");
            }
            case 1 -> {
                Files.deleteIfExists(log);
                count("logs deleted");
            }
            case 2 -> {
                byte[] zeros = bytes.clone();
                Arrays.fill(zeros, bytes.length / 2, bytes.length, (byte) 0);
                Files.write(log, zeros);
                count("logs with zeros");
            }
            case 3 -> {
                Files.write(log, Arrays.copyOf(bytes, bytes.length + 100));
                count("logs with junk");
            }
            default -> count("logs as they were");
        }
    }

    /** Replaces a file by a link: the run is refused and stays unchanged. */
    private void refuseLink(Path folder, Path target) throws Exception {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        Path linked = copy(folder, root.resolve("linked"));
        delete(linked.resolve(name));
        Files.createSymbolicLink(linked.resolve(name), target);
        assertThat(start("resume", linked).end()).startsWith("1 dbn: ").contains("link");
        delete(linked);
        count("links refused");
    }

    private static Map<String, String> content(Path folder) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                content.put(
                        file.toString(),
                        Files.getLastModifiedTime(file) + Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return content;
    }
}
