package io.dbn4j.core.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.TestSeed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.ChainDiagnostics;
import io.dbn4j.core.units.Spin;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model with two modes, all spins up with probability 0.62 or all down, and a barrier that Gibbs sampling does not cross.
 * All chains start in the upper mode, 120 rows in every block; what is followed is the sign of the magnetization.
 *
 * <p>Measured over 800 steps: with six temperatures and weights 0.2 the autocorrelation time is 13 steps; with Gibbs
 * sampling it is 18 for weights 0.1, at least 190 for 0.13, and for 0.2 no chain ever moved.
 */
class MixingTest {

    private static final int UNITS = 12;
    private static final int STEPS = 800;
    private static final int TEMPERATURES = 6;
    private static final int CHAINS = 20;

    private static Rbm twoModes(double weight) {
        Rbm rbm = Rbm.zero(new Spin(), new Spin(), UNITS, UNITS, DataType.DOUBLE);
        rbm.weights().assign(weight);
        rbm.visibleBias().assign(0.02);
        return rbm;
    }

    /** Five standard errors, a false alarm in 6e-7 runs if the error is true; it is known to 10 %: say 1e-5. */
    @Test
    void parallelTemperingCrossesTheBarrierThatGibbsSamplingDoesNot() {
        Rbm rbm = twoModes(0.2);
        ChainDiagnostics tempered = tempered(rbm);
        ChainDiagnostics gibbs = gibbs(rbm);

        assertFollows(rbm, tempered);
        assertThat(tempered.time()).as("seed %d", TestSeed.VALUE).isLessThan(20);
        assertThat(gibbs.warning()).hasValue("120 of 120 chains are stuck; the first is number 0");
        assertThat(gibbs.time()).isEqualTo(TEMPERATURES * CHAINS * STEPS);
        assertThatThrownBy(() -> assertFollows(rbm, gibbs)).isInstanceOf(AssertionError.class);
    }

    private static void assertFollows(Rbm rbm, ChainDiagnostics chains) {
        ExactDraws exact = new ExactDraws(rbm);
        double[] signs = signs(exact.states());
        double mean = IntStream.range(0, signs.length)
                .mapToDouble(state -> exact.probabilities()[state] * signs[state])
                .sum();
        assertThat(chains.warning()).as("seed %d", TestSeed.VALUE).isEmpty();
        assertThat(chains.estimate().value())
                .as("seed %d", TestSeed.VALUE)
                .isEqualTo(mean, within(5 * chains.estimate().standardError()));
    }

    private static ChainDiagnostics gibbs(Rbm rbm) {
        RandomSource random = TestSeed.stream("gibbs");
        Chains chains = new Gibbs().start(rbm, TEMPERATURES * CHAINS, random);
        chains.hidden().assign(1);
        Kernel kernel = new Gibbs().kernel(rbm);
        return diagnosed(() -> {
            kernel.step(chains, random);
            return chains.visible();
        });
    }

    private static ChainDiagnostics tempered(Rbm rbm) {
        RandomSource random = TestSeed.stream("tempered");
        ParallelTempering tempering = new ParallelTempering(TEMPERATURES);
        TemperedChains replicas = tempering.start(rbm, CHAINS, random);
        replicas.all().hidden().assign(1);
        for (int step = 1; step <= 300; step++) {
            tempering.step(rbm, replicas, random);
            if (step % 100 == 0) {
                tempering.adapt(replicas);
            }
        }
        return diagnosed(() -> {
            tempering.step(rbm, replicas, random);
            return replicas.model().visible();
        });
    }

    private static ChainDiagnostics diagnosed(Supplier<INDArray> step) {
        List<double[]> signs =
                IntStream.range(0, STEPS).mapToObj(s -> signs(step.get())).toList();
        double[][] trace = new double[signs.get(0).length][STEPS];
        for (int chain = 0; chain < trace.length; chain++) {
            int row = chain;
            Arrays.setAll(trace[chain], s -> signs.get(s)[row]);
        }
        return ChainDiagnostics.of(trace, "1");
    }

    private static double[] signs(INDArray visible) {
        double[] spins = Elements.of(visible);
        return IntStream.range(0, spins.length / UNITS)
                .mapToDouble(row -> Math.signum(
                        Arrays.stream(spins, row * UNITS, (row + 1) * UNITS).sum()))
                .toArray();
    }
}
