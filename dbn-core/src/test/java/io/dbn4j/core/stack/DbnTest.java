package io.dbn4j.core.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.ColumnSums;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.ExhaustiveRandom;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.JointStates;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.sample.Transitions;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Softmax;
import io.dbn4j.core.units.Spin;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class DbnTest {

    static Stream<Named<Dbn>> networks() {
        return Stream.concat(
                fewDraws(),
                Stream.of(
                        Named.of(
                                "three layers",
                                DbnStates.unrelated(new Bernoulli(), new Spin(), new Spin(), new Bernoulli())),
                        Named.of("softmax", DbnStates.unrelated(new Softmax(3), new Bernoulli(), new Softmax(2)))));
    }

    /** Networks whose Gibbs step has few outcomes. */
    static Stream<Named<Dbn>> fewDraws() {
        Dbn spins = DbnStates.unrelated(new Spin(), new Bernoulli(), new Spin());
        return Stream.of(
                Named.of("untied", DbnStates.withOtherRecognition(spins)),
                Named.of("one layer", DbnStates.unrelated(new Bernoulli(), new Bernoulli())));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void onePassDownFromExactDrawsOnTopGivesTheModel(Dbn dbn) {
        DbnStates states = DbnStates.of(dbn);
        INDArray top = states.states(dbn.layers().size() - 1);

        assertGenerates(dbn, top, states.top());
        assertThatThrownBy(() -> assertGenerates(dbn, top.getRow(0, true), new double[] {1}))
                .as("always the same state on top")
                .isInstanceOf(AssertionError.class);
    }

    private static void assertGenerates(Dbn dbn, INDArray top, double[] probabilities) {
        double[] generated = distribution(
                dbn,
                probabilities,
                (row, random) -> dbn.generated(top.getRow(row, true), random).get(0));

        assertThat(generated).containsExactly(DbnStates.of(dbn).visible(), within(1e-12));
    }

    /** The distribution of what a program draws from each of several starts. */
    private static double[] distribution(
            Dbn dbn, double[] probabilities, BiFunction<Integer, RandomSource, INDArray> program) {
        DbnStates states = DbnStates.of(dbn);
        double[] distribution = new double[(int) states.states(0).size(0)];
        for (int row = 0; row < probabilities.length; row++) {
            int from = row;
            ExhaustiveRandom.walk(
                    random -> states.number(0, program.apply(from, random)),
                    (number, p) -> distribution[number] += probabilities[from] * p);
        }
        return distribution;
    }

    @ParameterizedTest
    @MethodSource("fewDraws")
    void generationIsGibbsSamplingOnTopAndOnePassDown(Dbn dbn) {
        double[] drawn = distribution(dbn, new double[] {1}, (row, random) -> dbn.generate(1, 1, random));

        assertThat(drawn).containsExactly(down(dbn, chains(dbn, 1)), within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void manyGibbsStepsGiveTheModel(Dbn dbn) {
        assertThat(down(dbn, chains(dbn, 4000)))
                .containsExactly(DbnStates.of(dbn).visible(), within(1e-9));
        assertThatThrownBy(() -> assertThat(down(dbn, chains(dbn, 0)))
                        .containsExactly(DbnStates.of(dbn).visible(), within(1e-9)))
                .isInstanceOf(AssertionError.class);
    }

    /** Returns the distribution of the top RBM's visible units after Gibbs steps, by products of matrices. */
    private static double[] chains(Dbn dbn, int steps) {
        Rbm top = dbn.top();
        JointStates states = JointStates.of(top);
        double[] joint = new double[states.count()];
        ExhaustiveRandom.walk(
                random -> {
                    Chains start = new Gibbs().start(top, 1, random);
                    return states.number(start.visible(), start.hidden(), 0);
                },
                (number, p) -> joint[number] += p);
        Transitions transitions = Transitions.of(top, new Gibbs().kernel(top));
        double[] moved = joint;
        for (int step = 0; step < steps; step++) {
            moved = transitions.applyTo(moved);
        }
        return states.visibleMarginal(moved);
    }

    private static double[] down(Dbn dbn, double[] top) {
        double[] distribution = top;
        for (int layer = dbn.layers().size() - 2; layer >= 0; layer--) {
            distribution = DbnStates.product(
                    distribution, DbnStates.visibleGivenHidden(dbn.layers().get(layer)));
        }
        return distribution;
    }

    @ParameterizedTest
    @MethodSource("fewDraws")
    void picturesHaveTheMeanOfWhatIsGenerated(Dbn dbn) {
        Rbm top = dbn.top();
        // With a single layer the means are given the hidden units, which corresponds to one more Gibbs step.
        int more = dbn.layers().size() == 1 ? 1 : 0;

        double[] mean = ExhaustiveRandom.mean(random ->
                Elements.of(dbn.means(new Gibbs().kernel(top), new Gibbs().start(top, 1, random), 1 - more, random)));

        INDArray p = Nd4j.createFromArray(down(dbn, chains(dbn, 1))).reshape(1, -1);
        assertThat(mean).containsExactly(Elements.of(p.mmul(DbnStates.of(dbn).states(0))), within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void recognitionGoesUpLayerByLayer(Dbn dbn) {
        DbnStates states = DbnStates.of(dbn);
        int top = dbn.layers().size() - 1;
        INDArray row = states.states(0).getRow(2, true);
        double[] drawn = new double[(int) states.states(top).size(0)];

        ExhaustiveRandom.walk(
                random -> states.number(top, dbn.recognized(row, random).get(top)), (number, p) -> drawn[number] += p);

        double[] expected = new double[(int) states.states(0).size(0)];
        expected[2] = 1;
        for (Rbm rbm : dbn.recognition()) {
            expected = DbnStates.product(expected, DbnStates.hiddenGivenVisible(rbm));
        }
        assertThat(drawn).containsExactly(expected, within(1e-12));
    }

    private static Dbn labeled() {
        Dbn dbn = DbnStates.unrelated(new Bernoulli(), new Bernoulli(), new Bernoulli());
        dbn.layers().get(0).weights().muli(3);
        return new Dbn(List.of(dbn.layers().get(0), SmallRbms.bernoulli(4, 2)));
    }

    @Test
    void imagesOfAClassStartFromIndependentFeatures() {
        Dbn dbn = labeled();
        DbnStates network = DbnStates.of(dbn);
        // Without a Gibbs step the features are independent units with the visible biases as inputs.
        double[] start = new double[4];
        ExhaustiveRandom.walk(
                random -> network.number(1, features(new Gibbs().start(dbn.top(), 1, random))),
                (number, p) -> start[number] += p);
        INDArray p = Nd4j.createFromArray(down(dbn, start)).reshape(1, -1);

        double[] mean = ExhaustiveRandom.mean(random -> Elements.of(dbn.meansOfClass(1, 1, 0, random)));

        assertThat(mean).containsExactly(Elements.of(p.mmul(network.states(0))), within(1e-12));
    }

    private static INDArray features(Chains chains) {
        return chains.visible().get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2));
    }

    /** 5 standard errors for each of two pixels and two classes: false-alarm rate 2e-6. */
    @Test
    void gibbsStepsWithAHeldLabelGiveTheModelOfThatClass() {
        Dbn dbn = labeled();
        JointStates states = JointStates.of(dbn.top());
        double[] top = states.visibleMarginal(states.probabilities());
        int chains = 4000;
        double[][] means = new double[2][];

        for (int label = 0; label < 2; label++) {
            double[] features = Arrays.copyOfRange(top, 4 << label, (4 << label) + 4);
            double sum = Arrays.stream(features).sum();
            double[] p = down(dbn, Arrays.stream(features).map(x -> x / sum).toArray());
            double[] expected = Elements.of(Nd4j.createFromArray(p)
                    .reshape(1, -1)
                    .mmul(DbnStates.of(dbn).states(0)));

            means[label] = expected;
            INDArray drawn = dbn.meansOfClass(label, chains, 50, TestSeed.stream("class-" + label));
            assertThat(ColumnSums.means(drawn))
                    .as("seed %d", TestSeed.VALUE)
                    .containsExactly(expected, within(5 * 0.5 / Math.sqrt(chains)));
        }
        assertThat(Math.abs(means[0][0] - means[1][0]) + Math.abs(means[0][1] - means[1][1]))
                .isGreaterThan(10 * 0.5 / Math.sqrt(chains));
    }

    /** Features that are certainly (1, 0): p(label | features) by enumeration of the top RBM. */
    @Test
    void freeEnergiesTellLabelsApartByTheirProbability() {
        Dbn dbn = labeled();
        dbn.layers().get(0).weights().assign(0);
        dbn.layers().get(0).hiddenBias().assign(Nd4j.createFromArray(60.0, -60.0));
        double[] top = DbnStates.of(new Dbn(List.of(dbn.top()))).visible();

        double[][] energies = dbn.labelFreeEnergies(DbnStates.of(dbn).states(0));

        double expected = Math.log(top[1 + 4] / top[1 + 8]);
        assertThat(energies).hasDimensions(2, 4);
        for (int row = 0; row < 4; row++) {
            assertThat(energies[1][row] - energies[0][row]).isCloseTo(expected, within(1e-10));
        }
        assertThat(Math.abs(expected)).as("exchanged labels are seen").isGreaterThan(0.01);
    }

    @Test
    void labelsAreCounted() {
        assertThat(labeled().labels()).isEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> labeled().meansOfClass(2, 1, 1, TestSeed.stream("class")))
                .withMessage("label must be in [0, 2), was 2");
    }

    @Test
    void meansGoUpThroughTheWeightsOfRecognition() {
        Dbn dbn = DbnStates.withOtherRecognition(DbnStates.unrelated(new Spin(), new Bernoulli(), new Spin()));
        INDArray rows = DbnStates.of(dbn).states(0);

        assertThat(dbn.up(rows, 0)).isSameAs(rows);
        assertThat(dbn.up(rows, 1)).isEqualTo(dbn.recognition().get(0).hiddenGivenVisible(rows));
        assertThat(dbn.up(rows, 1)).isNotEqualTo(dbn.layers().get(0).hiddenGivenVisible(rows));
    }

    @Test
    void untiedArraysAreNotShared() {
        Dbn tied = DbnStates.unrelated(new Bernoulli(), new Bernoulli(), new Bernoulli());
        Dbn untied = tied.untied();
        INDArray before = tied.layers().get(0).weights().dup();

        untied.recognition().get(0).weights().addi(1);
        untied.layers().get(0).weights().subi(1);

        assertThat(tied.layers().get(0).weights()).isEqualTo(before);
        assertThat(untied.layers().get(0).weights()).isEqualTo(before.sub(1));
    }

    @Test
    void singlePrecisionGivesTheSameDraws() {
        Dbn dbn = DbnStates.unrelated(new Bernoulli(), new Spin(), new Bernoulli());
        Dbn narrow = new Dbn(
                dbn.layers().stream().map(rbm -> rbm.castTo(DataType.FLOAT)).toList());

        INDArray drawn = narrow.generate(200, 3, TestSeed.stream("draws"));

        assertThat(drawn.dataType()).isEqualTo(DataType.FLOAT);
        assertThat(drawn.castTo(DataType.DOUBLE)).isEqualTo(dbn.generate(200, 3, TestSeed.stream("draws")));
    }

    @Test
    void layersThatDoNotFitAreRefused() {
        Rbm bottom = SmallRbms.of(new Bernoulli(), new Spin(), 3, 2);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Dbn(List.of()))
                .withMessage("number of layers must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Dbn(List.of(bottom, SmallRbms.bernoulli(2, 2))))
                .withMessage(
                        "layer 2 must have 2 Spin[] visible units, the hidden units of layer 1, had 2 Bernoulli[]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Dbn(List.of(bottom, SmallRbms.of(new Spin(), new Spin(), 1, 2))))
                .withMessageEndingWith("had 1 Spin[]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Dbn(List.of(bottom, bottom.transposed()), List.of()))
                .withMessage("recognition must have 1 RBMs, one for each layer but the top, had 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Dbn(List.of(bottom, bottom.transposed()), List.of(bottom.transposed())))
                .withMessage("recognition of layer 1 must have the units of the layer, 3 Bernoulli[] and 2 Spin[]");
    }
}
