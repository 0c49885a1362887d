package io.dbn4j.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.random.TestSeed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ChainDiagnosticsTest {

    /** Half-chains {1, 2} and {3, 4}: W = 1/2, B = 2, R^2 = (1/4 + 2) / (1/2). */
    @Test
    void scaleReductionIsThatOfTheDefinition() {
        assertThat(PotentialScaleReduction.of(new double[][] {{1, 2, 3, 4}})).isEqualTo(Math.sqrt(4.5), within(1e-15));
        assertThat(PotentialScaleReduction.of(new double[][] {{1, 2, 7, 3, 4}}))
                .isEqualTo(Math.sqrt(4.5), within(1e-15));
    }

    @Test
    void scaleReductionOfWhatNeverChangesIsInfinite() {
        assertThat(PotentialScaleReduction.of(new double[][] {{0.1, 0.1, 0.1, 0.1, 0.1, 0.1}}))
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PotentialScaleReduction.of(new double[][] {{1, 2, 3}}))
                .withMessage("steps of a chain must be at least 4, was 3");
    }

    /** Independent normal numbers: R^2 - 1 is 0 with a standard deviation of sqrt(2 / 15) / n, 7e-4. */
    @Test
    void goodChainsPassWithoutAWarning() {
        ChainDiagnostics good = diagnose(trace());

        assertThat(good.rHat()).as("seed %d", TestSeed.VALUE).isEqualTo(1, within(0.003));
        assertThat(good.stuck()).isEmpty();
        assertThat(good.time()).isLessThan(1.2);
        assertThat(good.estimate().ess()).isGreaterThan(8 * 1000 / 1.2);
        assertThat(good.warning()).isEmpty();
    }

    @Test
    void chainsInTwoModesDisagree() {
        double[][] trace = trace();
        Arrays.setAll(trace[3], s -> trace[3][s] + 3);

        assertThat(diagnose(trace).warning())
                .hasValueSatisfying(line -> assertThat(line)
                        .startsWith("chains disagree: R-hat is 1.")
                        .endsWith("run more steps"));
    }

    /** R-hat of whole chains would not see a drift that all chains share. */
    @Test
    void chainsThatAllDriftDisagreeWithTheirPast() {
        double[][] trace = trace();
        for (double[] chain : trace) {
            Arrays.setAll(chain, s -> chain[s] + 0.003 * s);
        }

        assertThat(diagnose(trace).rHat()).isGreaterThan(1.1);
    }

    @Test
    void aChainThatStoppedIsStuck() {
        double[][] trace = trace();
        Arrays.fill(trace[2], 400, 1000, 0.1);

        ChainDiagnostics stuck = diagnose(trace);
        assertThat(stuck.stuck()).containsExactly(2);
        assertThat(stuck.warning()).hasValue("1 of 8 chains are stuck; the first is number 2");

        trace[2][999] = 0.2;
        assertThat(diagnose(trace).stuck()).isEmpty();
    }

    @Test
    void chainsShorterThanTheirMemoryAreNamed() {
        ChainDiagnostics brief = diagnose(AutocorrelationTest.autoregression(0.95, 100, 1000));

        assertThat(brief.rHat()).isLessThan(1.1);
        assertThat(brief.warning())
                .hasValueSatisfying(line ->
                        assertThat(line).startsWith("chains of 1000 steps are short: their autocorrelation time"));
    }

    private static double[][] trace() {
        return AutocorrelationTest.autoregression(0, 8, 1000);
    }

    private static ChainDiagnostics diagnose(double[][] trace) {
        return ChainDiagnostics.of(trace, "nats");
    }
}
