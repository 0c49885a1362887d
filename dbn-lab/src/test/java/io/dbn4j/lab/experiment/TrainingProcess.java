package io.dbn4j.lab.experiment;

import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.terminal.ErrorLine;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.nd4j.linalg.factory.Nd4j;

/** A {@link SmallTraining} in its own process, as the command line runs it, with a checkpoint after every update. */
final class TrainingProcess {

    private final Process process;
    private final Path log;

    private TrainingProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a process.
     *
     * @param what {@code create} or {@code resume}
     * @param go file whose appearance starts several processes at the same time; it may exist already
     */
    static TrainingProcess start(String what, Path root, int epochs, Path folder, Path go) throws IOException {
        Path log = Files.createTempFile(root, "process", ".log");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + root.resolve("crash-%p.log"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainingProcess.class.getName(),
                        what,
                        root.toString(),
                        String.valueOf(epochs),
                        folder.toString(),
                        go.toString()))
                .redirectErrorStream(true)
                .redirectOutput(new File(log.toString()))
                .start();
        return new TrainingProcess(process, log);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        try {
            SmallTraining training = new SmallTraining(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
            Path folder = Path.of(arguments[3]);
            Nd4j.zeros(1);
            while (!Files.exists(Path.of(arguments[4]))) {
                Thread.sleep(1);
            }
            Run run = arguments[0].equals("create")
                    ? Run.create(training.request(), folder, Progress.SILENT)
                    : Run.resume(folder, LabExperiments.LIST, Progress.SILENT);
            run.checkpoints().every(Duration.ZERO);
            run.execute();
        } catch (RuntimeException e) {
            ErrorLine.print(out, ErrorLine.of(e));
            System.exit(ErrorLine.FAILED);
        }
    }

    Process process() {
        return process;
    }

    /** Waits for the end and returns the exit code and the messages. */
    String end() throws IOException, InterruptedException {
        int code = process.waitFor();
        List<String> lines = Files.readAllLines(log);
        String said = lines.stream()
                .filter(line -> line.startsWith("dbn: ") || line.startsWith("Exception in thread"))
                .findFirst()
                .orElse("");
        return code + " " + said;
    }
}
