package io.dbn4j.core.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.objective.Centered;
import io.dbn4j.core.objective.ContrastiveDivergence;
import io.dbn4j.core.objective.HybridObjective;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.Ramp;
import io.dbn4j.core.objective.TrainValidationFreeEnergyGap;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Spin;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class InitializationTest {

    private static final Objective PLAIN = new Likelihood(new ContrastiveDivergence(1));
    private static final Objective CENTERED = new Centered(PLAIN, 0.01);

    private final Rbm below = SmallRbms.bernoulli(4, 3);
    private final Rbm rbm = SmallRbms.bernoulli(3, 6);
    private final INDArray mean = Nd4j.createFromArray(0.2, 0.5, 0.9);

    @Test
    void namesInJsonStay() {
        assertThat(Arrays.stream(Initialization.values()).map(Json::line))
                .containsExactly("\"data-means\"", "\"centered\"", "\"tied\"", "\"as-is\"");
    }

    @Test
    void visibleUnitsWithoutWeightsHaveTheMeansOfTheData() {
        double[] weights = Elements.of(rbm.weights());

        Initialization.DATA_MEANS.apply(rbm, Optional.empty(), mean);

        INDArray independent = rbm.visibleBias().dup().reshape(1, 3);
        rbm.visibleUnit().mean(rbm.visibleParameters(), independent);
        assertThat(Elements.of(independent)).containsExactly(new double[] {0.2, 0.5, 0.9}, within(1e-12));
        assertThat(Elements.of(rbm.weights())).isEqualTo(weights);
    }

    @Test
    void hiddenUnitsOfACenteredStartAreUndecidedAboutTheMean() {
        Initialization.CENTERED.apply(rbm, Optional.empty(), mean);

        assertThat(Elements.of(rbm.hiddenGivenVisible(mean.reshape(1, 3))))
                .containsOnly(new double[] {0.5}, within(1e-12));
    }

    @Test
    void aTiedStartIsTheRbmBelowTurnedOver() {
        Initialization.TIED.apply(rbm, Optional.of(below), mean);

        assertThat(Elements.of(rbm.visibleBias())).isEqualTo(Elements.of(below.hiddenBias()));
        assertThat(Arrays.copyOf(Elements.of(rbm.hiddenBias()), 4)).isEqualTo(Elements.of(below.visibleBias()));
        assertThat(Arrays.copyOfRange(Elements.of(rbm.hiddenBias()), 4, 6)).containsOnly(-3);
        assertThat(rbm.weights().getDouble(2, 3)).isEqualTo(below.weights().getDouble(3, 2));
    }

    @Test
    void layersWithoutAnRbmBelowAreNotTied() {
        assertThat(Initialization.TIED.of(PLAIN, Optional.of(below))).isEqualTo(Initialization.TIED);
        assertThat(Initialization.TIED.of(PLAIN, Optional.empty())).isEqualTo(Initialization.DATA_MEANS);
    }

    @Test
    void centeredObjectivesStartCentered() {
        Objective penalized = new HybridObjective(CENTERED, Ramp.constant(1), new TrainValidationFreeEnergyGap());

        assertThat(Initialization.DATA_MEANS.of(PLAIN, Optional.empty())).isEqualTo(Initialization.DATA_MEANS);
        assertThat(Initialization.DATA_MEANS.of(CENTERED, Optional.empty())).isEqualTo(Initialization.CENTERED);
        assertThat(Initialization.DATA_MEANS.of(penalized, Optional.empty())).isEqualTo(Initialization.CENTERED);
        assertThat(Initialization.CENTERED.of(PLAIN, Optional.empty())).isEqualTo(Initialization.CENTERED);
        assertThat(Initialization.AS_IS.of(CENTERED, Optional.empty())).isEqualTo(Initialization.AS_IS);
    }

    @Test
    void aLayerThatIsTooSmallForATiedStartIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Initialization.TIED.require("top", SmallRbms.bernoulli(3, 3), Optional.of(below)))
                .withMessage("top must have at least 4 bernoulli hidden units for a tied start," + " had 3 bernoulli");
        assertThatCode(() -> Initialization.TIED.require("top", rbm, Optional.of(below)))
                .doesNotThrowAnyException();
    }

    @Test
    void aTiedLayerWithOtherVisibleUnitsThanTheHiddenOnesBelowIsRefused() {
        Rbm spins = new Rbm(new Bernoulli(), new Spin(), below.weights(), below.visibleBias(), below.hiddenBias(), 0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Initialization.TIED.require("top", rbm, Optional.of(spins)))
                .withMessage("top must have spin visible units, like the hidden units below, for a tied start,"
                        + " had bernoulli");
    }
}
