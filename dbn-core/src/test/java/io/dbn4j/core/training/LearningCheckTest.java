package io.dbn4j.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.IndependentUnits.Comparison;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.UnitType;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class LearningCheckTest {

    /** A hundred units: guessing costs 69.3 nats. */
    private static Rbm rbm(UnitType unit) {
        return Rbm.zero(unit, new Bernoulli(), 100, 2, DataType.FLOAT);
    }

    private static Comparison comparison(double independent, double gain, double error) {
        return new Comparison(Estimate.exact(independent, "nats"), Estimate.normal(gain, error, "nats", 100, 100));
    }

    @Test
    void whatIsFarWorseThanGuessingIsRefused() {
        assertThatThrownBy(() -> LearningCheck.requireNotRuined(
                        rbm(new Bernoulli()), comparison(-26, -1883, 20), "lower the learning rate"))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("training has ruined the RBM: log-likelihood -1909.0 nats a row, chance -69.3, independent"
                        + " units -26.0; no model is saved; lower the learning rate");
        assertThatThrownBy(
                        () -> LearningCheck.requireNotRuined(rbm(new Bernoulli()), comparison(-26, Double.NaN, 1), ""))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> LearningCheck.requireNotRuined(rbm(new Gaussian()), comparison(-142, -120, 1), ""))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void whatIsOnlyBadOrUncertainIsNot() {
        assertThatCode(() -> {
                    LearningCheck.requireNotRuined(rbm(new Bernoulli()), comparison(-69.3, -1, 0.1), "");
                    LearningCheck.requireNotRuined(rbm(new Bernoulli()), comparison(-26, -60, 20), "");
                    LearningCheck.requireNotRuined(rbm(new Gaussian()), comparison(-142, -50, 1), "");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsNotBetterByMoreThanTheErrorIsWarnedAbout() {
        assertThat(LearningCheck.warning(comparison(-26, 1, 0.2))).isEmpty();
        assertThat(LearningCheck.warning(comparison(-26, 0.1, 0.2)))
                .startsWith("no better than independent units (0.10 ± 0.20 nats beyond them)");
        assertThat(LearningCheck.joined("a", "b")).isEqualTo("a; b");
        assertThat(LearningCheck.joined("a", "")).isEqualTo("a");
    }
}
