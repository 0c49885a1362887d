package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installs the Python package into a folder, without a network, and runs its tests and its example against this build. */
@Tag("system")
class PythonTest {

    private static final String JAVA = "'%s' -XX:TieredStopAtLevel=1 -XX:CompileCommand=quiet"
            + " -XX:CompileCommand=exclude,org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner::exec"
            + " -Xmx1g -Dorg.nd4j.log.initialization=false -cp '%s' %s";

    @TempDir
    private Path folder;

    @BeforeEach
    void install() throws Exception {
        copy(Path.of("..", "python"), folder.resolve("python"));
        python(
                "-m",
                "pip",
                "install",
                "-q",
                "--no-index",
                "--no-build-isolation",
                "--no-deps",
                "--target",
                "site",
                "python/");
    }

    @Test
    void theTestsOfThePackagePass() throws Exception {
        System.out.println(python("-m", "unittest", "discover", "-s", "python/tests"));
    }

    @Test
    void theExampleRuns() throws Exception {
        assertThat(python("python/examples/digits.py")).contains("log-likelihood", "accuracy");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                String name = from.relativize(file).toString();
                boolean built = name.matches("build.*|.*egg-info.*|.*__pycache__.*");
                if (!built && Files.isRegularFile(file)) {
                    Path target = to.resolve(name);
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
    }

    /** Runs Debian's Python, which has scikit-learn, and returns what it printed. */
    private String python(String... words) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of("/usr/bin/python3"), List.of(words).stream())
                                .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        builder.environment().put("DBN4J_COMMAND", JAVA.formatted(java, classPath, Main.class.getName()));
        builder.environment().put("PYTHONPATH", folder.resolve("site").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
