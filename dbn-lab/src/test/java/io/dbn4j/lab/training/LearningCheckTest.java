package io.dbn4j.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.IndependentUnits.Comparison;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.UnitType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class LearningCheckTest {

    /** A hundred units: guessing costs 69.3 nats. */
    private static Rbm rbm(UnitType unit) {
        return Rbm.zero(unit, new Bernoulli(), 100, 2, DataType.FLOAT);
    }

    private static Comparison comparison(double independent, double gain, double error) {
        return new Comparison(nats(independent, 0), nats(gain, error));
    }

    private static Estimate nats(double value, double error) {
        return Estimate.normal(value, error, "nats", 100, 100);
    }

    private static void require(UnitType unit, double independent, Estimate... logLikelihood) {
        LearningCheck.requireNotRuined(
                rbm(unit), nats(independent, 0), List.of(logLikelihood), "lower the learning rate");
    }

    @Test
    void whatIsFarWorseThanGuessingIsRefused() {
        assertThatThrownBy(() -> require(new Bernoulli(), -26, nats(-1909, 20), nats(-2500, 1)))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("training has ruined the RBM: log-likelihood -1909.0 nats a row, chance -69.3, independent"
                        + " units -26.0; no model is saved; lower the learning rate");
        assertThatThrownBy(() -> require(new Bernoulli(), -26, nats(Double.NaN, 1)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> require(new Gaussian(), -142, nats(-262, 1))).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void whatIsOnlyBadOrUncertainIsNot() {
        assertThatCode(() -> {
                    require(new Bernoulli(), -69.3, nats(-70.3, 0.1));
                    require(new Bernoulli(), -26, nats(-86, 20));
                    require(new Gaussian(), -142, nats(-192, 1));
                })
                .doesNotThrowAnyException();
    }

    /** The model is good by one estimate of log Z; another, wrong or NaN, says that it is ruined. */
    @Test
    void anEstimatorThatFailsCostsNoModel() {
        assertThatCode(() -> {
                    require(new Bernoulli(), -26, nats(-20, 1), nats(-22, 1), nats(-1909, 20));
                    require(new Bernoulli(), -26, nats(Double.NaN, 1), nats(-22, 1));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void theStatesOfTrainingAreThoseWarnedAbout() {
        Map<String, Comparison> compared = new LinkedHashMap<>();
        compared.put("sampled", comparison(-26, 1, 0.2));
        compared.put("thresholded", comparison(-26, 0.1, 0.2));

        assertThat(LearningCheck.warning("RBM", compared, Binarization.BERNOULLI))
                .isEmpty();
        assertThat(LearningCheck.warning("RBM", compared, Binarization.THRESHOLD))
                .startsWith("RBM: no better than independent units (0.10");
        assertThat(LearningCheck.warning("", Map.of("data", comparison(-26, 0.1, 0.2)), Binarization.THRESHOLD))
                .startsWith("no better");
    }

    @Test
    void whatIsNotBetterByMoreThanTheErrorIsWarnedAbout() {
        assertThat(LearningCheck.warning(comparison(-26, 1, 0.2))).isEmpty();
        assertThat(LearningCheck.warning(comparison(-26, 0.1, 0.2)))
                .startsWith("no better than independent units (0.10 ± 0.20 nats beyond them)");
        assertThat(LearningCheck.warning(comparison(-26, -5, 0.2)))
                .isEqualTo(
                        "worse than independent units by 5.00 \u00b1 0.20 nats: change the learning rate, which is often"
                                + " too high, or train longer (--epochs)");
        assertThat(LearningCheck.joined("a", "b")).isEqualTo("a; b");
        assertThat(LearningCheck.joined("a", "")).isEqualTo("a");
    }
}
