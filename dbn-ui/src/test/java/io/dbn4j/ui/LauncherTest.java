package io.dbn4j.ui;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests the launcher {@code dbn} in a small project, with fake Maven and Java programs that only print their arguments.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    private static final String MAVEN = """
            #!/bin/sh
            echo "$*" >>builds
            mkdir -p dbn-ui/target/fast/lib dbn-spark/target/fast/lib/jars
            touch dbn-ui/target/fast/lib/dbn-ui.jar dbn-spark/target/fast/lib/jars/dbn-spark.jar
            """;

    private static final String JAVA = """
            #!/bin/sh
            case $* in
                *-version) printf 'openjdk version "VERSION.0.1"\\n    java.home = HOME\\n' ;;
                *) echo "${LC_ALL-unset} $*" ;;
            esac
            """;

    @TempDir
    Path folder;

    private Path project;

    @BeforeEach
    void makeAProject() throws IOException {
        project = folder.resolve("a project");
        Files.createDirectories(project.resolve("dbn-ui/src/main/java"));
        write("pom.xml", "");
        write("dbn-ui/pom.xml", "");
        write("dbn-ui/src/main/java/Main.java", "");
        write("dbn", Files.readString(Path.of("..", "dbn")));
        write("bin/mvn", MAVEN);
        writeJava(17);
    }

    @Test
    void buildsOnceAndHandsTheArgumentsOver() throws Exception {
        Ended first = run("mnist", "--out", "a b", "*");
        Ended second = run("mnist", "--out", "a b", "*");

        assertThat(first.out()).endsWith("dbn-ui.jar mnist --out a b *\n").isEqualTo(second.out());
        assertThat(first.err()).hasLineCount(1).contains("building for the first time");
        assertThat(second.err()).isEmpty();
        assertThat(builds()).hasSize(1);
    }

    /** Spark is not downloaded for users who never use it. */
    @Test
    void sparkIsBuiltWhenItIsAskedFor() throws Exception {
        run("mnist");
        Ended first = run("spark", "sweep", "a b", "*");
        Ended second = run("spark", "sweep", "a b", "*");

        assertThat(first.out())
                .contains("-cp " + project.toRealPath() + "/dbn-spark/target/fast/lib/jars/* ")
                .endsWith("io.dbn4j.spark.Main sweep a b *\n")
                .isEqualTo(second.out());
        assertThat(builds()).hasSize(2);
        assertThat(builds().get(0)).contains("-pl dbn-ui -am");
        assertThat(builds().get(1)).contains("-pl dbn-spark -am");
    }

    @Test
    void theHelpOfSparkNeedsNoBuildOfSpark() throws Exception {
        assertThat(run("spark", "--help").out()).endsWith("dbn-ui.jar spark --help\n");
        assertThat(run("spark").out()).endsWith("dbn-ui.jar spark\n");
        assertThat(builds()).singleElement().asString().contains("-pl dbn-ui -am");
    }

    @Test
    void anArchiveIsRunWithoutABuildAndHasNoSpark() throws Exception {
        write("unpacked/bin/dbn", Files.readString(Path.of("..", "dbn")));
        write("unpacked/lib/dbn-ui.jar", "");

        Ended version = end(builder().command("unpacked/bin/dbn", "version").start());
        Ended spark =
                end(builder().command("unpacked/bin/dbn", "spark", "sweep").start());

        assertThat(version.out()).endsWith("/unpacked/bin/../lib/dbn-ui.jar version\n");
        assertThat(spark.err())
                .isEqualTo(
                        "dbn: dbn spark is not in this archive: it has an archive of its own, see dbn-spark/README.md\n");
        assertThat(project.resolve("builds")).doesNotExist();
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        run();
        Files.setLastModifiedTime(
                project.resolve("dbn-ui/src/main/java/Main.java"),
                FileTime.from(Instant.now().plusSeconds(60)));

        Ended ended = run();

        assertThat(ended.status()).isZero();
        assertThat(builds()).hasSize(2);
    }

    @Test
    void buildsFromNothingWhenTheOptionsAreOthers() throws Exception {
        run();

        end(start("./dbn", "DBN_MAVEN_OPTS", "-Pcuda"));

        assertThat(builds()).hasSize(2).last().asString().endsWith("-Pcuda clean package");
    }

    @Test
    void tellsOnOneLineWhyABuildFailed() throws Exception {
        write("bin/mvn", "#!/bin/sh\necho the reason\nexit 1\n");

        Ended ended = run("mnist");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("the reason\n").contains("dbn: the build failed");
        assertThat(project.resolve("target/dbn.lock")).doesNotExist();
    }

    @Test
    void oneOfTwoStartedAtOnceBuilds() throws Exception {
        write("bin/mvn", MAVEN + "sleep 1\n");

        List<Process> both = new ArrayList<>();
        both.add(start("./dbn"));
        both.add(start("./dbn"));
        for (Process process : both) {
            assertThat(end(process).status()).isZero();
        }

        assertThat(builds()).hasSize(1);
    }

    @Test
    void takesOverTheLockOfABuildThatDied() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        write("target/dbn.lock/holder", Long.toString(dead.pid()));

        assertThat(run().status()).isZero();
        assertThat(project.resolve("target/dbn.lock")).doesNotExist();
    }

    @Test
    void refusesAnOldJava() throws Exception {
        writeJava(11);

        Ended ended = run();

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err())
                .hasLineCount(1)
                .contains("Java 17 or newer is needed")
                .contains("version 11");
    }

    @Test
    void isFoundThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a project", "dbn"));

        assertThat(end(start(link.toString())).out()).contains("a project/dbn-ui/target/fast/lib/dbn-ui.jar");
    }

    /** In the locale C, Java reads and writes names of files in ASCII. */
    @ParameterizedTest
    @CsvSource({
        "LC_ALL=C, C.UTF-8",
        "LC_ALL=POSIX, C.UTF-8",
        "LANG=C, C.UTF-8",
        "LC_CTYPE=C, C.UTF-8",
        "LC_CTYPE=, C.UTF-8",
        "LC_ALL=tr_TR.UTF-8, tr_TR.UTF-8",
        "LANG=ar_EG.UTF-8, unset"
    })
    void setsUtf8WhereTheLocaleIsC(String variable, String expected) throws Exception {
        ProcessBuilder builder = builder().command("./dbn");
        builder.environment().keySet().removeAll(List.of("LC_ALL", "LC_CTYPE", "LANG"));
        String[] setting = variable.split("=", -1);
        builder.environment().put(setting[0], setting[1]);

        assertThat(end(builder.start()).out()).startsWith(expected + " ");
    }

    private record Ended(int status, String out, String err) {}

    private Ended run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("./dbn"));
        command.addAll(List.of(arguments));
        return end(builder().command(command).start());
    }

    private Process start(String command, String... environment) throws IOException {
        ProcessBuilder builder = builder().command(command);
        for (int i = 0; i < environment.length; i += 2) {
            builder.environment().put(environment[i], environment[i + 1]);
        }
        return builder.start();
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder().directory(project.toFile());
        builder.environment().keySet().removeAll(List.of("DBN_MAVEN_OPTS", "DBN_JAVA_OPTS"));
        builder.environment().put("JAVA_HOME", project.toString());
        builder.environment().merge("PATH", project.resolve("bin").toString(), (old, bin) -> bin + ":" + old);
        return builder;
    }

    private static Ended end(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), out, err);
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(project.resolve("builds"));
    }

    private void writeJava(int version) throws IOException {
        write("bin/java", JAVA.replace("VERSION", String.valueOf(version)).replace("HOME", project.toString()));
        write("bin/javac", "");
    }

    private void write(String name, String content) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        file.toFile().setExecutable(true);
    }
}
