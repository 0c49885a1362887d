package io.dbn4j.ui;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The list of minimum versions in the root {@code pom.xml} stops a build with an older jar. */
@Tag("system")
class MinimumVersionsTest {

    @Test
    void aPlantedOldJarStopsTheBuild() throws Exception {
        Path maven = Path.of(Objects.requireNonNull(System.getProperty("dbn.maven")), "bin", "mvn");
        List<String> command =
                new ArrayList<>(List.of(maven.toString(), "-B", "-ntp", "validate", "-pl", "dbn-core", "-am"));
        command.add("-Dcommons-io.version=2.7");
        command.add("-Dmaven.repo.local=" + System.getProperty("dbn.repository"));
        if ("offline: true".equals(System.getProperty("dbn.network"))) {
            command.add("-o");
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(Checkout.ROOT.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));

        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(output).isEqualTo(1);
        assertThat(output)
                .contains("A version below has a known vulnerability", "commons-io:commons-io:jar:2.7 <--- banned");
    }
}
