package io.dbn4j.rg.coarse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.random.Draws;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.random.Xoshiro256;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Spin;
import io.dbn4j.rg.lattice.Ring;
import io.dbn4j.rg.lattice.SquareLattice;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class CoarseGrainingTest {

    private static final long SEED = Long.getLong("dbn.seed", 1);

    static Stream<CoarseGraining> instances() {
        Blocks square = Blocks.square(4, 2);
        Blocks ring = Blocks.ring(6, 3);
        Rbm rbm = Rbm.random(new Spin(), new Spin(), 6, 3, 0.8, DataType.DOUBLE, new Seed(SEED).stream("layer"));
        Rbm ofABlock = Rbm.random(new Spin(), new Spin(), 4, 1, 0.8, DataType.DOUBLE, new Seed(SEED).stream("block"));
        return Stream.of(
                new Decimation(square),
                new Decimation(ring),
                new MajorityRule(square),
                new MajorityRule(ring),
                new KadanoffKernel(square, 0.766),
                new RbmFilter(ring, List.of(0.3, -1.2, 0.7), 0.4),
                new RenormalizationGroupLayer(rbm),
                new LayerTiling(new RenormalizationGroupLayer(ofABlock), 4));
    }

    private static double worstTrace(CoarseGraining step) {
        return Arrays.stream(CouplingOperator.of(step).logTrace())
                .map(Math::abs)
                .max()
                .orElseThrow();
    }

    private static Ising spinsOf(CoarseGraining step) {
        Ising ising = step.spins() == 16 ? new SquareLattice(4).ising(0.44) : new Ring(step.spins()).ising(0.7);
        List<Double> fields =
                IntStream.range(0, step.spins()).mapToObj(i -> 0.1 * i - 0.2).toList();
        return new Ising(ising.spins(), ising.bonds(), fields);
    }

    @ParameterizedTest
    @MethodSource("instances")
    void everyInstanceObeysTheTraceCondition(CoarseGraining step) {
        assertThat(worstTrace(step)).isLessThan(1e-13);
    }

    /** A broken coarse graining without its normalization. */
    private record PlainCoupling(Blocks blocks) implements BlockSpins {

        @Override
        public double input(byte[] spins, int block) {
            return 0.5 * blocks.sum(spins, block);
        }

        @Override
        public BlockSpins above() {
            return new PlainCoupling(blocks.above());
        }

        @Override
        public double logProbability(byte[] spins, byte[] blockSpins) {
            double sum = 0;
            for (int block = 0; block < blockSpins.length; block++) {
                sum += blockSpins[block] * input(spins, block);
            }
            return sum;
        }
    }

    @Test
    void aCouplingWithoutNormalizationFailsTheSameTest() {
        assertThat(worstTrace(new PlainCoupling(Blocks.ring(6, 3)))).isGreaterThan(0.1);
    }

    @ParameterizedTest
    @MethodSource("instances")
    void everyInstanceKeepsLogZ(CoarseGraining step) {
        Ising ising = spinsOf(step);

        assertThat(RenormalizedHamiltonian.of(ising, step).logPartition())
                .isEqualTo(ising.logPartition(), within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("instances")
    void factorsAndTheTableGiveTheSameBlockSpins(CoarseGraining step) {
        Ising ising = spinsOf(step);
        INDArray states = SpinStates.all(step.blockSpins());

        assertThat(RenormalizedHamiltonian.of(ising, step).energy(states))
                .containsExactly(CouplingOperator.of(step).renormalize(ising).energy(states), within(1e-12));
    }

    /** Frequencies of all states of block spins in 20 000 draws, within 5 standard errors: a false alarm in 20 000 seeds. */
    @ParameterizedTest
    @MethodSource("instances")
    void drawsFollowTheProbabilities(CoarseGraining step) {
        Draws draw = Xoshiro256.of(new Seed(SEED).stream("draws"));
        byte[] spins = new byte[step.spins()];
        SpinStates.write(0b101100, spins);
        byte[] drawn = new byte[step.blockSpins()];
        int[] counts = new int[1 << step.blockSpins()];
        int draws = 20_000;
        for (int i = 0; i < draws; i++) {
            step.draw(spins, new double[drawn.length], drawn, draw);
            int state = 0;
            for (int j = 0; j < drawn.length; j++) {
                state |= drawn[j] > 0 ? 1 << j : 0;
            }
            counts[state]++;
        }

        for (int state = 0; state < counts.length; state++) {
            SpinStates.write(state, drawn);
            double p = Math.exp(step.logProbability(spins, drawn));
            assertThat((double) counts[state] / draws)
                    .as("state %d, seed %d", state, SEED)
                    .isEqualTo(p, within(5 * Math.sqrt(p * (1 - p) / draws) + 1e-12));
        }
    }

    @Test
    void kadanoffsKernelIsAFilterALayerAndInTheLimitTheMajorityRule() {
        Blocks blocks = Blocks.square(4, 2);
        Rbm rbm = Rbm.zero(new Spin(), new Spin(), 16, 4, DataType.DOUBLE);
        for (int block = 0; block < 4; block++) {
            for (int i = 0; i < 4; i++) {
                rbm.weights().putScalar(blocks.site(block, i), block, 0.7);
            }
        }
        double[] kernel = new double[4];
        double[] filter = new double[4];
        double[] layer = new double[4];
        double[] strong = new double[4];
        double[] majority = new double[4];
        byte[] spins = new byte[16];
        for (int state = 0; state < 1 << 16; state += 997) {
            SpinStates.write(state, spins);
            new KadanoffKernel(blocks, 0.7).inputs(spins, kernel);
            new RbmFilter(blocks, List.of(0.7, 0.7, 0.7, 0.7), 0).inputs(spins, filter);
            new RenormalizationGroupLayer(rbm).inputs(spins, layer);
            new KadanoffKernel(blocks, 1e300).inputs(spins, strong);
            new MajorityRule(blocks).inputs(spins, majority);

            assertThat(filter).containsExactly(kernel, within(1e-15));
            assertThat(layer).containsExactly(kernel, within(1e-15));
            for (int block = 0; block < 4; block++) {
                assertThat(CoarseGraining.up(strong[block])).isEqualTo(CoarseGraining.up(majority[block]));
            }
        }
    }

    @Test
    void aLayerOfBernoulliUnitsHasTheConditionalOfItsRbm() {
        RandomSource random = new Seed(SEED).stream("bernoulli");
        Rbm rbm = Rbm.random(new Bernoulli(), new Bernoulli(), 5, 3, 1, DataType.DOUBLE, random);
        random.gaussian(rbm.hiddenBias());
        INDArray mean = rbm.hiddenGivenVisible(StateSpace.states(new Bernoulli(), 5, 0, 32, DataType.DOUBLE));
        byte[] spins = new byte[5];
        double[] inputs = new double[3];
        for (int state = 0; state < 32; state++) {
            SpinStates.write(state, spins);
            new RenormalizationGroupLayer(rbm).inputs(spins, inputs);
            for (int j = 0; j < 3; j++) {
                assertThat(CoarseGraining.up(inputs[j])).isEqualTo(mean.getDouble(state, j), within(1e-14));
            }
        }
    }

    @Test
    void blocksTileTheLattice() {
        for (Blocks blocks : List.of(Blocks.square(6, 3), Blocks.square(4, 2), Blocks.ring(8, 2))) {
            assertThat(IntStream.range(0, blocks.count())
                            .flatMap(block ->
                                    IntStream.range(0, blocks.size()).map(number -> blocks.site(block, number))))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, blocks.sites()).boxed().toList());
        }
        assertThat(Blocks.square(4, 2).site(3, 1)).isEqualTo(11);
        assertThat(new MajorityRule(Blocks.square(32, 2)).above().spins()).isEqualTo(256);
    }

    @Test
    void whatCannotBeBlockedIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Blocks.square(5, 2))
                .withMessage("side must be a multiple of 2, the edge of a block, was 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KadanoffKernel(Blocks.square(4, 2), 0))
                .withMessage("strength must be positive and finite, was 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RbmFilter(Blocks.square(4, 2), List.of(1.0), 0))
                .withMessage("number of weights must be 4, one for each site of a block, was 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RenormalizedHamiltonian.of(new Ring(8).ising(1), new Decimation(Blocks.ring(6, 2))))
                .withMessage("the coarse graining must take the 8 spins of the Hamiltonian, but takes 6");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        RenormalizedHamiltonian.of(new SquareLattice(6).ising(1), new Decimation(Blocks.square(6, 2))))
                .withMessage(
                        "a sum over the states of 36 spins and 9 block spins takes too long (at most 28 together)");
    }
}
