package io.dbn4j.core.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;

class CudaTest {

    @ParameterizedTest
    @CsvSource({"3, 7", "7, 5", "8, 0", "8, 6", "8, 9"})
    void devicesThatTheBinaryHoldsCodeForAreUsed(int major, int minor) {
        assertThat(Cuda.verdict(1, major, minor)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"3, 5", "9, 0", "10, 0", "12, 0"})
    void otherDevicesAreRefusedByCapability(int major, int minor) {
        assertThat(Cuda.verdict(2, major, minor))
                .hasValue("device 0 has compute capability " + major + "." + minor
                        + ", ND4J 1.0.0-M2.1 holds code for 3.7 to 8.9 only");
    }

    @Test
    void aDriverWithoutDeviceIsRefused() {
        assertThat(Cuda.verdict(0, 0, 0)).hasValue("there is no CUDA device");
    }

    /** Prints the backend that ND4J takes. */
    public static void main(String[] arguments) {
        Nd4j.create(1);
        System.out.println(Nd4j.getBackend().getClass().getName());
    }

    @Test
    void aMachineWithoutUsableCudaSaysSoInOneLineAndComputesOnTheCpu(@TempDir Path folder) throws Exception {
        Optional<String> obstacle = Cuda.obstacle();
        assumeThat(obstacle).as("CUDA is usable here").isPresent();
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");

        int status = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.nd4j.log.initialization=false",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CudaTest.class.getName())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();

        assertThat(status).as(Files.readString(err)).isZero();
        assertThat(Files.readAllLines(err))
                .containsExactly("CUDA cannot be used, so the CPU is used: " + obstacle.get());
        assertThat(Files.readAllLines(out)).endsWith(GuardedCpuBackend.class.getName());
    }
}
