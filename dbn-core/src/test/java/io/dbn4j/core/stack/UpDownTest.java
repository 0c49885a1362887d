package io.dbn4j.core.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.objective.Batch;
import io.dbn4j.core.objective.ContrastiveDivergence;
import io.dbn4j.core.objective.Exact;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.NegativePhase;
import io.dbn4j.core.objective.Persistent;
import io.dbn4j.core.objective.TrainingState;
import io.dbn4j.core.random.ExhaustiveRandom;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Derivatives;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.DiagonalGaussian;
import io.dbn4j.core.units.Spin;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class UpDownTest {

    private static final UpDown EXACT = new UpDown(0.1, new ExactTop());
    private static final INDArray NO_LABELS = Nd4j.empty(DataType.DOUBLE);

    static Stream<Named<Dbn>> networks() {
        return Stream.of(
                Named.of("two", untied(DbnStates.unrelated(new Bernoulli(), new Spin(), new Bernoulli()))),
                Named.of(
                        "three",
                        untied(new Dbn(List.of(
                                SmallRbms.of(new Spin(), new Bernoulli(), 2, 2),
                                SmallRbms.bernoulli(2, 1),
                                SmallRbms.bernoulli(1, 2))))));
    }

    private static Dbn untied(Dbn dbn) {
        return DbnStates.withOtherRecognition(dbn);
    }

    /** Averages over all draws against central differences of enumerated losses. */
    @ParameterizedTest
    @MethodSource("networks")
    void theMeanUpdateFollowsTheGradientOfBothLosses(Dbn dbn) {
        INDArray row = DbnStates.of(dbn).states(0).getRow(1, true);
        double[] mean = ExhaustiveRandom.mean(
                random -> all(EXACT.gradients(dbn, row, NO_LABELS, EXACT.start(dbn, random), random)));
        double[] expected = expected(dbn, 1, 0);

        assertThat(mean).containsExactly(expected, within(1e-8));
        double[] wrongSign = Arrays.stream(mean).map(x -> -x).toArray();
        assertThatThrownBy(() -> assertThat(wrongSign).containsExactly(expected, within(1e-8)))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void learnedVariancesAreRefused() {
        Dbn dbn = untied(new Dbn(
                List.of(SmallRbms.of(new DiagonalGaussian(), new Bernoulli(), 2, 2), SmallRbms.bernoulli(2, 1))));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EXACT.start(dbn, TestSeed.stream("start")))
                .withMessage("visible units for up-down training must have no parameters besides their biases,"
                        + " diagonal-gaussian has [log_variance]; use gaussian");
    }

    /** Two features and two label units on top, of which the second is 1. */
    @Test
    void theTopRbmLearnsFeaturesAndLabelsTogether() {
        Dbn dbn = untied(new Dbn(List.of(SmallRbms.bernoulli(2, 2), SmallRbms.bernoulli(4, 2))));
        INDArray row = DbnStates.of(dbn).states(0).getRow(1, true);
        INDArray label = Nd4j.createFromArray(new double[][] {{0, 1}});

        double[] mean = ExhaustiveRandom.mean(
                random -> all(EXACT.gradients(dbn, row, label, EXACT.start(dbn, random), random)));

        assertThat(mean).containsExactly(expected(dbn, 1, 2), within(1e-8));
        double[] ofOtherLabel = expected(dbn, 1, 1);
        assertThatThrownBy(() -> assertThat(mean).containsExactly(ofOtherLabel, within(1e-8)))
                .isInstanceOf(AssertionError.class);
    }

    private static double[] all(UpDown.Gradients gradients) {
        return Stream.concat(gradients.generative().stream(), gradients.recognition().stream())
                .flatMapToDouble(gradient -> Arrays.stream(Derivatives.of(gradient)))
                .toArray();
    }

    /**
     * Generative: of {@code -<log p(v, h, label)>_q} for one visible state; recognition: of {@code -<log q(h | v)>_p}.
     *
     * @param label number of the state of the label units, 0 if there are none
     */
    private static double[] expected(Dbn dbn, int visible, int label) {
        int last = dbn.recognition().size();
        double[][] wake = new double[last + 1][];
        double[][] sleep = new double[last][];
        double[] awake = new double[(int) DbnStates.of(dbn).states(0).size(0)];
        awake[visible] = 1;
        for (int layer = 0; layer < last; layer++) {
            double[][] up = DbnStates.hiddenGivenVisible(dbn.recognition().get(layer));
            double[] below = awake;
            wake[layer] = Derivatives.byDifferences(
                    dbn.layers().get(layer), moved -> crossEntropy(below, up, DbnStates.visibleGivenHidden(moved)));
            awake = DbnStates.product(awake, up);
        }
        double[] highest = awake;
        wake[last] = Derivatives.byDifferences(dbn.top(), moved -> {
            double[] all = DbnStates.of(new Dbn(List.of(moved))).visible();
            double[] top = Arrays.copyOfRange(all, label * highest.length, (label + 1) * highest.length);
            return crossEntropy(new double[] {1}, new double[][] {highest}, column(top));
        });
        double[] asleep = DbnStates.of(dbn).top();
        for (int layer = last - 1; layer >= 0; layer--) {
            double[][] down = DbnStates.visibleGivenHidden(dbn.layers().get(layer));
            double[] above = asleep;
            sleep[layer] = Derivatives.byDifferences(
                    dbn.recognition().get(layer),
                    moved -> crossEntropy(above, down, DbnStates.hiddenGivenVisible(moved)));
            asleep = DbnStates.product(asleep, down);
        }
        return Stream.concat(Arrays.stream(wake), Arrays.stream(sleep))
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    /** {@code -sum_x,y p(x) step(y | x) log back(x | y)}. */
    private static double crossEntropy(double[] p, double[][] step, double[][] back) {
        double sum = 0;
        for (int x = 0; x < p.length; x++) {
            for (int y = 0; y < back.length; y++) {
                sum -= p[x] == 0 ? 0 : p[x] * step[x][y] * Math.log(back[y][x]);
            }
        }
        return sum;
    }

    private static double[][] column(double[] values) {
        return Arrays.stream(values).mapToObj(x -> new double[] {x}).toArray(double[][]::new);
    }

    @Test
    void anUpdateGoesDownTheMeanGradientOfItsRows() {
        Dbn dbn = untied(DbnStates.unrelated(new Bernoulli(), new Bernoulli(), new Bernoulli()));
        Dbn before = dbn.untied();
        INDArray rows = DbnStates.of(dbn).states(0);
        UpDown upDown = new UpDown(0.2, new ContrastiveDivergence(2));
        UpDown.Gradients gradients = upDown.gradients(
                before, rows, NO_LABELS, upDown.start(before, TestSeed.stream("s")), TestSeed.stream("step"));

        upDown.step(dbn, rows, upDown.start(dbn, TestSeed.stream("s")), TestSeed.stream("step"));

        assertThat(change(before.layers(), dbn.layers()))
                .containsExactly(times(-0.2 / 4, gradients.generative()), within(1e-12));
        assertThat(change(before.recognition(), dbn.recognition()))
                .containsExactly(times(-0.2 / 4, gradients.recognition()), within(1e-12));
    }

    private static double[] change(List<Rbm> before, List<Rbm> after) {
        double[] a = numbers(before);
        double[] b = numbers(after);
        Arrays.setAll(b, i -> b[i] - a[i]);
        return b;
    }

    private static double[] numbers(List<Rbm> rbms) {
        return times(
                1,
                rbms.stream()
                        .map(rbm -> new Gradient(rbm.weights(), rbm.visibleBias(), rbm.hiddenBias()))
                        .toList());
    }

    private static double[] times(double factor, List<Gradient> gradients) {
        return gradients.stream()
                .flatMapToDouble(gradient -> Arrays.stream(Derivatives.of(gradient)))
                .map(x -> factor * x)
                .toArray();
    }

    @Test
    void dreamsThatAreMoreThanTheRowsCountAsMany() {
        Dbn dbn = untied(DbnStates.unrelated(new Bernoulli(), new Bernoulli(), new Bernoulli()));
        INDArray row = DbnStates.of(dbn).states(0).getRow(1, true);
        UpDown many = new UpDown(0.1, new Persistent(20_000, new Gibbs(), 1));
        RandomSource random = TestSeed.stream("dreams");
        TrainingState state = many.start(dbn, random);
        for (int burnIn = 0; burnIn < 100; burnIn++) {
            state = many.top().move(dbn.top(), Batch.of(dbn.top(), row), state, random);
        }

        double[] dreamt =
                times(1, many.gradients(dbn, row, NO_LABELS, state, random).recognition());

        // Each number is a mean of 20 000 between -1 and 1: 6 standard errors, false-alarm rate 2e-8 in all.
        double[] expected = expected(dbn, 1, 0);
        double[] exact = Arrays.copyOfRange(expected, expected.length - dreamt.length, expected.length);
        assertThat(dreamt).as("seed %d", TestSeed.VALUE).containsExactly(exact, within(6 / Math.sqrt(20_000)));
    }

    /** Bars and stripes of 3 x 3 pixels: 14 patterns, log 14 = 2.64. */
    @Test
    void fineTuningRaisesTheBoundOfAGreedilyTrainedStack() {
        RandomSource random = TestSeed.stream("training");
        INDArray rows = barsAndStripes();
        Rbm bottom = trained(9, rows, random);
        Rbm top = trained(6, bottom.hiddenGivenVisible(rows), random);
        Dbn dbn = new Dbn(List.of(bottom, top)).untied();
        double greedy = bound(dbn, rows);
        UpDown upDown = new UpDown(0.2, new ContrastiveDivergence(3));
        TrainingState state = upDown.start(dbn, random);

        for (int update = 0; update < 400; update++) {
            state = upDown.step(dbn, rows, state, random);
        }

        double tuned = bound(dbn, rows);
        assertThat(tuned).as("from %s, seed %d", greedy, TestSeed.VALUE).isBetween(greedy + 0.2, -Math.log(14));
    }

    private static Rbm trained(int visible, INDArray rows, RandomSource random) {
        Rbm rbm = Rbm.random(new Bernoulli(), new Bernoulli(), visible, 6, 0.1, DataType.DOUBLE, random);
        Likelihood likelihood = new Likelihood(new ContrastiveDivergence(1));
        TrainingState state = likelihood.start(rbm, random);
        Gradient gradient = Gradient.zero(rbm);
        for (int update = 0; update < 200; update++) {
            gradient.clear();
            state = likelihood.step(rbm, Batch.of(rbm, rows), state, random, gradient);
            rbm.weights().subi(gradient.weights().mul(0.2 / 14));
            rbm.visibleBias().subi(gradient.visibleBias().mul(0.2 / 14));
            rbm.hiddenBias().subi(gradient.hiddenBias().mul(0.2 / 14));
        }
        return rbm;
    }

    private static INDArray barsAndStripes() {
        INDArray rows = Nd4j.zeros(DataType.DOUBLE, 14, 9);
        for (int row = 0; row < 14; row++) {
            for (int pixel = 0; pixel < 9; pixel++) {
                rows.putScalar(row, pixel, (row < 8 ? row >> (pixel / 3) : (row - 7) >> (pixel % 3)) & 1);
            }
        }
        return rows;
    }

    /** Returns the mean bound by enumeration of the hidden units between. */
    private static double bound(Dbn dbn, INDArray rows) {
        DbnStates states = DbnStates.of(dbn);
        double[] bounds = states.bounds();
        double sum = 0;
        for (int row = 0; row < 14; row++) {
            sum += bounds[states.number(0, rows.getRow(row, true))];
        }
        return sum / 14;
    }

    @Test
    void whatCannotBeTrainedIsRefused() {
        Dbn tied = DbnStates.unrelated(new Bernoulli(), new Bernoulli(), new Bernoulli());
        INDArray rows = DbnStates.of(tied).states(0);
        UpDown exact = new UpDown(0.1, new Exact());
        UpDown contrastive = new UpDown(0.1, new ContrastiveDivergence(1));
        RandomSource random = TestSeed.stream("refused");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> contrastive.step(tied, rows, contrastive.start(tied, random), random))
                .withMessage("recognition of layer 1 must not share its weights with the layer; use untied()");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> exact.step(tied.untied(), rows, exact.start(tied, random), random))
                .withMessage("top must be a negative phase that draws states, was Exact[]");
        Dbn labeled = new Dbn(List.of(tied.layers().get(0), SmallRbms.bernoulli(3, 2))).untied();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> contrastive.step(labeled, rows, contrastive.start(labeled, random), random))
                .withMessage("labels must have 1 columns, one per label unit, had 0");
    }

    /** Independent draws of the top RBM's visible units, unit after unit, each given those before it. */
    private record ExactTop() implements NegativePhase {

        private record Drawn(Chains chains) implements TrainingState {

            @Override
            public Map<String, INDArray> arrays() {
                return Map.of();
            }
        }

        @Override
        public TrainingState start(Rbm rbm, RandomSource random) {
            return new TrainingState.Stateless();
        }

        @Override
        public TrainingState move(Rbm rbm, Batch batch, TrainingState state, RandomSource random) {
            Chains chains = Chains.allocate(rbm, batch.rows());
            int count = StateSpace.count(rbm.visibleUnit(), rbm.visible());
            double[] p = DbnStates.of(new Dbn(List.of(rbm))).visible();
            INDArray all = StateSpace.states(rbm.visibleUnit(), rbm.visible(), 0, count, DataType.DOUBLE);
            for (int row = 0; row < batch.rows(); row++) {
                chains.visible().putRow(row, all.getRow(number(p, random)));
            }
            chains.hiddenMean().assign(rbm.hiddenGivenVisible(chains.visible()));
            return new Drawn(chains);
        }

        private static int number(double[] p, RandomSource random) {
            int number = 0;
            for (int bit = 1; bit < p.length; bit *= 2) {
                double[] sums = new double[2];
                for (int n = number; n < p.length; n += bit) {
                    sums[n / bit % 2] += p[n];
                }
                INDArray draw = Nd4j.createFromArray(sums[1] / (sums[0] + sums[1]));
                random.bernoulli(draw, draw);
                number += Elements.of(draw)[0] == 1 ? bit : 0;
            }
            return number;
        }

        @Override
        public Batch states(Rbm rbm, TrainingState state) {
            Chains drawn = state.as(Drawn.class).chains();
            return new Batch(drawn.visible(), drawn.hiddenMean());
        }
    }
}
