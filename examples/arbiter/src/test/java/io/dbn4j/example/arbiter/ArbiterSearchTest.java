package io.dbn4j.example.arbiter;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.LocalOptimizationRunner;
import org.junit.jupiter.api.Test;

class ArbiterSearchTest {

    /** Independent units with the means of the digits score about -206 nats. */
    @Test
    void aSearchByArbiterFindsTheLearningRateThatLearns() {
        LocalOptimizationRunner search = ArbiterSearch.run();

        assertThat(search.numCandidatesFailed()).isZero();
        assertThat(search.bestScore()).isGreaterThan(-206);
        double worst = search.getCandidateStatus().stream()
                .mapToDouble(CandidateInfo::getScore)
                .min()
                .orElseThrow();
        assertThat(search.bestScore()).isGreaterThan(worst + 5);
    }
}
