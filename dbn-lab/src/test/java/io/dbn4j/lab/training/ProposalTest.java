package io.dbn4j.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.DiagonalGaussian;
import io.dbn4j.core.units.Spin;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class ProposalTest {

    private static Proposal of(double... row) {
        return Proposal.of(Nd4j.createFromArray(new double[][] {row}));
    }

    @Test
    void theValuesDecideTheUnits() {
        assertThat(of(0, 1, 0.5).units()).containsExactly(new Bernoulli());
        assertThat(of(1, 1, 1).units()).containsExactly(new Bernoulli());
        assertThat(of(-1, 1, -1).units()).containsExactly(new Spin());
        assertThat(of(0, 1, 2).units()).containsExactly(new DiagonalGaussian(), new Bernoulli());
        assertThat(of(-1, 0, 1).units()).containsExactly(new DiagonalGaussian(), new Bernoulli());
    }

    @Test
    void onlyRealColumnsAreStandardized() {
        assertThat(of(0, 1).standardize()).isFalse();
        assertThat(of(-1, 1).standardize()).isFalse();
        assertThat(of(0, 16).standardize()).isTrue();
        assertThat(of(0, 16).reason())
                .isEqualTo("diagonal-gaussian,bernoulli with --standardize, because values are in [0.00000, 16.0000]");
    }

    @Test
    void grayLevelsAreSaidToBeProbabilities() {
        assertThat(of(0, 1).reason()).isEqualTo("bernoulli, because all values are in [0, 1]");
        assertThat(of(0, 1, 0.5).reason())
                .isEqualTo(
                        "bernoulli, values between 0 and 1 are taken as gray levels (probabilities); for measurements"
                                + " use --units diagonal-gaussian,bernoulli --standardize");
    }

    @Test
    void valuesThatAreNotFiniteTellNothing() {
        assertThat(of(0, Double.NaN, 1).units()).containsExactly(new Bernoulli());
        assertThat(of(0, Double.NaN, 2, Double.POSITIVE_INFINITY).reason())
                .isEqualTo("diagonal-gaussian,bernoulli with --standardize, because values are in [0.00000, 2.00000]");
    }

    @Test
    void epochsFollowFromTheNumberOfUpdates() {
        assertThat(Proposal.epochs(1500, 100, 10, Proposal.LEAST_UPDATES)).isEqualTo(667);
        assertThat(Proposal.epochs(60_000, 100, 10, Proposal.LEAST_UPDATES)).isEqualTo(17);
        assertThat(Proposal.epochs(1_000_000, 100, 10, Proposal.LEAST_UPDATES)).isEqualTo(10);
        assertThat(Proposal.epochs(6, 100, 10, Proposal.LEAST_UPDATES)).isEqualTo(10_000);
    }
}
