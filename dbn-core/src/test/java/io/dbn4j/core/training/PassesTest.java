package io.dbn4j.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.json.DamagedCheckpointException;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.random.Nd4jRandomSource;
import io.dbn4j.core.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class PassesTest {

    private static final int ROWS = 10;
    private static final int BATCH = 3;
    private static final int UPDATES = 3;
    private static final int EPOCHS = 4;

    private static Passes passes(int epochs, Nd4jRandomSource random) {
        return Passes.over(ROWS, BATCH, epochs, random);
    }

    private static Nd4jRandomSource random() {
        return new Seed(5).stream("passes");
    }

    /** Returns the remaining batches; other code draws from the same source between them. */
    private static List<List<Integer>> remainder(Passes passes, Nd4jRandomSource random) {
        List<List<Integer>> batches = new ArrayList<>();
        while (passes.hasNext()) {
            batches.add(Arrays.stream(passes.next()).boxed().toList());
            random.permutation(2);
        }
        return batches;
    }

    private static Passes after(int batches, int epochs, Nd4jRandomSource random) {
        Passes passes = passes(epochs, random);
        for (int batch = 0; batch < batches; batch++) {
            passes.next();
            random.permutation(2);
        }
        return passes;
    }

    private static void restore(Passes passes, Passes at) {
        passes.restore(at.snapshot().copy(), at.epoch(), at.update(), ROWS);
    }

    @Test
    void everyEpochVisitsEveryRowOnceInANewOrder() {
        Passes passes = Passes.over(12, 4, 50, random());
        List<List<Integer>> orders = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        while (passes.hasNext()) {
            Arrays.stream(passes.next()).forEach(order::add);
            if (passes.epochEnds()) {
                orders.add(List.copyOf(order));
                order.clear();
            }
        }

        assertThat(orders)
                .hasSize(50)
                .doesNotHaveDuplicates()
                .allSatisfy(visited -> assertThat(visited)
                        .containsExactlyInAnyOrderElementsOf(
                                IntStream.range(0, 12).boxed().toList()));
        assertThat(order).isEmpty();
    }

    @Test
    void rowsThatFillNoBatchAreSkipped() {
        Passes passes = passes(1, random());

        List<Integer> visited =
                remainder(passes, random()).stream().flatMap(List::stream).toList();

        assertThat(visited).hasSize(UPDATES * BATCH).doesNotHaveDuplicates();
    }

    @Test
    void positionsAreCountedFromTheFirstBatch() {
        Passes passes = passes(2, random());
        assertThat(List.of(passes.epoch(), passes.update(), passes.updates())).containsExactly(1, 0, UPDATES);
        assertThat(passes.epochEnds()).isFalse();
        assertThat(passes.rowsInAll()).isEqualTo(2 * UPDATES * BATCH);

        IntStream.range(0, UPDATES).forEach(update -> passes.next());
        assertThat(passes.epochEnds()).isTrue();
        assertThat(passes.rowsDone()).isEqualTo(UPDATES * BATCH);

        passes.next();
        assertThat(List.of(passes.epoch(), passes.update())).containsExactly(2, 1);
        assertThat(passes.done()).isEqualTo(UPDATES + 1);
    }

    @Test
    void fromEveryPositionTheRemainderIsTheSame() {
        Nd4jRandomSource uninterrupted = random();
        List<List<Integer>> whole = remainder(passes(EPOCHS, uninterrupted), uninterrupted);
        assertThat(whole).hasSize(EPOCHS * UPDATES);

        for (int batches = 0; batches <= whole.size(); batches++) {
            Nd4jRandomSource other = new Seed(6).stream("other");
            Passes resumed = passes(EPOCHS, other);
            restore(resumed, after(batches, EPOCHS, random()));

            assertThat(remainder(resumed, other)).isEqualTo(whole.subList(batches, whole.size()));
        }
    }

    @Test
    void withoutItsRandomStateTheRemainderIsAnother() {
        Nd4jRandomSource uninterrupted = random();
        List<List<Integer>> whole = remainder(passes(EPOCHS, uninterrupted), uninterrupted);
        Passes at = after(2, EPOCHS, random());
        Nd4jRandomSource other = new Seed(6).stream("other");
        Passes resumed = passes(EPOCHS, other);

        resumed.restore(at.snapshot().and("random", other.state()), at.epoch(), at.update(), ROWS);

        assertThat(remainder(resumed, other)).isNotEqualTo(whole.subList(2, whole.size()));
    }

    @Test
    void aLongerTrainingGoesOnWhereAShorterOneWasLeft() {
        Nd4jRandomSource uninterrupted = random();
        List<List<Integer>> whole = remainder(passes(EPOCHS, uninterrupted), uninterrupted);
        Passes shorter = after(2 * UPDATES, 2, random());
        shorter.leave();
        assertThat(shorter.hasNext()).isFalse();
        assertThat(List.of(shorter.epoch(), shorter.update())).containsExactly(3, 0);
        Nd4jRandomSource other = new Seed(6).stream("other");
        Passes longer = passes(EPOCHS, other);

        restore(longer, shorter);

        assertThat(remainder(longer, other)).isEqualTo(whole.subList(2 * UPDATES, whole.size()));
    }

    @Test
    void countedUpdatesEndWithTheirEpoch() {
        Position position = new Position(5, 2);
        List<Integer> moved = new ArrayList<>();
        List<Boolean> ends = new ArrayList<>();
        while (position.hasNext()) {
            moved.add(position.advance(3));
            ends.add(position.epochEnds());
        }

        assertThat(moved).containsExactly(3, 2, 3, 2);
        assertThat(ends).containsExactly(false, true, false, true);
        assertThatThrownBy(() -> position.advance(1))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("all 2 epochs are over");
    }

    @Test
    void thereIsNothingToVisitInFewerRowsThanABatchOrWithoutEpochs() {
        assertThat(Passes.over(2, BATCH, EPOCHS, random()).hasNext()).isFalse();
        assertThat(passes(0, random()).hasNext()).isFalse();
    }

    @Test
    void damagedSnapshotsAreRefusedByName() {
        Snapshot good = after(4, EPOCHS, random()).snapshot().copy();
        Snapshot twice =
                new Snapshot(Map.of("order", Nd4j.createFromArray(0, 1, 2, 3, 4, 5, 6, 7, 8, 8)), good.numbers());
        Snapshot shorter = new Snapshot(Map.of("order", Nd4j.createFromArray(0, 1, 2)), good.numbers());

        assertDamaged(good, 0, 1, ROWS, "epoch of a checkpoint must be from 1 to 5, was 0");
        assertDamaged(good, 6, 1, ROWS, "epoch of a checkpoint must be from 1 to 5, was 6");
        assertDamaged(good, 2, -1, ROWS, "update of a checkpoint must be from 0 to 3, was -1");
        assertDamaged(good, 2, 4, ROWS, "update of a checkpoint must be from 0 to 3, was 4");
        assertDamaged(good, 5, 1, ROWS, "update of a checkpoint must be from 0 to 0, was 1");
        assertDamaged(good, 2, 1, 11, "number of rows of a checkpoint must be 10, was 11");
        assertDamaged(twice, 2, 1, ROWS, "array \"order\" of a checkpoint must hold each row once, had 8.0");
        assertDamaged(shorter, 2, 1, ROWS, "array \"order\" of a checkpoint must have 10 elements, had 3");
        assertDamaged(Snapshot.NONE, 2, 1, ROWS, "checkpoint has no array \"order\"");
        assertDamaged(Snapshot.of(good.arrays()), 2, 1, ROWS, "checkpoint has no numbers \"random\"");
        assertDamaged(
                good.and("random", 1), 2, 1, ROWS, "numbers \"random\" of a checkpoint must have 2 values, had 1");
    }

    private static void assertDamaged(Snapshot from, long epoch, long update, long rows, String message) {
        assertThatThrownBy(() -> passes(EPOCHS, random()).restore(from, epoch, update, rows))
                .isInstanceOf(DamagedCheckpointException.class)
                .hasMessage(message);
    }

    @Test
    void divergenceSaysWhere() {
        assertThat(after(4, EPOCHS, random()).diverged("fine-tuning", "the loss is NaN", "lower the rate"))
                .hasMessage("fine-tuning diverged in epoch 2, update 1: the loss is NaN; lower the rate");
    }
}
