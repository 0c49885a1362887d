package io.dbn4j.lab.experiment;

import static io.dbn4j.lab.experiment.SmallTraining.copy;
import static io.dbn4j.lab.experiment.SmallTraining.delete;
import static io.dbn4j.lab.experiment.SmallTraining.differences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.lab.run.MetricLog;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests of untrusted run folders: nothing outside them is read, written or deleted. */
class ForeignFolderTest {

    /** All names that a run reads or writes, and an unknown one. */
    private static final List<String> NAMES = List.of(
            "run.json",
            "metrics.jsonl",
            "result.json",
            "model.zip",
            "report.html",
            ".lock",
            "checkpoints",
            "plots",
            "training",
            "trials",
            "notes");

    @TempDir
    static Path shared;

    @SuppressWarnings("NullAway.Init")
    private static SmallTraining training;

    @SuppressWarnings("NullAway.Init")
    private static Path whole;

    @TempDir
    Path root;

    private Path stopped;
    private Path outside;

    @BeforeAll
    static void train() throws IOException {
        training = new SmallTraining(shared);
        whole = training.whole("whole");
        training.stopped("stopped", 14);
    }

    @BeforeEach
    void prepare() throws IOException {
        stopped = copy(shared.resolve("stopped"), root.resolve("stopped"));
        outside = Files.createDirectory(root.resolve("outside"));
        Files.writeString(outside.resolve("precious.txt"), "precious");
        Files.copy(stopped.resolve("metrics.jsonl"), outside.resolve("log"));
        Files.copy(stopped.resolve("run.json"), outside.resolve("record"));
        copy(stopped.resolve("checkpoints"), outside.resolve("checkpoints"));
    }

    private Map<String, String> outside() throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (var files = Files.walk(outside)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(
                        outside.relativize(file).toString(),
                        Files.getLastModifiedTime(file) + " " + Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return content;
    }

    @Test
    void aLinkOfAnyNameIsRefusedAndNothingIsTouched() throws IOException {
        Map<String, String> before = outside();
        for (String name : NAMES) {
            for (String target : List.of("log", "record", "checkpoints", "", "nothing")) {
                Path folder = copy(stopped, root.resolve("copy-" + name + "-" + target));
                delete(folder.resolve(name));
                Files.createSymbolicLink(folder.resolve(name), outside.resolve(target));

                assertThatThrownBy(() -> training.resume(folder))
                        .as("%s -> %s", name, target)
                        .isInstanceOf(IllegalArgumentException.class)
                        .message()
                        .contains(folder.resolve(name).toString(), "link")
                        .hasLineCount(1);

                assertThat(outside()).isEqualTo(before);
                if (!name.equals("run.json")) {
                    assertThat(folder.resolve("run.json")).hasSameTextualContentAs(stopped.resolve("run.json"));
                }
            }
        }
    }

    @Test
    void linksAmongTheCheckpointsAreLeftOutAndNothingIsTouched() throws IOException {
        Map<String, String> before = outside();
        Path checkpoints = stopped.resolve("checkpoints");
        for (String target : List.of("precious.txt", "", "nothing", "checkpoints")) {
            Files.createSymbolicLink(
                    checkpoints.resolve("00099" + target.length() % 10 + "-layers.zip"), outside.resolve(target));
            Files.createSymbolicLink(
                    checkpoints.resolve(".000001-layers" + target.length() + ".zip.tmp"), outside.resolve(target));
        }
        training.resume(stopped);
        assertThat(differences(whole, stopped)).isEmpty();
        assertThat(outside()).isEqualTo(before);
    }

    @Test
    void aHardLinkIsNotWrittenThrough() throws IOException {
        Map<String, String> before = outside();
        Files.delete(stopped.resolve("metrics.jsonl"));
        Files.createLink(stopped.resolve("metrics.jsonl"), outside.resolve("log"));
        Files.delete(stopped.resolve("run.json"));
        Files.createLink(stopped.resolve("run.json"), outside.resolve("record"));

        training.resume(stopped);

        assertThat(differences(whole, stopped)).isEmpty();
        assertThat(outside()).isEqualTo(before);
    }

    @Test
    void filesOfTheUsersOwnAmongTheCheckpointsStay() throws IOException {
        Path checkpoints = stopped.resolve("checkpoints");
        List<String> own = List.of("notes.txt", "backup of 6.zip", "000001-Layers.zip", ".hidden.tmp", "7-layers.zip");
        for (String name : own) {
            Files.writeString(checkpoints.resolve(name), "mine");
        }
        training.resume(stopped);
        assertThat(differences(whole, stopped)).isEmpty();
        try (var left = Files.list(checkpoints)) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(own);
        }
    }

