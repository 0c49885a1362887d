package io.dbn4j.core.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
