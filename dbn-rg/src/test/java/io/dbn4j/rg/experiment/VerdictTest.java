package io.dbn4j.rg.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dbn4j.core.json.Json;
import io.dbn4j.lab.report.Evidence;
import io.dbn4j.rg.experiment.Finding.Check;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final Check SMALL = Check.atMost("KL, nats", 0.1, 0.2);
    private static final Check NEAR = Check.near("y_T", 0.99, 1, 0.02).from("Onsager 1944");
    private static final Clause LEARNS = Clause.of(SMALL, "It learns.", "It does not learn.");
    private static final Clause BOTH = new Clause(List.of(SMALL, NEAR), "Both hold.", "Not both hold.");

    @Test
    void aRelationDecidesACheckAndNanPassesNone() {
        assertThat(Check.near("x", 1.1, 1, 0.2).pass()).isTrue();
        assertThat(Check.near("x", 1.3, 1, 0.2).pass()).isFalse();
        assertThat(Check.atMost("x", 1, 1).pass()).isTrue();
        assertThat(Check.atMost("x", 1.1, 1).pass()).isFalse();
        assertThat(Check.atMost("x", 1.1, 1, 0.2).pass()).isTrue();
        assertThat(Check.atLeast("x", 1, 1).pass()).isTrue();
        assertThat(Check.atLeast("x", 0.9, 1).pass()).isFalse();
        assertThat(Check.atLeast("x", 0.9, 1, 0.2).pass()).isTrue();
        assertThat(List.of(SMALL, NEAR, Check.atLeast("x", 1, 0)))
                .noneMatch(check -> check.withValue(Double.NaN).pass());
    }

    @Test
    void aVerdictSaysWhatItsChecksSay() {
        Verdict verdict = Verdict.of(LEARNS, BOTH);

        assertThat(verdict.text()).isEqualTo("It learns. Both hold.");
        assertThat(verdict.withValue(SMALL, 0.3).text())
                .isEqualTo("It does not learn. Not both hold. (1 of 2 checks fail: KL, nats.)");
        assertThat(verdict.withValue(NEAR, 0.9).text())
                .isEqualTo("It learns. Not both hold. (1 of 2 checks fail: y_T.)");
        assertThat(verdict.checks()).containsExactly(SMALL, NEAR);
        VerdictContract.holdsFor(verdict);
    }

    @Test
    void manyFailuresAreCounted() {
        List<Check> checks = List.of(
                Check.atMost("a", 1, 0), Check.atMost("b", 1, 0), Check.atMost("c", 1, 0), Check.atMost("d", 1, 0));

        assertThat(new Clause(checks, "All.", "Not all.").text())
                .isEqualTo("Not all. (4 of 4 checks fail: a; b; c and 1 more.)");
    }

    @Test
    void aClauseNeedsACheckAndTwoWordings() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Clause(List.of(), "Yes.", "No."))
                .withMessage("number of checks of a clause must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Clause.of(SMALL, "Yes.", "Yes."))
                .withMessage("the wordings of a clause must differ, both were \"Yes.\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Clause.of(SMALL, "Yes.", " "))
                .withMessage("the wordings of a clause must not be blank");
    }

    @Test
    void theJsonHoldsTextAndChecks() {
        Finding finding = new Finding("lab", Map.of(), Verdict.of(LEARNS, BOTH), Evidence.EXACT);

        assertThat(Json.line(finding))
                .isEqualTo("{\"experiment\":\"lab\",\"estimates\":{},\"checks\":["
                        + "{\"name\":\"KL, nats\",\"value\":0.1,\"relation\":\"<=\",\"target\":0.2,\"tolerance\":0.0,"
                        + "\"pass\":true,\"source\":\"\"},"
                        + "{\"name\":\"y_T\",\"value\":0.99,\"relation\":\"=\",\"target\":1.0,\"tolerance\":0.02,"
                        + "\"pass\":true,\"source\":\"Onsager 1944\"}],"
                        + "\"verdict\":\"It learns. Both hold.\",\"evidence\":\"exact\"}");
        assertThat(finding.headline()).isEqualTo("2 of 2 checks pass");
    }
}
