package io.dbn4j.core.training;

import static io.dbn4j.core.dl4j.SmallNetworks.CD;
import static io.dbn4j.core.dl4j.SmallNetworks.PIXELS;
import static io.dbn4j.core.dl4j.SmallNetworks.SEED;
import static io.dbn4j.core.dl4j.SmallNetworks.barsAndStripes;
import static io.dbn4j.core.dl4j.SmallNetworks.layer;
import static io.dbn4j.core.dl4j.SmallNetworks.network;
import static io.dbn4j.core.dl4j.SmallNetworks.parameters;
import static io.dbn4j.core.dl4j.SmallNetworks.runtime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.hamiltonian.TeacherRbm;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.objective.Batch;
import io.dbn4j.core.objective.EnergyMatching;
import io.dbn4j.core.objective.Exact;
import io.dbn4j.core.objective.HybridObjective;
import io.dbn4j.core.objective.LayerFreeEnergyMatching;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.MeanEnergyGap;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.Ramp;
import io.dbn4j.core.objective.ReverseKullbackLeibler;
import io.dbn4j.core.objective.TrainValidationFreeEnergyGap;
import io.dbn4j.core.objective.TrainingState;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.stack.Initialization;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** Objectives on free energies inside DL4J: an updater lowers their exact score, and they survive saving. */
class FreeEnergyPretrainingTest {

    private static final Hamiltonian TEACHER = TeacherRbm.of(SmallRbms.bernoulli(PIXELS, 3));
    private static final GreedyPretraining.Observer NOBODY = new GreedyPretraining.Observer() {};

    /** The last rows are of another kind, so that there is something to see between them and the others. */
    private final INDArray rows =
            Nd4j.concat(0, barsAndStripes(56, DataType.DOUBLE), Nd4j.ones(DataType.DOUBLE, 14, PIXELS));

    static Stream<Objective> objectives() {
        return Stream.of(
                new EnergyMatching(TEACHER),
                new MeanEnergyGap(new Exact()),
                new ReverseKullbackLeibler(TEACHER, new Exact()),
                new TrainValidationFreeEnergyGap(),
                new HybridObjective(new Likelihood(new Exact()), Ramp.constant(0.1), new MeanEnergyGap(new Exact())));
    }

    private static GreedyPretraining pretraining(int validation, Integer... epochs) {
        return new GreedyPretraining(
                List.of(epochs), 14, Binarization.NONE, Binarization.NONE, validation, Initialization.DATA_MEANS);
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void anUpdaterLowersTheScore(Objective objective) {
        DeepBeliefNetwork network = network(
                DataType.DOUBLE, new Adam(0.02), layer(PIXELS, 5, objective).build());
        runtime(network, 0).rbm().weights().muli(30);
        double before = score(objective, runtime(network, 0).rbm());

        pretraining(14, 20).train(network, rows, new Seed(SEED), NOBODY);

        assertThat(score(objective, runtime(network, 0).rbm())).isLessThan(before - 1e-3);
    }

    private double score(Objective objective, Rbm rbm) {
        Batch batch = Batch.of(rbm, rows.get(interval(0, 56), all()))
                .withHeldOut(Batch.of(rbm, rows.get(interval(56, 70), all())));
        TrainingState state = objective.start(rbm, new Seed(SEED).stream("score"));
        return objective.score(rbm, batch, state);
    }

    @Test
    void validationRowsAreNotTrainedOn() {
        DeepBeliefNetwork with =
                network(DataType.DOUBLE, new Sgd(0.1), layer(PIXELS, 5, CD).build());
        DeepBeliefNetwork without =
                network(DataType.DOUBLE, new Sgd(0.1), layer(PIXELS, 5, CD).build());

        pretraining(14, 3).train(with, rows, new Seed(SEED), NOBODY);
        pretraining(0, 3).train(without, rows.get(interval(0, 56), all()), new Seed(SEED), NOBODY);

        assertThat(parameters(with)).isEqualTo(parameters(without));
    }

    @Test
    void aLayerMatchesTheOneBelowAndGoesOnAfterSaving(@TempDir Path folder) throws Exception {
        Objective matching = new LayerFreeEnergyMatching();
        DeepBeliefNetwork network = network(
                DataType.DOUBLE,
                new Adam(0.05),
                layer(PIXELS, 5, CD).build(),
                layer(5, 6, matching).build());
        runtime(network, 0).rbm().weights().muli(50);
        runtime(network, 1).rbm().weights().muli(50);
        double before = variance(network);

        pretraining(0, 0, 30).train(network, rows, new Seed(SEED), NOBODY);
        Path file = folder.resolve("model.zip");
        network.save(file.toFile(), true);
        DeepBeliefNetwork restored = DeepBeliefNetwork.restore(file.toFile());
        network.pretrainLayer(1, rows);
        restored.pretrainLayer(1, rows);

        assertThat(variance(network)).isLessThan(before / 2);
        assertThat(parameters(restored)).isEqualTo(parameters(network));
    }

    private double variance(DeepBeliefNetwork network) {
        Rbm below = runtime(network, 0).rbm();
        Rbm above = runtime(network, 1).rbm();
        INDArray up = below.hiddenGivenVisible(rows);
        Objective bound = new LayerFreeEnergyMatching().above(below);
        return bound.score(above, Batch.of(above, up), new TrainingState.Stateless());
    }

    @Test
    void withoutALayerBelowMatchingIsRefused() {
        DeepBeliefNetwork network = network(
                DataType.DOUBLE,
                new Sgd(0.1),
                layer(PIXELS, 5, new LayerFreeEnergyMatching()).build());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> pretraining(0, 1).train(network, rows, new Seed(SEED), NOBODY))
                .withMessageContaining("needs an RBM directly below");
    }

    private static INDArrayIndex interval(int from, int to) {
        return NDArrayIndex.interval(from, to);
    }

    private static INDArrayIndex all() {
        return NDArrayIndex.all();
    }
}