    @Test
    void halvesOfFilesFromAProcessThatWasKilledGo() throws IOException {
        Files.writeString(stopped.resolve(".model.zip.0123456789abcdef.tmp"), "half");
        Files.writeString(stopped.resolve("checkpoints/.000009-layers.zip.0123456789abcdef.tmp"), "half");
        Files.writeString(stopped.resolve(".mine.tmp"), "mine");

        training.resume(stopped);

        assertThat(stopped.resolve(".model.zip.0123456789abcdef.tmp")).doesNotExist();
        assertThat(stopped.resolve("checkpoints")).doesNotExist();
        assertThat(stopped.resolve(".mine.tmp")).exists();
    }

    /** Earlier versions wrote other digits into names of checkpoints under some system languages. */
    @Test
    void checkpointsWithDigitsOfAnotherScriptAreGoneOnFrom() throws IOException {
        Path checkpoints = stopped.resolve("checkpoints");
        try (var files = Files.list(checkpoints)) {
            for (Path file : files.toList()) {
                StringBuilder arabic = new StringBuilder();
                file.getFileName()
                        .toString()
                        .chars()
                        .forEach(c -> arabic.append((char) (c >= '0' && c <= '9' ? c - '0' + '\u0660' : c)));
                Files.move(file, checkpoints.resolve(arabic.toString()));
            }
        }
        int before = MetricLog.read(stopped.resolve("metrics.jsonl")).size();
        Run run = Run.resume(stopped, LabExperiments.LIST, Progress.SILENT);
        assertThat(MetricLog.read(stopped.resolve("metrics.jsonl"))).hasSizeBetween(1, before);
        run.execute();
        assertThat(differences(whole, stopped)).isEmpty();
    }

    /** Cuts the log as a power cut may, and elsewhere: the run always ends with the same bits. */
    @Test
    void aLogCutAnywhereIsMadeAgain() throws IOException {
        byte[] log = Files.readAllBytes(stopped.resolve("metrics.jsonl"));
        for (int cut : new int[] {0, 1, 50, log.length / 3, log.length / 2, log.length - 1}) {
            Path folder = copy(stopped, root.resolve("cut-" + cut));
            Files.write(folder.resolve("metrics.jsonl"), Arrays.copyOf(log, cut));
            training.resume(folder);
            assertThat(differences(whole, folder)).as("cut at %d", cut).isEmpty();
        }
        Path none = copy(stopped, root.resolve("none"));
        Files.delete(none.resolve("metrics.jsonl"));
        training.resume(none);
        assertThat(differences(whole, none)).isEmpty();
        Path zeros = copy(stopped, root.resolve("zeros"));
        Files.write(zeros.resolve("metrics.jsonl"), new byte[log.length]);
        training.resume(zeros);
        assertThat(differences(whole, zeros)).isEmpty();
    }

    @Test
    @Timeout(120)
    @EnabledOnOs(OS.LINUX)
    void aPipeOfAnyNameHangsNothing() throws Exception {
        for (String name : NAMES) {
            Path folder =
                    copy(stopped, Files.createDirectories(root.resolve("runs")).resolve(name));
            delete(folder.resolve(name));
            new ProcessBuilder("mkfifo", folder.resolve(name).toString())
                    .start()
                    .waitFor();
        }
        RunList list = RunList.of(root.resolve("runs"));
        assertThat(list.unreadable())
                .extracting(RunList.Unreadable::folder)
                .containsExactly(root.resolve("runs/run.json"));
        for (RunList.Entry run : list.runs()) {
            try {
                training.resume(run.folder());
                assertThat(differences(whole, run.folder())).isEmpty();
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).contains("was a pipe or a device").hasLineCount(1);
            }
        }
    }

    @Test
    void aFolderWithLeftoversOfARunIsNoNewOne() throws IOException {
        for (String name : List.of("metrics.jsonl", "checkpoints")) {
            Path folder = copy(stopped, root.resolve("left-" + name));
            Files.delete(folder.resolve("run.json"));
            delete(folder.resolve(name.equals("checkpoints") ? "metrics.jsonl" : "checkpoints"));
            assertThatThrownBy(() -> Run.create(training.request(), folder, Progress.SILENT))
                    .hasMessage(folder + " already holds a run; choose another folder");
        }
        assertThatThrownBy(() -> Run.create(training.request(), Path.of(""), Progress.SILENT))
                .hasMessage("the folder of a run must have a name, was empty");
    }
}
