package io.dbn4j.core.dl4j;

import static io.dbn4j.core.dl4j.SmallNetworks.CD;
import static io.dbn4j.core.dl4j.SmallNetworks.layer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.model.ModelZip;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.Persistent;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Summation;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.training.GreedyPretraining;
import io.dbn4j.core.units.DiagonalGaussian;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.Rectified;
import io.dbn4j.core.units.UnitType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** The layer whose visible units learn their variances. */
class LearnedVarianceTest {

    private static final double[] VARIANCES = {0.25, 1, 2.25};

    @TempDir
    Path folder;

    /** Independent columns of these variances, [1000, 3]. */
    private static INDArray rows() {
        INDArray rows = Nd4j.createUninitialized(DataType.FLOAT, 1000, VARIANCES.length);
        new Seed(4).stream("rows").gaussian(rows);
        float[] sigma = new float[VARIANCES.length];
        for (int i = 0; i < sigma.length; i++) {
            sigma[i] = (float) Math.sqrt(VARIANCES[i]);
        }
        return rows.mulRowVector(Nd4j.createFromArray(sigma));
    }

    private static DeepBeliefNetwork trained(UnitType visible, INDArray rows, int epochs) {
        RbmLayer layer = layer(3, 2, new Likelihood(new Persistent(100, new Gibbs(), 1)))
                .visibleUnit(visible)
                .build();
        DeepBeliefNetwork network = SmallNetworks.network(DataType.FLOAT, new Sgd(0.05), layer);
        new GreedyPretraining(List.of(epochs), 50, Binarization.NONE, Binarization.NONE)
                .train(network, rows, new Seed(2), new GreedyPretraining.Observer() {});
        return network;
    }

    private static Rbm rbm(DeepBeliefNetwork network) {
        return SmallNetworks.runtime(network, 0).rbm();
    }

    private static double logLikelihood(Rbm rbm, INDArray rows) {
        return -Arrays.stream(rbm.freeEnergy(rows)).average().orElseThrow()
                - Summation.of(rbm).logPartition();
    }

    private static INDArray logVariance(Rbm rbm) {
        return rbm.visibleParameters();
    }

    @Test
    void itLearnsTheVariancesOfItsData() {
        INDArray rows = rows();
        Rbm learned = rbm(trained(new DiagonalGaussian(), rows, 20));
        Rbm fixed = rbm(trained(new Gaussian(), rows, 20));

        double[] logVariance = Elements.of(logVariance(learned));
        for (int i = 0; i < VARIANCES.length; i++) {
            assertThat(logVariance[i]).isCloseTo(Math.log(VARIANCES[i]), within(0.2));
        }
        // Entropy of the data, which hidden units cannot lower.
        double best = -Arrays.stream(VARIANCES)
                .map(variance -> Math.log(2 * Math.PI * Math.E * variance) / 2)
                .sum();
        assertThat(logLikelihood(learned, rows)).isCloseTo(best, within(0.06));
        assertThat(logLikelihood(fixed, rows)).isLessThan(best - 0.2);
    }

    @Test
    void itsFilesKeepTheVariances() throws Exception {
        INDArray rows = rows();
        DeepBeliefNetwork network = trained(new DiagonalGaussian(), rows, 1);
        Path zip = folder.resolve("model.zip");
        network.save(zip.toFile(), true);
        ModelFile read = ModelFile.read(zip);
        read.export(1, folder.resolve("model.npz"));
        Rbm exported = ModelFile.read(folder.resolve("model.npz")).layer(1);

        double[] freeEnergy = rbm(network).freeEnergy(rows);
        assertThat(read.layer(1).freeEnergy(rows)).containsExactly(freeEnergy);
        assertThat(exported.freeEnergy(rows)).containsExactly(freeEnergy);
        assertThat(Elements.of(logVariance(exported)))
                .containsExactly(Elements.of(logVariance(rbm(network))))
                .doesNotContain(0);
        assertThat(ModelZip.read(zip).params()).isEqualTo(network.params());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY})
    void noCheckpointIsMadeOfAVarianceThatIsNotFinite(double logVariance) {
        DeepBeliefNetwork network = trained(new DiagonalGaussian(), rows(), 0);
        List<Snapshot> kept = new ArrayList<>();
        GreedyPretraining.Observer spoils = new GreedyPretraining.Observer() {
            @Override
            public void resumable(boolean epochEnds, Supplier<Snapshot> now) {
                logVariance(rbm(network)).putScalar(0, 1, logVariance);
                kept.add(now.get());
            }
        };

        assertThatThrownBy(() -> new GreedyPretraining(List.of(1), 50, Binarization.NONE, Binarization.NONE)
                        .train(network, rows(), new Seed(2), spoils))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("a parameter is " + Math.abs(logVariance));
        assertThat(kept).isEmpty();
    }

    @Test
    void hiddenUnitsMustBeDiscrete() {
        RbmLayer.Builder builder = layer(3, 2, CD)
                .visibleUnit(new DiagonalGaussian())
                .hiddenUnit(new Rectified())
                .constrainWeights(new SpectralNormConstraint(0.9));
        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessage(
                        "units opposite diagonal-gaussian units must be discrete, such as bernoulli, were rectified:"
                                + " log Z could be infinite");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> layer(3, 2, CD).hiddenUnit(new DiagonalGaussian()).build())
                .withMessage("hidden units of a layer must be of a kind without parameters, were diagonal-gaussian");
    }
}
