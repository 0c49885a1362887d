package io.dbn4j.ui;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbn4j.core.rbm.Rbm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The project in {@code examples/consumer}, built and run by a Maven of its own against the jar of this build.
 *
 * <p>Its local repository is that of this build, seen through links, but for {@code io.dbn4j}: so nothing is downloaded
 * twice and nothing of this build is installed.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need rights there")
class ConsumerTest {

    private static final Path EXAMPLE = Checkout.ROOT.resolve("examples").resolve("consumer");
    private static final Pattern DEPENDENCY = Pattern.compile("<dependency>.*?</dependency>", Pattern.DOTALL);
    private static final Pattern VERSION = Pattern.compile("\\s*<version>(.*?)</version>");
    private static final Pattern TRAINED = Pattern.compile("trained: (.*) nats");

    @TempDir
    private Path folder;

    private Path repository;
    private String pom;
    private String dependency;
    private String version;

    @BeforeEach
    void makeARepository() throws Exception {
        Path jar = Path.of(
                Rbm.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        assumeThat(jar).as("mvn verify makes this jar, mvn test does not").isRegularFile();
        pom = Files.readString(EXAMPLE.resolve("pom.xml"));
        dependency = found(DEPENDENCY, pom).group();
        version = found(VERSION, dependency).group(1);
        repository = folder.resolve("repository");
        Path local = Path.of(Objects.requireNonNull(System.getProperty("dbn.repository")));
        linkAllBut("io", local, repository);
        linkAllBut("dbn4j", local.resolve("io"), repository.resolve("io"));
        install("dbn4j", Checkout.ROOT.resolve("pom.xml"), ".pom");
        install("dbn-bom", Checkout.ROOT.resolve("dbn-bom").resolve("pom.xml"), ".pom");
        install("dbn-core", Checkout.ROOT.resolve("dbn-core").resolve("pom.xml"), ".pom");
        install("dbn-core", jar, ".jar");
    }

    /** JUnit would warn of every link that it deletes. */
    @AfterEach
    void deleteLinks() throws IOException {
        try (Stream<Path> entries = Files.walk(folder, 3)) {
            for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    @Test
    void theLinesOfTheReadmeAreEnoughToTrainAnRbm() throws Exception {
        assertThat(Files.readString(Checkout.ROOT.resolve("README.md"))).containsIgnoringWhitespaces(dependency);

        String output = build(pom, "compile", "exec:exec");

        assertThat(output).contains("untrained: -11.09 nats", "epoch 500: ", "good enough after ");
        Matcher trained = found(TRAINED, output.substring(output.indexOf("good enough")));
        assertThat(Double.parseDouble(trained.group(1))).isBetween(-5.0, -Math.log(30));
    }

    @Test
    void theBillOfMaterialsKnowsTheVersion() throws Exception {
        String withBom = pom.replace(dependency, VERSION.matcher(dependency).replaceFirst(""))
                .replaceFirst("(?=\\s*<dependencies>)", """
                          <dependencyManagement>
                            <dependencies>
                              <dependency>
                                <groupId>io.dbn4j</groupId>
                                <artifactId>dbn-bom</artifactId>
                                <version>%s</version>
                                <type>pom</type>
                                <scope>import</scope>
                              </dependency>
                            </dependencies>
                          </dependencyManagement>
                        """.formatted(version));

        build(withBom, "compile");

        assertThat(folder.resolve("project/target/classes/org/example/BarsAndStripes.class"))
                .isNotEmptyFile();
    }

    private static Matcher found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher;
    }

    private static void linkAllBut(String name, Path from, Path to) throws IOException {
        Files.createDirectories(to);
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                if (!entry.endsWith(name)) {
                    Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
                }
            }
        }
    }

    private void install(String artifact, Path file, String ending) throws IOException {
        Path target =
                repository.resolve("io").resolve("dbn4j").resolve(artifact).resolve(version);
        Files.createDirectories(target);
        Files.copy(file, target.resolve(artifact + "-" + version + ending));
    }

    /** Builds a copy of the project; what Maven and the program said. */
    private String build(String projectFile, String... goals) throws Exception {
        Path project = folder.resolve("project");
        Path source = Path.of("src", "main", "java", "org", "example", "BarsAndStripes.java");
        Files.createDirectories(project.resolve(source).getParent());
        Files.copy(EXAMPLE.resolve(source), project.resolve(source));
        Files.writeString(project.resolve("pom.xml"), projectFile);
        Path maven = Path.of(Objects.requireNonNull(System.getProperty("dbn.maven")), "bin", "mvn");
        List<String> command = new ArrayList<>(List.of(maven.toString(), "-B", "-q", "-ntp"));
        command.add("-Dmaven.repo.local=" + repository);
        if ("offline: true".equals(System.getProperty("dbn.network"))) {
            command.add("-o");
        }
        command.addAll(List.of(goals));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
