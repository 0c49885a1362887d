package io.dbn4j.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochLookTest {

    @Test
    void aboutAHundredEpochsAreMeasuredTheFirstAndTheLastAmongThem() {
        assertThat(due(60)).isEqualTo(60);
        assertThat(due(100)).isEqualTo(100);
        assertThat(due(101)).isEqualTo(52);
        assertThat(due(10_000)).isEqualTo(101);
        assertThat(EpochLook.isDue(1, 10_000)).isTrue();
        assertThat(EpochLook.isDue(667, 667)).isTrue();
    }

    private static long due(int epochs) {
        return IntStream.rangeClosed(1, epochs)
                .filter(epoch -> EpochLook.isDue(epoch, epochs))
                .count();
    }
}
