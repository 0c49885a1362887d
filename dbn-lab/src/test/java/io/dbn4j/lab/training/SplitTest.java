package io.dbn4j.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.random.Seed;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SplitTest {

    private static int[] joined(Split split) {
        return Stream.of(split.trained(), split.validation(), split.heldOut())
                .flatMapToInt(IntStream::of)
                .toArray();
    }

    @Test
    void everyRowIsInOnePartAndTheSeedDecides() {
        Split split = Split.random(100, 10, 30, new Seed(1).stream("held-out"));
        Split same = Split.random(100, 10, 30, new Seed(1).stream("held-out"));
        Split other = Split.random(100, 10, 30, new Seed(2).stream("held-out"));

        assertThat(joined(split))
                .containsExactlyInAnyOrder(IntStream.range(0, 100).toArray());
        assertThat(split.heldOut())
                .hasSize(30)
                .isSorted()
                .isEqualTo(same.heldOut())
                .isNotEqualTo(other.heldOut());
        assertThat(split.validation()).hasSize(10);
        assertThat(IntStream.of(split.heldOut()).min().orElseThrow()).isLessThan(50);
    }

    @Test
    void withoutHeldOutRowsAllStayInTheirOrder() {
        assertThat(Split.random(5, 0, 0, new Seed(1).stream("held-out")).trained())
                .containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void everyClassIsHeldOutInProportion() {
        int[] labels = IntStream.range(0, 100)
                .map(row -> row < 50 ? 0 : row < 80 ? 1 : 3)
                .toArray();

        Split split = Split.stratified(labels, 25, new Seed(1).stream("held-out"));

        int[] counts = new int[4];
        for (int row : split.heldOut()) {
            counts[labels[row]]++;
        }
        assertThat(counts[0]).isBetween(12, 13);
        assertThat(counts[1]).isBetween(7, 8);
        assertThat(counts[2]).isZero();
        assertThat(counts[3]).isEqualTo(5);
        assertThat(joined(split))
                .containsExactlyInAnyOrder(IntStream.range(0, 100).toArray());
    }

    @Test
    void noPartMayTakeAllRows() {
        assertThatThrownBy(() -> Split.random(10, 2, 8, new Seed(1).stream("held-out")))
                .hasMessageContaining("fewer than the 10 rows must be held out, was 10");
        assertThatThrownBy(() -> Split.stratified(new int[4], 4, new Seed(1).stream("held-out")))
                .hasMessageContaining("fewer than the 4 rows must be held out, was 4");
    }
}
