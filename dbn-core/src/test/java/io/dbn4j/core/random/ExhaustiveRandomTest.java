package io.dbn4j.core.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ExhaustiveRandomTest {

    @Test
    void everyOutcomeIsVisitedOnceWithItsProbability() {
        Map<String, Double> outcomes = new HashMap<>();

        ExhaustiveRandom.walk(random -> draw(random, 0.25, 0.5), (states, p) -> outcomes.merge(states, p, Double::sum));

        assertThat(outcomes)
                .containsOnly(entry("00", 0.375), entry("01", 0.375), entry("10", 0.125), entry("11", 0.125));
    }

    @Test
    void certainDrawsDoNotBranch() {
        List<String> outcomes = new ArrayList<>();

        ExhaustiveRandom.walk(random -> draw(random, 0, 1, 0.5, 1), (states, p) -> outcomes.add(states + " " + p));

        assertThat(outcomes).containsExactly("0101 0.5", "0111 0.5");
    }

    @Test
    void programsMayDrawDifferentlyOnDifferentBranches() {
        Map<String, Double> outcomes = new HashMap<>();

        ExhaustiveRandom.walk(
                random -> draw(random, 0.5).equals("0") ? "0" : "1" + draw(random, 0.25),
                (states, p) -> outcomes.merge(states, p, Double::sum));

        assertThat(outcomes).containsOnly(entry("0", 0.5), entry("10", 0.375), entry("11", 0.125));
    }

    @Test
    void expectationsAreSumsOverOutcomes() {
        double heads = ExhaustiveRandom.expectation(random ->
                draw(random, 0.3, 0.6, 0.9).chars().filter(c -> c == '1').count());

        assertThat(heads).isEqualTo(1.8, within(1e-15));
    }

    @Test
    void programsThatDependOnMoreThanTheirDrawsAreNoticed() {
        int[] runs = new int[1];

        assertThatIllegalStateException()
                .isThrownBy(() -> ExhaustiveRandom.walk(
                        random -> runs[0]++ == 0 ? draw(random, 0.5, 0.5) : "", (states, p) -> {}))
                .withMessage("a replayed program drew 0 times, before 2");
    }

    @Test
    void onlyBernoulliDrawsCanBeWalked() {
        assertThatThrownBy(() -> ExhaustiveRandom.expectation(RandomSource::uniform))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void rowsWalkThroughAllTracesOfOneChain() {
        ChainTraces random = new ChainTraces(8, 0);
        INDArray first = Nd4j.valueArrayOf(new long[] {8, 2}, 0.25, DataType.DOUBLE);
        INDArray second = Nd4j.valueArrayOf(new long[] {8, 1}, 0.5, DataType.DOUBLE);

        random.bernoulli(first, first);
        random.bernoulli(second, second);

        assertThat(first.getRow(3).toDoubleVector()).containsExactly(1, 1);
        assertThat(second.getRow(3).toDoubleVector()).containsExactly(0);
        assertThat(random.probabilities()[3]).isEqualTo(0.25 * 0.25 * 0.5);
        assertThat(random.probabilities()[5]).isEqualTo(0.25 * 0.75 * 0.5);
    }

    private static String draw(RandomSource random, double... probabilities) {
        INDArray states = Nd4j.createFromArray(probabilities);
        random.bernoulli(states, states);
        StringBuilder bits = new StringBuilder();
        for (double state : states.toDoubleVector()) {
            bits.append((int) state);
        }
        return bits.toString();
    }
}
